package dev.crema.embedding;

/**
 * The nearest neighbours of each row, by exhaustive search: exact, and without an index fast enough for some thousand rows.
 *
 * @param rows the neighbours, nearest first, {@code [rows][k]}
 * @param squaredDistances their squared distances up to one common factor, {@code [rows][k]}
 */
record Neighbours(int[][] rows, float[][] squaredDistances) {
    static Neighbours of(float[][] rows, int k) {
        Distances distances = new Distances(rows);
        Neighbours found = new Neighbours(new int[rows.length][k], new float[rows.length][k]);
        Chunks.forEach(rows.length, 32, (from, to) -> {
            for (int i = from; i < to; i++) {
                Ranked ranked = distances.from(i);
                for (int rank = 0; rank < k; rank++) {
                    found.rows[i][rank] = ranked.row(rank);
                    found.squaredDistances[i][rank] = ranked.squaredDistance(rank);
                }
            }
        });
        return found;
    }
}
