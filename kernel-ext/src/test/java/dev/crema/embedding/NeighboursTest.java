package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    @Test
    void of_agreesWithSortingAllDistances() {
        check(Reference.digits(), 30);
        check(random(701, 50, 0, 1), 12);
        check(random(257, 3, 0, 1), 256);
        check(random(5, 1, 0, 1), 4);
    }

    @Test
    void of_isExact_farFromTheOriginAndInTightClusters() {
        check(random(600, 6, 1e4f, 1), 10);
        float[][] tight = Reference.clusters(3, 150, 5);
        for (int i = 0; i < tight.length; i++) {
            for (int j = 0; j < 5; j++) {
                tight[i][j] = Math.round(tight[i][j] / 20) * 1e3f + 1e-3f * tight[i][j];
            }
        }
        check(tight, 20);
    }

    @Test
    void of_takesTheLowerIndex_amongEqualRows() {
        float[][] equal = new float[300][3];
        Neighbours found = Neighbours.of(equal, 3);
        assertArrayEquals(new int[] {1, 2, 3}, found.rows()[0]);
        assertArrayEquals(new int[] {0, 1, 2}, found.rows()[299]);
        float[][] twice = new float[400][];
        for (int i = 0; i < 400; i++) {
            twice[i] = Reference.digits()[i % 7];
        }
        check(twice, 60);
    }

    @Test
    void of_takesValuesOfAnySize() {
        check(random(200, 4, 0, 1e30f), 5);
        check(random(200, 4, 0, 1e-38f), 5);
    }

    @Test
    void of_stops_whenInterrupted() {
        Thread.currentThread().interrupt();
        Exception e = assertThrows(CancellationException.class, () -> Neighbours.of(Reference.digits(), 3));
        assertTrue(Thread.interrupted(), "whoever asked is told");
        assertTrue(e.getMessage().contains("0 of 600 rows"), e.getMessage());
    }

    @Test
    void of_findsTheNearestOfOtherRows() {
        float[][] rows = random(300, 7, 0, 1e30f);
        float[][] others = Arrays.copyOfRange(random(340, 7, 0, 1e30f), 300, 340);
        Neighbours found = Neighbours.of(rows, others, 4);
        for (int i = 0; i < others.length; i++) {
            float[] other = others[i];
            int[] sorted = IntStream.range(0, 300)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> apart(rows[j], other)))
                    .mapToInt(j -> j)
                    .toArray();
            assertArrayEquals(Arrays.copyOf(sorted, 4), found.rows()[i]);
            double ratio = apart(rows[sorted[3]], other) / apart(rows[sorted[0]], other);
            assertEquals(
                    ratio, Math.sqrt(found.squaredDistances()[i][3] / found.squaredDistances()[i][0]), 1e-5 * ratio);
        }
        assertEquals(0, Neighbours.of(rows, new float[][] {rows[9]}, 1).squaredDistances()[0][0]);
    }

    @Test
    void approximate_findsNearlyAllNeighbours() {
        float[][] rows = sheet(20_000);
        int k = 30;
        Neighbours exact = Neighbours.of(rows, k);
        Neighbours found = TiledSearch.approximate(rows, 6).nearest(k);
        long same = 0;
        for (int i = 0; i < rows.length; i++) {
            int self = i;
            int[] truly = exact.rows()[i].clone();
            Arrays.sort(truly);
            same += Arrays.stream(found.rows()[i])
                    .filter(j -> Arrays.binarySearch(truly, j) >= 0)
                    .count();
            assertEquals(
                    k,
                    Arrays.stream(found.rows()[i])
                            .filter(j -> j != self)
                            .distinct()
                            .count());
            for (int rank = 0; rank < k; rank++) {
                assertTrue(found.squaredDistances()[i][rank] >= exact.squaredDistances()[i][rank]);
            }
        }
        double recall = (double) same / rows.length / k;
        assertTrue(recall > 0.98, "recall " + recall);
    }

    @Test
    void approximate_givesTheSameBits_onAnyNumberOfCores() throws Exception {
        float[][] rows = sheet(5000);
        Neighbours one =
                Reference.onCores(1, () -> TiledSearch.approximate(rows, 2).nearest(10));
        Neighbours four =
                Reference.onCores(4, () -> TiledSearch.approximate(rows, 2).nearest(10));
        assertTrue(Arrays.deepEquals(one.rows(), four.rows()));
        assertTrue(Arrays.deepEquals(one.squaredDistances(), four.squaredDistances()));
    }

    @Test
    void approximate_takesEqualRows_andStopsWhenInterrupted() {
        Neighbours equal = TiledSearch.approximate(new float[5000][3], 1).nearest(5);
        assertArrayEquals(new float[5], equal.squaredDistances()[4999]);
        Thread.currentThread().interrupt();
        TiledSearch search = TiledSearch.approximate(sheet(3000), 1);
        assertThrows(CancellationException.class, () -> search.nearest(5));
        assertTrue(Thread.interrupted(), "whoever asked is told");
    }

    @Test
    void halving_ordersAllRows_soThatNearOnesComeTogether() {
        float[][] rows = sheet(4000);
        int[] order = Halving.order(rows, 64);
        assertArrayEquals(
                IntStream.range(0, 4000).toArray(),
                Arrays.stream(order).sorted().toArray());
        double within = 0;
        double all = 0;
        for (int i = 0; i + 63 < 4000; i += 64) {
            within += apart(rows[order[i + 10]], rows[order[i + 50]]);
            all += apart(rows[i + 10], rows[i + 50]);
        }
        assertTrue(within < 0.6 * all, within + " in a leaf, " + all + " anywhere");
    }

    /** A bent sheet of three dimensions in twenty. */
    private static float[][] sheet(int rows) {
        Random random = new Random(5);
        float[][] sheet = new float[rows][20];
        for (float[] row : sheet) {
            double[] at = random.doubles(3).toArray();
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (Math.sin(j * at[0])
                        + Math.cos((20 - j) * at[1] * 0.5)
                        + at[2] * j / 10
                        + 0.05 * random.nextGaussian());
            }
        }
        return sheet;
    }

    private static double apart(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    private static float[][] random(int rows, int columns, float offset, float scale) {
        Random random = new Random(11);
        float[][] data = new float[rows][columns];
        for (float[] row : data) {
            for (int j = 0; j < columns; j++) {
                row[j] = offset + scale * (float) Math.max(-3, Math.min(3, random.nextGaussian())) / 4;
            }
        }
        return data;
    }

    private static void check(float[][] rows, int k) {
        Neighbours found = Neighbours.of(rows, k);
        Distances distances = new Distances(rows);
        for (int i = 0; i < rows.length; i++) {
            Ranked expected = distances.from(i);
            for (int rank = 0; rank < k; rank++) {
                assertEquals(expected.row(rank), found.rows()[i][rank], "row " + i + ", rank " + rank);
                assertEquals(expected.squaredDistance(rank), found.squaredDistances()[i][rank]);
            }
        }
        assertEquals(
                rows.length,
                Arrays.stream(found.rows()).filter(r -> r.length == k).count());
    }
}
