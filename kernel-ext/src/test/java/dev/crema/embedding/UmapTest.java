package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class UmapTest {
    private static final UmapOptions SHORT = UmapOptions.defaults().withIterations(60);

    @Test
    void of_keepsNeighboursAsWellAsUmapLearn() {
        float[][] digits = Reference.digits();
        double trust = 0;
        double kept = 0;
        int seeds = 8;
        for (int seed = 0; seed < seeds; seed++) {
            float[][] map =
                    Umap.of(digits, UmapOptions.defaults().withSeed(seed)).points();
            Quality quality = Quality.of(digits, map, 15);
            trust += quality.trustworthiness() / seeds;
            kept += quality.preservation() / seeds;
        }
        // seeds differ by so much
        assertTrue(trust > least("trustworthiness") - 0.002, "trustworthiness " + trust);
        assertTrue(kept > least("preservation") - 0.02, "preservation " + kept);
    }

    @Test
    void of_separatesClusters() {
        float[][] map = Umap.of(Reference.clusters(5, 40, 70), SHORT).points();
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
                Reference.onCores(1, () -> Umap.of(Reference.digits(), SHORT).points());
        float[][] four =
                Reference.onCores(4, () -> Umap.of(Reference.digits(), SHORT).points());
        assertTrue(Arrays.deepEquals(one, four));
        assertFalse(Arrays.deepEquals(
                one, Umap.of(Reference.digits(), SHORT.withSeed(1)).points()));
    }

    @Test
    void curve_agreesWithUmapLearn() {
        assertCurve("curve.0.1", MembershipCurve.of(0.1, 1));
        assertCurve("curve.0.5", MembershipCurve.of(0.5, 1));
        assertCurve("curve.0.01.2", MembershipCurve.of(0.01, 2));
    }

    @Test
    void membership_agreesWithUmapLearn() {
        Neighbours neighbours = Neighbours.of(Reference.digits(), 14);
        float[][] distances = Membership.distances(neighbours);
        double[] rho = Reference.numbers("umap", "rho");
        double[] sigma = Reference.numbers("umap", "sigma");
        // distances have a unit of their own
        double unit = rho[0] / Membership.nearest(distances[0]);
        double sum = Math.log(15) / Math.log(2);
        for (int i = 0; i < rho.length; i++) {
            float nearest = Membership.nearest(distances[i]);
            Membership found = Membership.of(distances[i], nearest, sum, Membership.mean(distances));
            assertEquals(rho[i], unit * found.nearest(), 1e-4 * rho[i], "row " + i);
            assertEquals(sigma[i], unit * found.width(), 1e-3 * sigma[i], "row " + i);
        }
    }

    @Test
    void graph_agreesWithUmapLearn() {
        Affinities graph = Membership.graph(Neighbours.of(Reference.digits(), 14));
        int end = graph.start()[1];
        assertArrayEquals(
                Reference.numbers("umap", "graph.columns0"),
                Arrays.stream(graph.column(), 0, end).asDoubleStream().toArray());
        double[] values = Reference.numbers("umap", "graph.values0");
        double sum = 0;
        for (int e = 0; e < graph.value().length; e++) {
            sum += graph.value()[e];
        }
        for (int e = 0; e < end; e++) {
            assertEquals(values[e], graph.value()[e], 1e-4);
        }
        assertEquals(
                Reference.numbers("umap", "graph.count")[0], graph.value().length, 20, "of equals either may count");
        assertEquals(Reference.numbers("umap", "graph.sum")[0], sum, 2);
    }

    @Test
    void forces_areTheSlopesOfTheLogarithms() {
        MembershipCurve curve = MembershipCurve.of(0.1, 1);
        UmapForces forces = new UmapForces(curve);
        for (double d = 0.05; d < 30; d *= 1.3) {
            double step = 1e-6 * d;
            double attraction =
                    (Math.log(belonging(curve, d + step)) - Math.log(belonging(curve, d - step))) / (2 * step);
            double repulsion =
                    (Math.log(1 - belonging(curve, d + step)) - Math.log(1 - belonging(curve, d - step))) / (2 * step);
            float squared = (float) (d * d);
            assertEquals(attraction, forces.attraction(squared) * d, 1e-4 * Math.abs(attraction), "at " + d);
            // but for the softening
            assertEquals(repulsion, forces.repulsion(squared) * d * (1 + 1e-3 / (d * d)), 1e-4 * repulsion, "at " + d);
        }
        assertTrue(Float.isFinite(forces.attraction(0)) && Float.isFinite(forces.repulsion(0)));
        assertTrue(Float.isFinite(forces.attraction(Float.MAX_VALUE)));
    }

    @Test
    void transform_putsRowsBesideTheirKind() {
        float[][] digits = Reference.digits();
        int[] labels = Reference.labels();
        Umap map = Umap.of(Arrays.copyOf(digits, 500), UmapOptions.defaults());
        float[][] placed = map.transform(Arrays.copyOfRange(digits, 500, 600));
        int same = 0;
        for (int i = 0; i < 100; i++) {
            int nearest = 0;
            for (int j = 1; j < 500; j++) {
                nearest =
                        distance(placed[i], map.points()[j]) < distance(placed[i], map.points()[nearest]) ? j : nearest;
            }
            same += labels[500 + i] == labels[nearest] ? 1 : 0;
        }
        // in the data themselves, 89 have a nearest neighbour of their kind
        assertTrue(same >= 80, same + " of 100 new digits lie beside one of their kind");
        assertTrue(Arrays.deepEquals(placed, map.transform(Arrays.copyOfRange(digits, 500, 600))));
        Exception e = assertThrows(IllegalArgumentException.class, () -> map.transform(new float[2][5]));
        assertTrue(e.getMessage().contains("5 columns"), e.getMessage());
    }

    @Test
    void of_showsTheMapEvery25Iterations_andStopsWhenInterrupted() {
        List<Umap> seen = new ArrayList<>();
        Umap stopped = Umap.of(Reference.digits(), SHORT, map -> {
            seen.add(map);
            if (map.iterations() == 50) {
                Thread.currentThread().interrupt();
            }
        });
        assertFalse(Thread.interrupted(), "the interrupt is spent");
        assertEquals(List.of(25, 50), seen.stream().map(Umap::iterations).toList());
        assertFalse(Arrays.deepEquals(seen.get(0).points(), seen.get(1).points()), "each is a copy");
        assertEquals(51, stopped.iterations());
        assertTrue(stopped.summary().endsWith("unfinished after 51 of 60 iterations"), stopped.summary());
    }

    @Test
    void of_mapsEqualRowsSingleColumnsAndFewRows() {
        float[][] twice = new float[200][];
        for (int i = 0; i < 200; i++) {
            twice[i] = Reference.digits()[i / 100];
        }
        assertFinite(Umap.of(twice, SHORT));
        float[][] line = new float[100][1];
        for (int i = 0; i < 100; i++) {
            line[i][0] = 1e-20f * i;
        }
        Umap map = Umap.of(line, SHORT);
        assertFinite(map);
        assertTrue(Float.isFinite(map.transform(new float[][] {{0.5f}})[0][0]));
        assertFinite(Umap.of(Arrays.copyOf(Reference.digits(), 15), SHORT));
        assertFinite(Umap.of(Arrays.copyOf(Reference.digits(), 3), SHORT.withNeighbours(2)));
    }

    @Test
    void umap_isMeasuredAndSaysItsSettings() {
        String alt = Embeddings.umap(Reference.digits(), SHORT)
                .colouredBy(Reference.labels())
                .draw()
                .alt();
        assertTrue(
                alt.startsWith("UMAP of 600 points, 15 neighbours, minimum distance 0.1; 10-NN preservation 0."), alt);
    }

    @Test
    void of_saysWhatIsWrong() {
        assertSays("15 neighbours are too many for 14 rows: expected at most 14", new float[14][2]);
        assertSays("UMAP needs at least 3 rows", new float[2][2]);
        assertSays("All 100 rows are the same", new float[100][5]);
        float[][] digits = Reference.digits();
        digits[17][5] = Float.NaN;
        assertSays("Row 17, column 5 is NaN", digits);
        UmapOptions good = UmapOptions.defaults();
        assertThrows(IllegalArgumentException.class, () -> good.withNeighbours(1));
        assertThrows(IllegalArgumentException.class, () -> good.withMinDist(-0.1));
        assertThrows(IllegalArgumentException.class, () -> good.withMinDist(1.1));
        assertThrows(IllegalArgumentException.class, () -> good.withSpread(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> good.withIterations(-1));
        assertThrows(IllegalArgumentException.class, () -> good.withNegativeSamples(0));
        assertEquals(500, good.iterations(10_000));
        assertEquals(200, good.iterations(10_001));
    }

    private static void assertCurve(String key, MembershipCurve curve) {
        double[] expected = Reference.numbers("umap", key);
        assertEquals(expected[0], curve.a(), 1e-5 * expected[0]);
        assertEquals(expected[1], curve.b(), 1e-5 * expected[1]);
    }

    private static double belonging(MembershipCurve curve, double d) {
        return 1 / (1 + curve.a() * Math.pow(d, 2 * curve.b()));
    }

    private static double least(String key) {
        return DoubleStream.of(Reference.numbers("umap", key)).min().orElseThrow();
    }

    private static double distance(float[] a, float[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    private static void assertFinite(Umap umap) {
        for (float[] point : umap.points()) {
            assertTrue(Float.isFinite(point[0]) && Float.isFinite(point[1]));
        }
        assertEquals(SHORT.iterations(), umap.iterations());
    }

    private static void assertSays(String words, float[][] rows) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Umap.of(rows, UmapOptions.defaults()));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
