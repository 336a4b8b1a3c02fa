package dev.crema.embedding;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Search for nearest neighbours in tiles of rows that are near each other, those nearest to a row first. The exact search
 * compares each row with all tiles; the approximate one only with some, so that its work grows with the number of rows and not
 * with its square. Some candidates more than wanted are kept for each row, and their distances are summed again from
 * differences. Where the tiles' rounding might have lost a neighbour, the exact search compares the row with all others from
 * differences: its result is that of {@link Distances}, to the bit.
 *
 * <p>Needs memory for two copies of the rows, and 8 bytes for each neighbour.
 */
final class TiledSearch {
    private static final int CHUNK = 64;
    private static final int BLOCK = 4096;
    private static final int SPARE = 8;

    /** The given number of the row at each place, and the place of each. */
    private final int[] order;

    private final int[] place;
    private final ScaledRows rows;
    private final Tiles tiles;
    private final float[][] means;
    private final int visited;

    private TiledSearch(float[][] rows, int visited) {
        this.order = Halving.order(rows, Tiles.SIZE);
        this.place = new int[order.length];
        for (int at = 0; at < order.length; at++) {
            place[order[at]] = at;
        }
        this.rows = ScaledRows.of(rows, order);
        this.tiles = new Tiles(this.rows);
        this.means = IntStream.range(0, tiles.count())
                .mapToObj(tile -> this.rows.mean(tile * Tiles.SIZE, tile * Tiles.SIZE + tiles.size(tile)))
                .toArray(float[][]::new);
        this.visited = visited;
    }

    /** Prepares a search that finds all. */
    static TiledSearch exact(float[][] rows) {
        return new TiledSearch(rows, Integer.MAX_VALUE);
    }

    /** Prepares a search that finds nearly all: each row is compared with so many tiles of {@value Tiles#SIZE} rows. */
    static TiledSearch approximate(float[][] rows, int visited) {
        return new TiledSearch(rows, visited);
    }

    /**
     * Returns the k nearest rows of each row, nearest first; of equals the lower index.
     *
     * @throws CancellationException if the thread is interrupted meanwhile; it stays interrupted
     */
    Neighbours nearest(int k) {
        Neighbours found = new Neighbours(new int[order.length][k], new float[order.length][k]);
        for (int first = 0; first < order.length; first += BLOCK) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Interrupted while the nearest neighbours were being found, after "
                        + first + " of " + order.length + " rows: there is no map yet.");
            }
            int start = first;
            Chunks.forEach(
                    Math.min(BLOCK, order.length - first),
                    CHUNK,
                    (from, to) -> search(start + from, start + to, k, found));
        }
        return found;
    }

    private void search(int from, int to, int k, Neighbours found) {
        Nearest[] nearest = new Nearest[to - from];
        Arrays.setAll(nearest, i -> new Nearest(k + SPARE));
        float[][] distances = new float[Tiles.QUERIES][Tiles.SIZE];
        int[][] visitors = visitors(from, to);
        // rows of a chunk are near each other: what one finds at once, the others do too
        Ranked nearestTiles = nearestTiles(from);
        for (int rank = 0; rank < means.length; rank++) {
            int tile = nearestTiles.row(rank);
            for (int first = 0; first < visitors[tile].length; first += Tiles.QUERIES) {
                int end = Math.min(first + Tiles.QUERIES, visitors[tile].length);
                int[] queries = Arrays.copyOfRange(visitors[tile], first, end);
                tiles.compare(queries, tile, distances);
                for (int r = 0; r < queries.length; r++) {
                    collect(distances[r], tile, queries[r], nearest[queries[r] - from]);
                }
            }
        }
        for (int i = from; i < to; i++) {
            Ranked ranked = ranked(i, k, nearest[i - from]);
            for (int rank = 0; rank < k; rank++) {
                found.rows()[order[i]][rank] = ranked.row(rank);
                found.squaredDistances()[order[i]][rank] = ranked.squaredDistance(rank);
            }
        }
    }

    /** Returns for each tile which of the rows are compared with it: all, or those of whose nearest it is one. */
    private int[][] visitors(int from, int to) {
        if (exact()) {
            int[][] visitors = new int[means.length][];
            Arrays.fill(visitors, IntStream.range(from, to).toArray());
            return visitors;
        }
        int[][] visitors = new int[means.length][to - from];
        int[] count = new int[means.length];
        for (int i = from; i < to; i++) {
            Ranked ranked = nearestTiles(i);
            for (int rank = 0; rank < visited; rank++) {
                int tile = ranked.row(rank);
                visitors[tile][count[tile]++] = i;
            }
        }
        Arrays.setAll(visitors, tile -> Arrays.copyOf(visitors[tile], count[tile]));
        return visitors;
    }

    private Ranked nearestTiles(int i) {
        return Ranked.of(means.length, tile -> tile, tile -> rows.between(i, means[tile], 0));
    }

    private boolean exact() {
        return visited >= means.length;
    }

    private void collect(float[] distances, int tile, int self, Nearest nearest) {
        float limit = nearest.limit();
        int first = tile * Tiles.SIZE;
        int size = tiles.size(tile);
        for (int j = 0; j < size; j++) {
            if (distances[j] < limit && first + j != self) {
                nearest.add(distances[j], first + j);
                limit = nearest.limit();
            }
        }
    }

    private Ranked ranked(int i, int k, Nearest nearest) {
        Ranked ranked = Ranked.of(
                nearest.size(), candidate -> order[nearest.row(candidate)], row -> rows.between(i, place[row]));
        return !exact()
                        || nearest.size() == order.length - 1
                        || ranked.squaredDistance(k - 1) < tiles.surely(i, nearest.limit())
                ? ranked
                : Ranked.of(order.length - 1, j -> j < order[i] ? j : j + 1, row -> rows.between(i, place[row]));
    }
}
