package dev.crema.embedding;

/**
 * Rows in tiles that fit into a processor's cache, one column of a tile after the other, so that four rows are compared with
 * a whole tile by vector instructions. Distances are |b|² − 2ab + |a|² of the rows less their mean: half the work of the sum
 * over differences, but not as exact when rows lie close together far from the mean.
 */
final class Tiles {
    static final int SIZE = 256;
    static final int QUERIES = 4;

    private static final float UNIT = Math.ulp(1f);

    private final int rows;
    private final int columns;
    private final float[] centred;
    private final float[] squares;
    private final float[][][] tiles;

    /** Takes the rows of a matrix, one after the other, whose number of columns is a multiple of four. */
    Tiles(float[] flat, int columns) {
        this.rows = flat.length / columns;
        this.columns = columns;
        this.centred = centred(flat, columns);
        this.squares = new float[(rows + SIZE - 1) / SIZE * SIZE];
        this.tiles = new float[squares.length / SIZE][][];
        Chunks.forEach(tiles.length, 1, (from, to) -> tiles[from] = tile(from));
    }

    private static float[] centred(float[] flat, int columns) {
        double[] mean = new double[columns];
        int rows = flat.length / columns;
        for (int i = 0; i < rows; i++) {
            for (int q = 0; q < columns; q++) {
                mean[q] += flat[i * columns + q] / (double) rows;
            }
        }
        float[] centred = new float[flat.length];
        for (int i = 0; i < rows; i++) {
            for (int q = 0; q < columns; q++) {
                centred[i * columns + q] = flat[i * columns + q] - (float) mean[q];
            }
        }
        return centred;
    }

    private float[][] tile(int index) {
        float[][] tile = new float[columns][SIZE];
        int first = index * SIZE;
        for (int j = first; j < Math.min(first + SIZE, rows); j++) {
            for (int q = 0; q < columns; q++) {
                float value = centred[j * columns + q];
                squares[j] += value * value;
                tile[q][j - first] = -2 * value;
            }
        }
        return tile;
    }

    int count() {
        return tiles.length;
    }

    /** Returns how many rows a tile has: all but the last are full. */
    int size(int tile) {
        return Math.min(SIZE, rows - tile * SIZE);
    }

    /**
     * Sets {@code distances[r][j]} to the squared distance of row {@code first + r} to row j of a tile, less the square of
     * row {@code first + r}: what is left out does not change the order. Beyond the last row, the last is repeated.
     */
    void compare(int first, int tile, float[][] distances) {
        for (float[] row : distances) {
            System.arraycopy(squares, tile * SIZE, row, 0, SIZE);
        }
        float[][] columnsOfTile = tiles[tile];
        for (int q = 0; q < columns; q += 4) {
            for (int r = 0; r < QUERIES; r++) {
                int at = Math.min(first + r, rows - 1) * columns + q;
                addFour(
                        distances[r],
                        columnsOfTile[q],
                        columnsOfTile[q + 1],
                        columnsOfTile[q + 2],
                        columnsOfTile[q + 3],
                        centred,
                        at);
            }
        }
    }

    /** One index for all arrays: with sums of indices the compiler gives vector instructions up, and it takes four times as long. */
    private static void addFour(float[] to, float[] a, float[] b, float[] c, float[] d, float[] row, int at) {
        float p = row[at];
        float q = row[at + 1];
        float r = row[at + 2];
        float s = row[at + 3];
        for (int j = 0; j < to.length; j++) {
            to[j] = Math.fma(p, a[j], Math.fma(q, b[j], Math.fma(r, c[j], Math.fma(s, d[j], to[j]))));
        }
    }

    /**
     * Returns a squared distance that every row outside a tile search's candidates surely has, if the farthest candidate of
     * row i has {@code limit}. A sum of so many products errs by at most (columns + 16) units in the last place of |a|² +
     * |b|² (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1), and |b|² ≤ 2|a|² + 2|a − b|².
     */
    float surely(int i, float limit) {
        float error = (columns + 16) * UNIT;
        return (limit + squares[i] - 3 * error * squares[i]) * (1 - 4 * error);
    }
}
