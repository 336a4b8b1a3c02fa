package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PointsTest {
    /** A factory with its name, so that a failure says which. */
    record Maker(String name, Factory factory) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Factory {
        Points make(int n, double noise, long seed);
    }

    static Stream<Maker> makers() {
        return Stream.of(
                new Maker("two moons", Points::twoMoons),
                new Maker("spirals", Points::spirals),
                new Maker("circles", Points::circles),
                new Maker("two curves", Points::twoCurves),
                new Maker("XOR", Points::xor));
    }

    @ParameterizedTest
    @MethodSource("makers")
    void everyFactory_isBalanced_labelledAsMade_andTheSameForTheSameSeed(Maker maker) {
        for (int n : new int[] {2, 3, 100, 101}) {
            Points points = maker.factory().make(n, 0.1, 7);
            assertEquals(n, points.size());
            int ones = Arrays.stream(points.labels()).sum();
            assertTrue(Math.abs(n - 2 * ones) <= 1, ones + " of " + n + " are of the second class");
            assertEquals(2, points.classes().size());
            assertEquals("made: " + maker.name() + ", noise 0.1, seed 7", points.source());
            assertArrayEquals(points.points(), maker.factory().make(n, 0.1, 7).points());
            assertFalse(Arrays.deepEquals(
                    points.points(), maker.factory().make(n, 0.1, 8).points()));
        }
    }

    @ParameterizedTest
    @MethodSource("makers")
    void noise_hasTheStandardDeviationAskedFor(Maker maker) {
        int n = 4000;
        float[][] clean = maker.factory().make(n, 0, 1).points();
        float[][] noisy = maker.factory().make(n, 0.2, 1).points();
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += Math.pow(noisy[i][0] - clean[i][0], 2) + Math.pow(noisy[i][1] - clean[i][1], 2);
        }
        assertEquals(0.2, Math.sqrt(squares / (2 * n)), 0.01);
    }

    @ParameterizedTest
    @MethodSource("makers")
    void everyFactory_refusesBadArguments(Maker maker) {
        assertThrows(DataException.class, () -> maker.factory().make(1, 0, 1));
        for (double noise : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(
                            DataException.class, () -> maker.factory().make(10, noise, 1))
                    .getMessage();
            assertTrue(message.contains("noise is " + noise), message);
        }
    }

    @Test
    void twoMoons_areHalfCircles() {
        Points moons = Points.twoMoons(100, 0, 1);
        for (int i = 0; i < 100; i++) {
            float[] p = moons.points()[i];
            boolean upper = moons.labels()[i] == 0;
            assertEquals(1, upper ? Math.hypot(p[0], p[1]) : Math.hypot(p[0] - 1, p[1] - 0.5), 1e-6);
            assertTrue(upper ? p[1] >= 0 : p[1] <= 0.5f, Arrays.toString(p));
        }
        assertArrayEquals(new float[] {1, 0}, moons.points()[0], 1e-6f);
        assertArrayEquals(new float[] {-1, 0}, moons.points()[98], 1e-6f);
        assertArrayEquals(new float[] {0, 0.5f}, moons.points()[1], 1e-6f);
    }

    @Test
    void spirals_areEachOtherTurned_andTwoTurnsLong() {
        Points spirals = Points.spirals(100, 0, 1);
        for (int i = 0; i < 100; i += 2) {
            float[] first = spirals.points()[i];
            float[] second = spirals.points()[i + 1];
            assertArrayEquals(new float[] {-first[0], -first[1]}, second, 1e-6f);
            double r = Math.hypot(first[0], first[1]);
            assertEquals(0.1 + 0.45 * i / 49, r, 1e-6);
            assertEquals(Math.cos(4 * Math.PI * r), first[0] / r, 1e-5);
        }
    }

    @Test
    void circles_haveTheirRadii() {
        Points circles = Points.circles(50, 0, 1);
        for (int i = 0; i < 50; i++) {
            float[] p = circles.points()[i];
            assertEquals(circles.labels()[i] == 0 ? 1 : 0.5, Math.hypot(p[0], p[1]), 1e-6);
        }
    }

    @Test
    void twoCurves_cannotBeSeparatedByALine() {
        Points curves = Points.twoCurves(6, 0, 1);
        // upper: (-1, -1/4), (0, 3/4), (1, -1/4); lower: half lower. The middle of the upper ends lies below the lower
        // top
        assertArrayEquals(
                new float[][] {{-1, -0.25f}, {-1, -0.75f}, {0, 0.75f}, {0, 0.25f}, {1, -0.25f}, {1, -0.75f}},
                curves.points());
    }

    @Test
    void xor_withoutNoise_isTheTruthTable() {
        Points xor = Points.xor(4, 0, 1);
        assertArrayEquals(new float[][] {{-1, -1}, {-1, 1}, {1, 1}, {1, -1}}, xor.points());
        assertArrayEquals(new int[] {0, 1, 0, 1}, xor.labels());
    }

    @Test
    void willIPass_followsItsRule() {
        Points students = Points.willIPass(20_000, 3);
        assertEquals("made: will I pass this class, seed 3", students.source());
        int near = 0;
        int passed = 0;
        for (int i = 0; i < students.size(); i++) {
            float[] p = students.points()[i];
            assertTrue(p[0] >= 0 && p[0] <= 8 && p[0] == Math.rint(p[0]), "lectures " + p[0]);
            assertTrue(p[1] >= 0 && p[1] <= 10, "hours " + p[1]);
            double margin = p[0] + 0.8 * p[1] - 7;
            if (Math.abs(margin) > 5) {
                assertEquals(margin > 0 ? 1 : 0, students.labels()[i], Arrays.toString(p));
            }
            if (p[0] == 4 && Math.abs(p[1] - 5) < 1) {
                near++;
                passed += students.labels()[i];
            }
        }
        // the normal distribution up to a margin of 1: 0.841; about 440 students near [4, 5]
        assertEquals(0.841, (double) passed / near, 0.08);
        assertArrayEquals(students.points(), Points.willIPass(20_000, 3).points());
        assertEquals(List.of("lectures attended", "hours spent on the project"), students.axes());
        assertEquals(students.axes(), students.split(.5, 1).train().axes());
        assertThrows(DataException.class, () -> Points.willIPass(0, 1));
    }

    @Test
    void ownPoints_areChecked() {
        float[][] two = {{0, 0}, {1, 1}};
        List<String> names = List.of("a", "b");
        assertEquals("2 points of 2 classes (mine)", new Points(two, new int[] {0, 1}, names, "mine").toString());
        assertEquals(List.of("x", "y"), new Points(two, new int[] {0, 1}, names, "mine").axes());
        assertThrows(DataException.class, () -> new Points(two, new int[] {0, 1}, names, List.of("x"), "mine"));
        assertThrows(DataException.class, () -> new Points(two, new int[] {0}, names, "mine"));
        assertThrows(DataException.class, () -> new Points(two, new int[] {0, 2}, names, "mine"));
        assertThrows(DataException.class, () -> new Points(new float[0][], new int[0], names, "mine"));
        assertThrows(
                DataException.class, () -> new Points(new float[][] {{0, Float.NaN}}, new int[] {0}, names, "mine"));
        assertThrows(DataException.class, () -> new Points(new float[][] {{0}}, new int[] {0}, names, "mine"));
    }
}
