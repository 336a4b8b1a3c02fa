package dev.crema.embedding;

/**
 * Sums of products of centred rows, in double precision and on all cores: the covariances of the columns up to a factor, or
 * the Gram matrix of the rows.
 */
final class CrossProducts {
    private static final int BLOCK = 256;
    private static final int CHUNK = 16;

    private CrossProducts() {}

    /** Returns the lower triangle of Xᵀ X, {@code [columns][columns]}, X being the rows less their mean. */
    static double[][] ofColumns(float[][] rows, double[] mean) {
        int columns = mean.length;
        double[][] sums = new double[columns][columns];
        for (int from = 0; from < rows.length; from += BLOCK) {
            double[][] block = new double[Math.min(BLOCK, rows.length - from)][columns];
            for (int i = 0; i < block.length; i++) {
                for (int j = 0; j < columns; j++) {
                    block[i][j] = rows[from + i][j] - mean[j];
                }
            }
            add(sums, block);
        }
        return sums;
    }

    /** Returns the lower triangle of X Xᵀ, {@code [rows][rows]}, X being the rows less their mean. */
    static double[][] ofRows(float[][] rows, double[] mean) {
        int columns = mean.length;
        double[][] sums = new double[rows.length][rows.length];
        for (int from = 0; from < columns; from += BLOCK) {
            double[][] block = new double[Math.min(BLOCK, columns - from)][rows.length];
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < block.length; j++) {
                    block[j][i] = rows[i][from + j] - mean[from + j];
                }
            }
            add(sums, block);
        }
        return sums;
    }

    /** Adds blockᵀ block, four rows of the block at a time so that each sum is read and written once for four products. */
    private static void add(double[][] sums, double[][] block) {
        Chunks.forEach(sums.length, CHUNK, (from, to) -> {
            int k = 0;
            for (; k + 3 < block.length; k += 4) {
                for (int i = from; i < to; i++) {
                    addFour(sums[i], block[k], block[k + 1], block[k + 2], block[k + 3], i);
                }
            }
            for (; k < block.length; k++) {
                for (int i = from; i < to; i++) {
                    addOne(sums[i], block[k], i);
                }
            }
        });
    }

    private static void addFour(double[] to, double[] a, double[] b, double[] c, double[] d, int i) {
        double ai = a[i];
        double bi = b[i];
        double ci = c[i];
        double di = d[i];
        for (int j = 0; j <= i; j++) {
            to[j] += ai * a[j] + bi * b[j] + (ci * c[j] + di * d[j]);
        }
    }

    private static void addOne(double[] to, double[] a, int i) {
        double ai = a[i];
        for (int j = 0; j <= i; j++) {
            to[j] += ai * a[j];
        }
    }
}
