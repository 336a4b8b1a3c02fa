package dev.crema.embedding;

/**
 * Rows in tiles that fit into a processor's cache, one column of a tile after the other, so that some rows are compared with
 * a whole tile by vector instructions. Distances are |b|² − 2ab + |a|² of the rows less their mean: half the work of the sum
 * over differences, but not as exact when rows lie close together far from the mean.
 */
final class Tiles {
    static final int SIZE = 1024;
    static final int QUERIES = 8;

    private static final float UNIT = Math.ulp(1f);

    private final int rows;
    private final int columns;
    private final float[] centred;
    private final float[] squares;
    private final float[][][] tiles;

    Tiles(ScaledRows rows) {
        this.rows = rows.size();
        this.columns = rows.stride();
        this.centred = centred(rows.values(), rows.mean(0, this.rows));
        this.squares = new float[(this.rows + SIZE - 1) / SIZE * SIZE];
        this.tiles = new float[squares.length / SIZE][][];
        Chunks.forEach(tiles.length, 1, (from, to) -> tiles[from] = tile(from));
    }

    private static float[] centred(float[] values, float[] mean) {
        float[] centred = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            centred[i] = values[i] - mean[i % mean.length];
        }
        return centred;
    }

    private float[][] tile(int index) {
        float[][] tile = new float[columns][SIZE];
        int first = index * SIZE;
        for (int j = first; j < first + size(index); j++) {
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
     * Sets {@code distances[r][j]} to the squared distance of row {@code queries[r]} to row j of a tile, less the square of the
     * former: what is left out does not change the order.
     *
     * @param queries at most {@value #QUERIES} rows
     * @param distances room for {@value #QUERIES} rows
     */
    void compare(int[] queries, int tile, float[][] distances) {
        for (float[] row : distances) {
            System.arraycopy(squares, tile * SIZE, row, 0, SIZE);
        }
        float[][] values = tiles[tile];
        for (int q = 0; q < columns; q += 4) {
            for (int r = 0; r < queries.length; r++) {
                addFour(distances[r], values[q], values[q + 1], values[q + 2], values[q + 3], queries[r] * columns + q);
            }
        }
    }

    /** One index for all arrays: with sums of indices the compiler gives vector instructions up, and it takes four times as long. */
    private void addFour(float[] to, float[] a, float[] b, float[] c, float[] d, int at) {
        float p = centred[at];
        float q = centred[at + 1];
        float r = centred[at + 2];
        float s = centred[at + 3];
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
