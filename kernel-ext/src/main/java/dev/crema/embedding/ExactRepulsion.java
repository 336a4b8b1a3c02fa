package dev.crema.embedding;

/**
 * Repulsion by going through all pairs. The inner loop runs over the points of a chunk, each with sums of its own, so that
 * the compiler can use vector instructions without changing the order of any sum.
 */
final class ExactRepulsion implements Repulsion {
    private static final int CHUNK = 256;

    @Override
    public double on(Plane map, Plane force) {
        double z = -map.size(); // each point has met itself, with weight 1
        for (float w : of(map, map, force)) {
            z += w;
        }
        return z;
    }

    /**
     * Sets the force of all points of a map on each of some points, Σ_j w_ij² (y_i − y_j), and returns the sum of its weights, Σ_j
     * w_ij.
     */
    static float[] of(Plane map, Plane points, Plane force) {
        float[] weight = new float[points.size()];
        Chunks.forEach(points.size(), CHUNK, (from, to) -> {
            int size = to - from;
            Plane here = Plane.zero(size);
            Plane sum = Plane.zero(size);
            float[] weights = new float[size];
            System.arraycopy(points.x(), from, here.x(), 0, size);
            System.arraycopy(points.y(), from, here.y(), 0, size);
            for (int j = 0; j < map.size(); j++) {
                push(here.x(), here.y(), sum.x(), sum.y(), weights, map.x()[j], map.y()[j]);
            }
            System.arraycopy(sum.x(), 0, force.x(), from, size);
            System.arraycopy(sum.y(), 0, force.y(), from, size);
            System.arraycopy(weights, 0, weight, from, size);
        });
        return weight;
    }

    private static void push(float[] x, float[] y, float[] sumX, float[] sumY, float[] weights, float xj, float yj) {
        for (int i = 0; i < x.length; i++) {
            float dx = x[i] - xj;
            float dy = y[i] - yj;
            float w = 1 / (1 + dx * dx + dy * dy);
            weights[i] += w;
            sumX[i] += w * w * dx;
            sumY[i] += w * w * dy;
        }
    }
}
