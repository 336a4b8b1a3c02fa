package dev.crema.embedding;

import java.util.concurrent.CancellationException;

/**
 * Exact search for nearest neighbours: all pairs are compared in tiles, some candidates more than wanted are kept for each
 * row, and their distances are summed again from differences. Where the tiles' rounding might have lost a neighbour, the row
 * is compared with all others from differences. The result is that of {@link Distances}, to the bit.
 *
 * <p>Needs memory for two copies of the rows, and 8 bytes for each neighbour.
 */
final class TiledSearch {
    private static final int CHUNK = 64;
    private static final int BLOCK = 4096;
    private static final int SPARE = 8;

    private final int rows;
    private final int columns;
    private final int stride;
    private final float[] flat;
    private final Tiles tiles;

    TiledSearch(float[][] rows) {
        this.rows = rows.length;
        this.columns = rows[0].length;
        this.stride = (columns + 3) / 4 * 4;
        this.flat = new float[Math.multiplyExact(this.rows, stride)];
        int exponent = Distances.exponent(rows);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                flat[i * stride + j] = Math.scalb(rows[i][j], exponent);
            }
        }
        this.tiles = new Tiles(flat, stride);
    }

    /** Returns the k nearest rows of each row, nearest first; of equals the lower index. */
    Neighbours nearest(int k) {
        Neighbours found = new Neighbours(new int[rows][k], new float[rows][k]);
        for (int first = 0; first < rows; first += BLOCK) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Interrupted while the nearest neighbours were being found, after "
                        + first + " of " + rows + " rows: there is no map yet.");
            }
            int start = first;
            Chunks.forEach(
                    Math.min(BLOCK, rows - first), CHUNK, (from, to) -> search(start + from, start + to, k, found));
        }
        return found;
    }

    private void search(int from, int to, int k, Neighbours found) {
        Nearest[] nearest = new Nearest[to - from];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = new Nearest(k + SPARE);
        }
        float[][] distances = new float[Tiles.QUERIES][Tiles.SIZE];
        for (int tile = 0; tile < tiles.count(); tile++) {
            for (int i = from; i < to; i += Tiles.QUERIES) {
                tiles.compare(i, tile, distances);
                for (int r = 0; r < Math.min(Tiles.QUERIES, to - i); r++) {
                    collect(distances[r], tile, i + r, nearest[i + r - from]);
                }
            }
        }
        for (int i = from; i < to; i++) {
            Ranked ranked = ranked(i, k, nearest[i - from]);
            for (int rank = 0; rank < k; rank++) {
                found.rows()[i][rank] = ranked.row(rank);
                found.squaredDistances()[i][rank] = ranked.squaredDistance(rank);
            }
        }
    }

    private void collect(float[] distances, int tile, int self, Nearest nearest) {
        float limit = nearest.limit();
        int size = tiles.size(tile);
        for (int j = 0; j < size; j++) {
            if (distances[j] < limit && tile * Tiles.SIZE + j != self) {
                nearest.add(distances[j], tile * Tiles.SIZE + j);
                limit = nearest.limit();
            }
        }
    }

    private Ranked ranked(int i, int k, Nearest nearest) {
        Ranked ranked = Ranked.of(nearest.size(), nearest::row, row -> between(i, row));
        boolean all = nearest.size() == rows - 1;
        return all || ranked.squaredDistance(k - 1) < tiles.surely(i, nearest.limit())
                ? ranked
                : Ranked.of(rows - 1, place -> place < i ? place : place + 1, row -> between(i, row));
    }

    /** The sum in the order in which {@link Distances} adds. */
    private float between(int i, int j) {
        float sum = 0;
        int at = i * stride;
        int there = j * stride;
        int q = 0;
        for (; q + 3 < columns; q += 4) {
            float a = flat[there + q] - flat[at + q];
            float b = flat[there + q + 1] - flat[at + q + 1];
            float c = flat[there + q + 2] - flat[at + q + 2];
            float d = flat[there + q + 3] - flat[at + q + 3];
            sum += a * a + b * b + (c * c + d * d);
        }
        for (; q < columns; q++) {
            float a = flat[there + q] - flat[at + q];
            sum += a * a;
        }
        return sum;
    }
}
