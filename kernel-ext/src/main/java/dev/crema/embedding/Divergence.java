package dev.crema.embedding;

/**
 * The Kullback-Leibler divergence Σ p_ij log(p_ij / q_ij) that t-SNE makes small, where q_ij = w_ij / Z is the probability
 * that the map gives a pair (van der Maaten and Hinton 2008, eqs. 4 and 5).
 *
 * @param affinities p
 * @param repulsion what computes the part of the gradient that concerns all pairs
 */
record Divergence(Affinities affinities, Repulsion repulsion) {
    private static final int CHUNK = 256;

    /**
     * Sets the gradient of the divergence with p multiplied by the exaggeration.
     *
     * <p>4 (exaggeration Σ_j p_ij w_ij (y_i − y_j) − Σ_j w_ij² (y_i − y_j) / Z)
     */
    void gradient(Plane map, double exaggeration, Plane gradient) {
        double z = repulsion.on(map, gradient);
        float attracted = (float) (4 * exaggeration);
        float repelled = (float) (4 / z);
        float[] x = map.x();
        float[] y = map.y();
        Chunks.forEach(map.size(), CHUNK, (from, to) -> {
            for (int i = from; i < to; i++) {
                float sumX = 0;
                float sumY = 0;
                for (int e = affinities.start()[i]; e < affinities.start()[i + 1]; e++) {
                    float dx = x[i] - x[affinities.column()[e]];
                    float dy = y[i] - y[affinities.column()[e]];
                    float pull = affinities.value()[e] / (1 + dx * dx + dy * dy);
                    sumX += pull * dx;
                    sumY += pull * dy;
                }
                gradient.x()[i] = attracted * sumX - repelled * gradient.x()[i];
                gradient.y()[i] = attracted * sumY - repelled * gradient.y()[i];
            }
        });
    }

    /** Returns the divergence in nats. */
    double at(Plane map) {
        double z = repulsion.on(map, Plane.zero(map.size()));
        double[] sums = new double[(map.size() + CHUNK - 1) / CHUNK];
        Chunks.forEach(map.size(), CHUNK, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += ofRow(i, map, z);
            }
            sums[from / CHUNK] = sum;
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private double ofRow(int i, Plane map, double z) {
        double sum = 0;
        for (int e = affinities.start()[i]; e < affinities.start()[i + 1]; e++) {
            double dx = map.x()[i] - map.x()[affinities.column()[e]];
            double dy = map.y()[i] - map.y()[affinities.column()[e]];
            double p = affinities.value()[e];
            sum += p != 0 ? p * StrictMath.log(p * (1 + dx * dx + dy * dy) * z) : 0;
        }
        return sum;
    }
}
