package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridRepulsionTest {
    @Test
    void on_agreesWithAllPairs_forMapsOfAnySize() {
        // from the first iteration to the end of a large map
        for (double spread : new double[] {1e-4, 0.01, 0.3, 1}) {
            check(scattered(1500, spread, 0), 1e-4);
        }
        for (double spread : new double[] {5, 30}) {
            check(scattered(1500, spread, 0), 3e-2);
        }
    }

    @Test
    void on_agreesWithAllPairs_whereverTheMapLies() {
        check(scattered(1000, 1, 300), 1e-3);
        check(clumped(1200), 3e-2);
        Plane line = scattered(900, 20, 0);
        Arrays.fill(line.y(), 3);
        check(line, 3e-2);
    }

    @Test
    void on_keepsNothingOfTheMapBefore() {
        GridRepulsion used = new GridRepulsion();
        Plane force = Plane.zero(1000);
        for (double spread : new double[] {1e-4, 3, 10, 2}) {
            Plane map = scattered(1000, spread, 0);
            double z = used.on(map, force);
            Plane expected = Plane.zero(1000);
            assertEquals(new GridRepulsion().on(map, expected), z, 1e-6 * z);
            used.on(map, force);
            assertArrayEquals(expected.x(), force.x(), 1e-3f);
        }
    }

    @Test
    void on_givesTheSameBits_onAnyNumberOfCores() throws Exception {
        Plane map = scattered(3000, 20, 0);
        Plane one = Plane.zero(3000);
        Plane four = Plane.zero(3000);
        double zOfOne = Reference.onCores(1, () -> new GridRepulsion().on(map, one));
        double zOfFour = Reference.onCores(4, () -> new GridRepulsion().on(map, four));
        assertEquals(zOfOne, zOfFour);
        assertArrayEquals(one.x(), four.x());
        assertArrayEquals(one.y(), four.y());
    }

    @Test
    void on_isNotANumber_forAMapThatFlewApart() {
        Plane map = scattered(100, 5, 0);
        map.x()[7] = Float.NaN;
        assertTrue(Double.isNaN(new GridRepulsion().on(map, Plane.zero(100))));
    }

    @Test
    void on_takesACoarserGrid_forAMapOfAnySize() {
        Plane map = scattered(100, 5, 0);
        map.x()[7] = 1e30f;
        assertTrue(Double.isFinite(new GridRepulsion().on(map, Plane.zero(100))));
    }

    private static void check(Plane map, double tolerance) {
        Plane expected = Plane.zero(map.size());
        Plane force = Plane.zero(map.size());
        double z = new ExactRepulsion().on(map, expected);
        assertEquals(z, new GridRepulsion().on(map, force), 1e-3 * z);
        double square = 0;
        double error = 0;
        for (int i = 0; i < map.size(); i++) {
            square += sum(expected.x()[i], expected.y()[i]);
            error += sum(expected.x()[i] - force.x()[i], expected.y()[i] - force.y()[i]);
        }
        assertTrue(error <= square * tolerance * tolerance, Window.range(map) + " wide: " + Math.sqrt(error / square));
    }

    private static double sum(double x, double y) {
        return x * x + y * y;
    }

    private static Plane scattered(int points, double spread, float offset) {
        Random random = new Random(5);
        Plane plane = Plane.zero(points);
        for (int i = 0; i < points; i++) {
            plane.x()[i] = offset + (float) (spread * random.nextGaussian());
            plane.y()[i] = offset + (float) (spread * random.nextGaussian() / 3);
        }
        return plane;
    }

    /** Points of a few dense clusters far apart. */
    private static Plane clumped(int points) {
        Plane plane = scattered(points, 0.2, 0);
        for (int i = 0; i < points; i++) {
            plane.x()[i] += 40 * (i % 5);
            plane.y()[i] += 25 * (i % 3);
        }
        return plane;
    }
}
