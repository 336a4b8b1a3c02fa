package dev.crema.embedding;

import java.util.Arrays;

/**
 * The probabilities p_ij with which t-SNE wants rows i and j to be neighbours; they sum to 1 over all pairs. t-SNE needs to
 * know nothing else of the data. Row i has the entries {@code start[i]} to {@code start[i + 1]}; all others are 0.
 *
 * @param start where each row begins, {@code [rows + 1]}
 * @param column j of each entry, ascending in a row
 * @param value p_ij of each entry
 */
record Affinities(int[] start, int[] column, float[] value) {
    private static final double TOLERANCE = 1e-5;
    private static final int MAX_STEPS = 100;

    /**
     * Makes p_ij = (p_j|i + p_i|j) / 2n of Gaussians about each row (van der Maaten and Hinton 2008, §2), each as wide as the
     * perplexity demands, over its nearest neighbours only (van der Maaten 2014, §4.1).
     */
    static Affinities of(Neighbours neighbours, double perplexity) {
        int n = neighbours.rows().length;
        float[][] conditional = new float[n][];
        Chunks.forEach(n, 32, (from, to) -> {
            for (int i = from; i < to; i++) {
                double[] p = conditional(neighbours.squaredDistances()[i], perplexity);
                conditional[i] = new float[p.length];
                for (int k = 0; k < p.length; k++) {
                    conditional[i][k] = (float) (p[k] / (2.0 * n));
                }
            }
        });
        return symmetric(neighbours.rows(), conditional, Float::sum);
    }

    /**
     * Finds by bisection the precision β for which p_j = exp(−β d_j²) / Σ has the entropy log(perplexity), and returns p. With
     * more equal distances than the perplexity no β has it, and the nearest rows share p evenly.
     */
    static double[] conditional(float[] squaredDistances, double perplexity) {
        double nearest = Float.POSITIVE_INFINITY;
        double mean = 0;
        for (float d : squaredDistances) {
            nearest = Math.min(nearest, d);
            mean += d / (double) squaredDistances.length;
        }
        double[] p = new double[squaredDistances.length];
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double beta = mean > nearest ? 1 / (mean - nearest) : 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            double sum = 0;
            double weighted = 0;
            for (int k = 0; k < p.length; k++) {
                double d = squaredDistances[k] - nearest;
                p[k] = StrictMath.exp(-beta * d);
                sum += p[k];
                weighted += p[k] * d;
            }
            for (int k = 0; k < p.length; k++) {
                p[k] /= sum;
            }
            double excess = StrictMath.log(sum) + beta * weighted / sum - StrictMath.log(perplexity);
            if (Math.abs(excess) < TOLERANCE) {
                break;
            }
            if (excess > 0) {
                low = beta;
                beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
            } else {
                high = beta;
                beta = (low + high) / 2;
            }
        }
        return p;
    }

    /** How the two values of a pair that are neighbours both ways become one. */
    interface Union {
        float of(float a, float b);
    }

    /** Joins a matrix with its transpose. */
    static Affinities symmetric(int[][] columns, float[][] values, Union union) {
        int n = columns.length;
        int[] count = new int[n];
        for (int[] row : columns) {
            for (int j : row) {
                count[j]++;
            }
        }
        long[][] keys = new long[n][];
        for (int i = 0; i < n; i++) {
            keys[i] = new long[columns[i].length + count[i]];
        }
        int[] filled = new int[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < columns[i].length; k++) {
                int j = columns[i][k];
                long bits = Float.floatToRawIntBits(values[i][k]);
                keys[i][filled[i]++] = (long) j << 32 | bits;
                keys[j][filled[j]++] = (long) i << 32 | bits;
            }
        }
        return merged(keys, union);
    }

    /** Sorts each row's entries by column and joins the two of a pair that are neighbours both ways. */
    private static Affinities merged(long[][] keys, Union union) {
        int total = Arrays.stream(keys).mapToInt(row -> row.length).sum();
        int[] start = new int[keys.length + 1];
        int[] column = new int[total];
        float[] value = new float[total];
        int end = 0;
        Chunks.forEach(keys.length, 256, (from, to) -> {
            for (int i = from; i < to; i++) {
                Arrays.sort(keys[i]);
            }
        });
        for (int i = 0; i < keys.length; i++) {
            for (long key : keys[i]) {
                int j = (int) (key >>> 32);
                float p = Float.intBitsToFloat((int) key);
                if (end > start[i] && column[end - 1] == j) {
                    value[end - 1] = union.of(value[end - 1], p);
                } else {
                    column[end] = j;
                    value[end++] = p;
                }
            }
            start[i + 1] = end;
        }
        return new Affinities(start, Arrays.copyOf(column, end), Arrays.copyOf(value, end));
    }

    int rows() {
        return start.length - 1;
    }
}
