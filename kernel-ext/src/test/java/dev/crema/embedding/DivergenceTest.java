package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    private final Affinities affinities = Affinities.of(Neighbours.of(Reference.digits(), 30), 10);
    private final Divergence divergence = new Divergence(affinities, new ExactRepulsion());
    private final Plane map = scattered(600, 3);

    @Test
    void at_isTheDefinition() {
        float[][] p = AffinitiesTest.dense(affinities);
        double expected = 0;
        double z = z(map);
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p.length; j++) {
                expected += p[i][j] == 0 ? 0 : p[i][j] * Math.log(p[i][j] / (weight(map, i, j) / z));
            }
        }
        assertEquals(expected, divergence.at(map), 1e-5);
    }

    @Test
    void gradient_agreesWithFiniteDifferences() {
        Plane gradient = Plane.zero(600);
        divergence.gradient(map, 1, gradient);
        double size = 0;
        for (float g : gradient.x()) {
            size = Math.max(size, Math.abs(g));
        }
        for (int i = 0; i < 600; i += 17) {
            assertEquals(slope(map.x(), i), gradient.x()[i], 1e-3 * size, "x of point " + i);
            assertEquals(slope(map.y(), i), gradient.y()[i], 1e-3 * size, "y of point " + i);
        }
    }

    @Test
    void gradient_exaggeratesAttractionAlone() {
        Plane plain = Plane.zero(600);
        Plane exaggerated = Plane.zero(600);
        Plane repulsion = Plane.zero(600);
        divergence.gradient(map, 1, plain);
        divergence.gradient(map, 12, exaggerated);
        double z = new ExactRepulsion().on(map, repulsion);
        for (int i = 0; i < 600; i++) {
            double pushed = -4 * repulsion.x()[i] / z;
            assertEquals(12 * (plain.x()[i] - pushed) + pushed, exaggerated.x()[i], 1e-6);
        }
    }

    @Test
    void repulsion_isTheSumOverAllPairs() {
        Plane force = Plane.zero(600);
        double z = new ExactRepulsion().on(map, force);
        assertEquals(z(map), z, 1e-5 * z);
        for (int i = 0; i < 600; i++) {
            double x = 0;
            for (int j = 0; j < 600; j++) {
                x += Math.pow(weight(map, i, j), 2) * (map.x()[i] - map.x()[j]);
            }
            assertEquals(x, force.x()[i], 1e-3);
        }
    }

    /** The change of the divergence with one coordinate. */
    private double slope(float[] coordinates, int i) {
        float here = coordinates[i];
        coordinates[i] = here + 0.01f;
        double above = divergence.at(map);
        float up = coordinates[i];
        coordinates[i] = here - 0.01f;
        double below = divergence.at(map);
        double step = up - coordinates[i];
        coordinates[i] = here;
        return (above - below) / step;
    }

    private static Plane scattered(int points, double spread) {
        Random random = new Random(5);
        Plane plane = Plane.zero(points);
        for (int i = 0; i < points; i++) {
            plane.x()[i] = (float) (spread * random.nextGaussian());
            plane.y()[i] = (float) (spread * random.nextGaussian());
        }
        return plane;
    }

    private static double weight(Plane map, int i, int j) {
        double dx = map.x()[i] - map.x()[j];
        double dy = map.y()[i] - map.y()[j];
        return 1 / (1 + dx * dx + dy * dy);
    }

    private static double z(Plane map) {
        double z = 0;
        for (int i = 0; i < map.size(); i++) {
            for (int j = 0; j < map.size(); j++) {
                z += i == j ? 0 : weight(map, i, j);
            }
        }
        return z;
    }
}
