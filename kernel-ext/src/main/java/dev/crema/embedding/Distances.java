package dev.crema.embedding;

/**
 * Squared Euclidean distances between rows, summed from differences so that near-equal rows keep their order. The unit is a
 * power of two near the largest value: rounding is that of the input, and nothing overflows.
 */
final class Distances {
    private final float[][] columns;
    private final int rows;

    Distances(float[][] rows) {
        int exponent = exponent(rows);
        this.rows = rows.length;
        this.columns = new float[rows[0].length][rows.length];
        Chunks.forEach(columns.length, 32, (from, to) -> {
            for (int i = 0; i < rows.length; i++) {
                for (int j = from; j < to; j++) {
                    columns[j][i] = Math.scalb(rows[i][j], exponent);
                }
            }
        });
    }

    /** Returns the power of two that brings the largest value near 1. */
    static int exponent(float[][] rows) {
        float largest = 0;
        for (float[] row : rows) {
            for (float value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return -Math.getExponent(largest);
    }

    /** Returns the rows from nearest to farthest, row {@code i} itself left out; of equals the lower index comes first. */
    Ranked from(int i) {
        float[] squared = new float[rows];
        int j = 0;
        for (; j + 3 < columns.length; j += 4) {
            add(squared, columns[j], columns[j + 1], columns[j + 2], columns[j + 3], i);
        }
        for (; j < columns.length; j++) {
            add(squared, columns[j], i);
        }
        return Ranked.without(i, squared);
    }

    private static void add(float[] squared, float[] a, float[] b, float[] c, float[] d, int i) {
        float ai = a[i];
        float bi = b[i];
        float ci = c[i];
        float di = d[i];
        for (int k = 0; k < squared.length; k++) {
            float p = a[k] - ai;
            float q = b[k] - bi;
            float r = c[k] - ci;
            float s = d[k] - di;
            squared[k] += p * p + q * q + (r * r + s * s);
        }
    }

    private static void add(float[] squared, float[] a, int i) {
        float ai = a[i];
        for (int k = 0; k < squared.length; k++) {
            float p = a[k] - ai;
            squared[k] += p * p;
        }
    }
}
