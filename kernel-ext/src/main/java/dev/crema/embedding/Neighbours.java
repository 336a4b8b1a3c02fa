package dev.crema.embedding;

import java.util.concurrent.CancellationException;

/**
 * The nearest neighbours of each row.
 *
 * @param rows the neighbours, nearest first, {@code [rows][k]}
 * @param squaredDistances their squared distances up to one common factor, {@code [rows][k]}
 */
record Neighbours(int[][] rows, float[][] squaredDistances) {
    static final int MOST_EXACT_ROWS = 100_000;

    /** Tiles whose rows are compared with a row. */
    private static final int VISITED = 32;

    private static final int BLOCK = 1024;
    private static final int CHUNK = 8;

    /**
     * Finds all up to {@value #MOST_EXACT_ROWS} rows, by comparing all pairs; with more rows nearly all, in time that grows with
     * their number.
     *
     * @throws CancellationException if the thread is interrupted meanwhile; it stays interrupted
     */
    static Neighbours of(float[][] rows, int k) {
        TiledSearch search = rows.length <= MOST_EXACT_ROWS
                ? TiledSearch.exact(rows)
                : TiledSearch.approximate(rows, Math.max(VISITED, 4 * k / Tiles.SIZE));
        return search.nearest(k);
    }

    /**
     * Finds the nearest of some rows for each of others, which are none of them.
     *
     * @throws CancellationException if the thread is interrupted meanwhile; it stays interrupted
     */
    static Neighbours of(float[][] rows, float[][] others, int k) {
        Neighbours found = new Neighbours(new int[others.length][k], new float[others.length][k]);
        int exponent = Distances.exponent(rows);
        for (int first = 0; first < others.length; first += BLOCK) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Interrupted while the nearest neighbours of new rows were being found,"
                        + " after " + first + " of " + others.length + " rows: they have no points.");
            }
            int start = first;
            Chunks.forEach(Math.min(BLOCK, others.length - first), CHUNK, (from, to) -> {
                float[] squared = new float[rows.length];
                for (int i = start + from; i < start + to; i++) {
                    // of each row alone, so that it does not matter what other rows come with it
                    int own = Math.min(exponent, Distances.exponent(new float[][] {others[i]}));
                    found.nearest(i, squares(rows, others[i], own, squared));
                }
            });
        }
        return found;
    }

    private static float[] squares(float[][] rows, float[] other, int exponent, float[] squared) {
        double unit = Math.scalb(1.0, exponent);
        for (int i = 0; i < rows.length; i++) {
            double sum = 0;
            for (int j = 0; j < other.length; j++) {
                double difference = unit * ((double) other[j] - rows[i][j]);
                sum += difference * difference;
            }
            squared[i] = (float) sum;
        }
        return squared;
    }

    private void nearest(int i, float[] squared) {
        Nearest nearest = new Nearest(rows[i].length);
        for (int j = 0; j < squared.length; j++) {
            if (squared[j] < nearest.limit()) {
                nearest.add(squared[j], j);
            }
        }
        Ranked ranked = Ranked.of(nearest.size(), nearest::row, row -> squared[row]);
        for (int rank = 0; rank < rows[i].length; rank++) {
            rows[i][rank] = ranked.row(rank);
            squaredDistances[i][rank] = ranked.squaredDistance(rank);
        }
    }
}
