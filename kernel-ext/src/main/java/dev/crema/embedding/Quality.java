package dev.crema.embedding;

import java.util.Locale;

/**
 * How well a map keeps neighbourhoods: whether near points stay near, and whether points that came near belong there.
 *
 * @param points how many points were compared; a sample where there are more than 2 000
 * @param neighbours how many nearest neighbours k were compared, 10 unless there are few points
 * @param preservation the mean share of a point's k nearest neighbours in the data that are among its k nearest in the map,
 *     0 to 1; a random map scores about k / points
 * @param trustworthiness 1 less a penalty for each neighbour in the map that is not one in the data, by how far down it
 *     ranks there, 0 to 1; a random map scores about 0.5 (Venna and Kaski 2001, eq. 1)
 */
public record Quality(int points, int neighbours, double preservation, double trustworthiness) {
    /** The quality of a map that has not been compared with its data. */
    public static final Quality UNKNOWN = new Quality(0, 0, Double.NaN, Double.NaN);

    /** How many nearest neighbours are compared where there are enough points. */
    static final int NEIGHBOURS = 10;

    /**
     * Compares neighbours in the data and in the map. The work grows with the square of the number of rows; 2 000 rows of
     * 784 columns take about a second.
     *
     * @param rows the data, finite, {@code [rows][columns]}
     * @param map the same points in the map, finite, {@code [rows][dimensions]}
     * @param neighbours how many nearest neighbours to compare, at least 1 and below half the number of rows
     * @return both scores
     * @throws IllegalArgumentException if either table is empty, ragged or holds NaN or an infinity, if they differ in their
     *     number of rows, or if there are too few rows for so many neighbours
     */
    public static Quality of(float[][] rows, float[][] map, int neighbours) {
        Rows.columns(rows);
        Rows.columns(map);
        int n = rows.length;
        if (map.length != n) {
            throw new IllegalArgumentException("The map has " + map.length + " points but the data have " + n
                    + " rows: expected one point for each row, in the same order.");
        }
        if (neighbours < 1 || 2 * neighbours >= n) {
            throw new IllegalArgumentException("Cannot compare " + neighbours + " nearest neighbours of " + n
                    + " rows: expected 1 to " + (n - 1) / 2 + ", fewer than half the rows.");
        }
        Distances there = new Distances(rows);
        Distances here = new Distances(map);
        long[] kept = new long[n];
        long[] intrusion = new long[n];
        Chunks.forEach(n, 32, (from, to) -> {
            int[] rank = new int[n];
            for (int i = from; i < to; i++) {
                there.from(i).ranks(rank);
                Ranked near = here.from(i);
                for (int k = 0; k < neighbours; k++) {
                    int beyond = rank[near.row(k)] - neighbours;
                    kept[i] += beyond < 0 ? 1 : 0;
                    intrusion[i] += Math.max(0, beyond + 1);
                }
            }
        });
        double most = (double) n * neighbours * (2L * n - 3L * neighbours - 1) / 2;
        return new Quality(n, neighbours, sum(kept) / ((double) n * neighbours), 1 - sum(intrusion) / most);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    boolean known() {
        return neighbours > 0;
    }

    /** Both scores in words. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d-NN preservation %.2f, trustworthiness %.3f",
                neighbours,
                preservation,
                trustworthiness);
    }
}
