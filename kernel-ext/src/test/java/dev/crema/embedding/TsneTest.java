package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TsneTest {
    private static final TsneOptions SHORT = TsneOptions.defaults().withIterations(60);

    @Test
    void of_isAsCloseToTheDataAsScikitLearnsExactMap() {
        Tsne tsne = Tsne.of(Reference.digits(), TsneOptions.defaults());
        double peer = Reference.numbers("tsne.divergence")[0];
        // the local minima of so few points lie about 1 % apart, whoever descends
        assertTrue(tsne.divergence() < 1.02 * peer, tsne.divergence() + " against " + peer);
        assertTrue(tsne.converged() || tsne.iterations() == 750);
    }

    @Test
    void of_keepsNeighboursAndDigitsTogether() {
        float[][] digits = Reference.digits();
        float[][] map = Tsne.of(digits, TsneOptions.defaults()).points();
        Quality quality = Quality.of(digits, map, 10);
        assertTrue(quality.preservation() > 0.6, quality.toString());
        assertTrue(quality.trustworthiness() > 0.98, quality.toString());
        int[] labels = Reference.labels();
        int[][] nearest = Neighbours.of(map, 1).rows();
        long same = 0;
        for (int i = 0; i < 600; i++) {
            same += labels[i] == labels[nearest[i][0]] ? 1 : 0;
        }
        assertTrue(same > 0.95 * 600, same + " of 600 points lie beside one of their own digit");
    }

    @Test
    void of_separatesClusters() {
        float[][] map =
                Tsne.of(Reference.clusters(5, 40, 70), TsneOptions.defaults()).points();
        int[][] near = Neighbours.of(map, 10).rows();
        for (int i = 0; i < near.length; i++) {
            for (int j : near[i]) {
                assertEquals(i % 5, j % 5, "neighbours in the map are of one cluster");
            }
        }
    }

    @Test
    void of_givesTheSameBits_onAnyNumberOfCores() throws Exception {
        float[][] one =
                Reference.onCores(1, () -> Tsne.of(Reference.digits(), SHORT).points());
        float[][] four =
                Reference.onCores(4, () -> Tsne.of(Reference.digits(), SHORT).points());
        assertTrue(Arrays.deepEquals(one, four));
    }

    @Test
    void of_followsTheSeed() {
        float[][] zero = Tsne.of(Reference.digits(), SHORT).points();
        assertTrue(Arrays.deepEquals(zero, Tsne.of(Reference.digits(), SHORT).points()));
        assertFalse(Arrays.deepEquals(
                zero, Tsne.of(Reference.digits(), SHORT.withSeed(1)).points()));
    }

    @Test
    void of_showsTheMapEvery25Iterations() {
        List<Tsne> seen = new ArrayList<>();
        Tsne last = Tsne.of(Reference.digits(), TsneOptions.defaults().withIterations(100), seen::add);
        assertEquals(List.of(25, 50, 75), seen.stream().map(Tsne::iterations).toList());
        assertTrue(last.divergence() < seen.get(0).divergence());
        assertFalse(Arrays.deepEquals(seen.get(0).points(), seen.get(1).points()), "each is a copy");
    }

    @Test
    void of_finishesEarly_whenTheDivergenceNoLongerFalls() {
        TsneOptions long5000 = TsneOptions.defaults().withIterations(5000).withPerplexity(10);
        Tsne tsne = Tsne.of(Reference.clusters(3, 40, 5), long5000);
        assertTrue(tsne.converged());
        assertTrue(tsne.iterations() < 5000);
        assertTrue(tsne.summary().endsWith("converged after " + tsne.iterations() + " iterations"), tsne.summary());
    }

    @Test
    void of_separatesClusters_onTheGrid() throws Exception {
        float[][] rows = Reference.clusters(7, 320, 8);
        assertTrue(rows.length > Tsne.MOST_EXACT_ROWS);
        TsneOptions options = TsneOptions.defaults().withIterations(300).withPerplexity(10);
        Tsne tsne = Reference.onCores(1, () -> Tsne.of(rows, options));
        assertTrue(Arrays.deepEquals(
                tsne.points(),
                Reference.onCores(3, () -> Tsne.of(rows, options)).points()));
        int[][] near = Neighbours.of(tsne.points(), 10).rows();
        for (int i = 0; i < near.length; i++) {
            for (int j : near[i]) {
                assertEquals(i % 7, j % 7, "neighbours in the map are of one cluster");
            }
        }
        Affinities affinities = Affinities.of(Neighbours.of(Pca.of(rows, 8).transform(rows), 30), 10);
        Plane map = Plane.zero(rows.length);
        for (int i = 0; i < rows.length; i++) {
            map.x()[i] = tsne.points()[i][0];
            map.y()[i] = tsne.points()[i][1];
        }
        assertEquals(new Divergence(affinities, new ExactRepulsion()).at(map), tsne.divergence(), 1e-3);
    }

    @Test
    void transform_putsRowsBesideTheirKind_andMovesNothing() {
        float[][] digits = Reference.digits();
        int[] labels = Reference.labels();
        Embedding map = Embeddings.tSne(Arrays.copyOf(digits, 500));
        float[][] before = Arrays.stream(map.points()).map(float[]::clone).toArray(float[][]::new);
        float[][] unseen = Arrays.copyOfRange(digits, 500, 600);
        float[][] placed = map.transform(unseen);
        assertTrue(Arrays.deepEquals(before, map.points()));
        int[] own = Arrays.copyOfRange(labels, 500, 600);
        double inMap = sameKind(Neighbours.of(map.points(), placed, 10).rows(), own, labels);
        double inData =
                sameKind(Neighbours.of(Arrays.copyOf(digits, 500), unseen, 10).rows(), own, labels);
        // in openTSNE's map of the same digits 0.833
        assertTrue(inMap > inData && inMap > 0.81, inMap + " are of their kind, in the data " + inData);
        assertTrue(Arrays.deepEquals(placed, map.transform(unseen)), "the same each time");
        assertArrayEquals(placed[7], map.transform(new float[][] {unseen[7]})[0], "alone as in company");
    }

    @Test
    void transform_putsAMappedRowNearItsPoint() {
        float[][] digits = Reference.digits();
        Tsne map = Tsne.of(digits, TsneOptions.defaults());
        float[][] placed = map.transform(digits);
        double[] apart = new double[600];
        for (int i = 0; i < 600; i++) {
            apart[i] = Math.hypot(placed[i][0] - map.points()[i][0], placed[i][1] - map.points()[i][1]);
        }
        Arrays.sort(apart);
        double width = Window.range(Plane.of(map.points()));
        assertTrue(apart[300] < 0.02 * width, apart[300] + " in a map " + width + " wide");
    }

    @Test
    void transform_saysWhatIsWrong_andPlacesFarRows() {
        Tsne map = Tsne.of(Reference.clusters(3, 40, 5), SHORT);
        Exception e = assertThrows(IllegalArgumentException.class, () -> map.transform(new float[2][4]));
        assertTrue(e.getMessage().contains("Rows have 4 columns"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> map.transform(new float[0][]));
        assertThrows(IllegalArgumentException.class, () -> map.transform(new float[][] {{1, 2, Float.NaN, 4, 5}}));
        float[] far = map.transform(new float[][] {{1e30f, 0, 0, 0, 0}})[0];
        assertTrue(Float.isFinite(far[0]) && Float.isFinite(far[1]));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> map.transform(new float[1][5]));
        assertTrue(Thread.interrupted(), "the thread stays interrupted");
    }

    private static double sameKind(int[][] near, int[] own, int[] labels) {
        double same = 0;
        for (int i = 0; i < near.length; i++) {
            for (int j : near[i]) {
                same += labels[j] == own[i] ? 1 : 0;
            }
        }
        return same / (near.length * near[0].length);
    }

    @Test
    void of_returnsTheMapSoFar_whenInterrupted() {
        Tsne stopped = Tsne.of(Reference.digits(), TsneOptions.defaults(), map -> {
            if (map.iterations() == 50) {
                Thread.currentThread().interrupt();
            }
        });
        assertFalse(Thread.interrupted(), "the interrupt is spent");
        assertEquals(51, stopped.iterations());
        assertTrue(Double.isFinite(stopped.divergence()));
        assertTrue(stopped.summary().endsWith("unfinished after 51 of 750 iterations"), stopped.summary());
    }

    @Test
    void of_mapsEqualRowsAndSingleColumns() {
        float[][] twice = new float[200][];
        for (int i = 0; i < 200; i++) {
            twice[i] = Reference.digits()[i / 100];
        }
        assertFinite(Tsne.of(twice, SHORT));
        float[][] line = new float[100][1];
        for (int i = 0; i < 100; i++) {
            line[i][0] = 1e-20f * i;
        }
        assertFinite(Tsne.of(line, SHORT));
        float[][] constant = Reference.clusters(2, 60, 5);
        for (float[] row : constant) {
            row[1] = 7;
            row[4] = 0;
        }
        assertFinite(Tsne.of(constant, SHORT));
        float[][] far = Reference.clusters(2, 60, 5);
        far[0][0] = 1e30f;
        assertFinite(Tsne.of(far, SHORT));
    }

    @Test
    void of_mapsAsFewRowsAsThePerplexityAllows() {
        float[][] rows = Arrays.copyOf(Reference.digits(), 91);
        assertFinite(Tsne.of(rows, SHORT));
        assertFinite(Tsne.of(Arrays.copyOf(rows, 4), SHORT.withPerplexity(1)));
    }

    @Test
    void of_saysWhatIsWrong() {
        float[][] digits = Reference.digits();
        assertSays("30.0 is too large for 90 rows: expected at most 29.6", Arrays.copyOf(digits, 90));
        assertSays("t-SNE needs at least 4 rows", Arrays.copyOf(digits, 3));
        assertSays("There is nothing to map", new float[0][]);
        assertSays("row 1 has 4", new float[][] {{1, 2, 3}, {1, 2, 3, 4}});
        assertSays("1000001 rows: expected at most 1000000", new float[1_000_001][1]);
        assertSays("All 100 rows are the same", new float[100][5]);
        digits[17][5] = Float.NaN;
        assertSays("Row 17, column 5 is NaN", digits);
        Exception apart = assertThrows(
                IllegalStateException.class, () -> Tsne.of(Reference.digits(), SHORT.withLearningRate(1e300)));
        assertTrue(apart.getMessage().contains("learning rate"), apart.getMessage());
    }

    @Test
    void options_rejectWhatCannotWork() {
        TsneOptions good = TsneOptions.defaults();
        assertThrows(IllegalArgumentException.class, () -> good.withPerplexity(0.5));
        assertThrows(IllegalArgumentException.class, () -> good.withPerplexity(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> good.withIterations(0));
        assertThrows(IllegalArgumentException.class, () -> good.withLearningRate(-1));
        assertThrows(IllegalArgumentException.class, () -> good.withEarlyExaggeration(0));
        assertEquals(600 / 12.0, good.rate(600, 12));
        assertEquals(7, good.withLearningRate(7).rate(600, 12));
    }

    @Test
    void of_saysHowMuchMemoryItNeeds_beforeItBegins() {
        float[][] rows = new float[Tsne.MOST_ROWS][];
        Arrays.setAll(rows, i -> new float[] {i});
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> Tsne.of(rows, TsneOptions.defaults().withPerplexity(100_000)));
        assertTrue(e.getMessage().contains("needs about 19200.0 GB"), e.getMessage());
        assertTrue(e.getMessage().contains("CREMA_HEAP=28800g"), e.getMessage());
    }

    @Test
    void exaggeration_holds_thenFallsByEqualRatios() {
        TsneOptions options = TsneOptions.defaults().withIterations(300).withEarlyExaggeration(8);
        assertEquals(100, options.exaggerated());
        assertEquals(8, options.exaggeration(0));
        assertEquals(8, options.exaggeration(79));
        for (int iteration = 80; iteration <= 100; iteration++) {
            double ratio = options.exaggeration(iteration - 1) / options.exaggeration(iteration);
            assertEquals(Math.pow(8, 1 / 21.0), ratio, 1e-12);
        }
        assertEquals(1, options.exaggeration(100));
        assertEquals(1, options.exaggeration(299));
        assertEquals(250, options.withIterations(5000).exaggerated());
        assertEquals(1, options.withIterations(1).exaggeration(0));
    }

    private static void assertFinite(Tsne tsne) {
        for (float[] point : tsne.points()) {
            assertTrue(Float.isFinite(point[0]) && Float.isFinite(point[1]));
        }
        assertEquals(SHORT.iterations(), tsne.iterations());
    }

    private static void assertSays(String words, float[][] rows) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Tsne.of(rows, TsneOptions.defaults()));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
