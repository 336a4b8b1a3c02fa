package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {
    @Test
    void of_agreesWithScikitLearn_fromTheSameStart() {
        float[][] digits = Reference.digits();
        KMeans found = KMeans.of(digits, Arrays.copyOf(digits, 10));
        assertTrue(found.converged());
        assertArrayEquals(
                Reference.numbers("clustering", "kmeans.labels"),
                Arrays.stream(found.labels()).asDoubleStream().toArray());
        assertEquals(Reference.numbers("clustering", "kmeans.distortion")[0], found.distortion(), 1e-3);
        double[] centre = Reference.numbers("clustering", "kmeans.centre0");
        for (int j = 0; j < 64; j++) {
            assertEquals(centre[j], found.centres()[0][j], 1e-5);
        }
    }

    @Test
    void of_neverRaisesTheDistortion() {
        for (int seed = 0; seed < 10; seed++) {
            List<KMeans.Step> steps = KMeans.of(Reference.digits(), 20, seed).steps();
            assertTrue(steps.size() > 2, "seed " + seed);
            for (int i = 1; i < steps.size(); i++) {
                assertTrue(steps.get(i).distortion() <= steps.get(i - 1).distortion(), "seed " + seed + ", step " + i);
            }
        }
    }

    @Test
    void of_putsEachRowWithItsNearestCentre_andEachCentreAtItsMean() {
        float[][] digits = Reference.digits();
        KMeans found = KMeans.of(digits, 10, 3);
        assertArrayEquals(found.labels(), found.labels(digits));
        for (int c = 0; c < 10; c++) {
            int label = c;
            int[] members = IntStream.range(0, 600)
                    .filter(i -> found.labels()[i] == label)
                    .toArray();
            for (int j = 0; j < 64; j++) {
                int column = j;
                double mean = Arrays.stream(members)
                        .mapToDouble(i -> digits[i][column])
                        .average()
                        .orElseThrow();
                assertEquals(mean, found.centres()[c][j], 1e-5);
            }
        }
    }

    @Test
    void of_findsClustersThatStandApart() {
        KMeans found = KMeans.of(Reference.clusters(5, 40, 6), 5, 0);
        for (int i = 0; i < 200; i++) {
            assertEquals(found.labels()[i % 5], found.labels()[i]);
        }
        assertEquals(5, Arrays.stream(found.labels()).distinct().count());
    }

    @Test
    void of_fillsACentreThatLostItsRows() {
        float[][] line = {{0}, {1}, {2}, {3}, {20}};
        KMeans found = KMeans.of(line, new float[][] {{1}, {1000}, {2000}});
        assertEquals(3, Arrays.stream(found.labels()).distinct().count());
        assertEquals(2, found.distortion(), 1e-12, "{0, 1, 2} {3} {20}");
        for (int i = 1; i < found.steps().size(); i++) {
            assertTrue(found.steps().get(i).distortion()
                    <= found.steps().get(i - 1).distortion());
        }
    }

    @Test
    void of_leavesClustersEmpty_whenThereAreFewerDifferentRows() {
        float[][] rows = {{1, 1}, {1, 1}, {5, 5}, {5, 5}, {5, 5}};
        KMeans found = KMeans.of(rows, 4, 0);
        assertTrue(found.converged());
        assertEquals(0, found.distortion());
        assertEquals(2, Arrays.stream(found.labels()).distinct().count());
        assertFalse(found.draw().alt().isBlank());
        assertEquals(0, KMeans.of(new float[3][2], 3, 0).distortion());
    }

    @Test
    void of_givesEachRowItsOwnCluster_whenThereAreAsMany() {
        float[][] rows = Arrays.copyOf(Reference.digits(), 12);
        KMeans found = KMeans.of(rows, 12, 1);
        assertEquals(0, found.distortion());
        assertEquals(12, Arrays.stream(found.labels()).distinct().count());
    }

    @Test
    void of_givesTheSameBits_onAnyNumberOfCores() throws Exception {
        float[][] one =
                Reference.onCores(1, () -> KMeans.of(Reference.digits(), 10, 5).centres());
        float[][] four =
                Reference.onCores(4, () -> KMeans.of(Reference.digits(), 10, 5).centres());
        assertTrue(Arrays.deepEquals(one, four));
        assertFalse(Arrays.deepEquals(
                one, KMeans.of(Reference.digits(), 10, 6).steps().get(0).centres()));
    }

    @Test
    void of_keepsTheClustersSoFar_whenInterrupted() {
        Thread.currentThread().interrupt();
        KMeans found = KMeans.of(Reference.digits(), 20, 0);
        assertFalse(Thread.interrupted(), "the interrupt is spent");
        assertFalse(found.converged());
        assertEquals(600, found.labels().length);
        assertTrue(found.draw().alt().contains("stopped before it settled"));
    }

    @Test
    void draw_showsStepsUnderTheirDistortion() {
        float[][] rows = Arrays.copyOf(Reference.digits(), 100);
        KMeans found = KMeans.of(rows, 5, 0);
        String alt = found.draw().alt();
        int steps = found.steps().size();
        assertTrue(alt.startsWith("k-means: 5 clusters of 100 rows, " + steps + " steps"), alt);
        assertTrue(alt.contains("The distortion fell from "), alt);
        assertTrue(found.draw().text().contains("step 1\n"), found.draw().text());
        assertTrue(found.draw().text().contains("step " + steps + "\n"));
        assertArrayEquals(found.draw().png(), KMeans.of(rows, 5, 0).draw().png());
    }

    @Test
    void of_saysWhatIsWrong() {
        float[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        assertSays("Cannot make 4 clusters of 3 rows: expected 1 to 3", () -> KMeans.of(rows, 4, 0));
        assertSays("Cannot make 0 clusters", () -> KMeans.of(rows, 0, 0));
        assertSays("Row 0, column 1 is NaN", () -> KMeans.of(new float[][] {{1, Float.NaN}}, 1, 0));
        assertSays("2 columns, but the first centres have 1", () -> KMeans.of(rows, new float[][] {{1}}));
        assertSays("2 columns, but the other rows have 3", () -> KMeans.of(rows, 2, 0)
                .labels(new float[][] {{1, 2, 3}}));
    }

    private static void assertSays(String words, org.junit.jupiter.api.function.Executable wrong) {
        Exception e = assertThrows(IllegalArgumentException.class, wrong);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
