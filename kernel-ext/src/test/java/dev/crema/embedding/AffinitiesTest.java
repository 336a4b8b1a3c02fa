package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AffinitiesTest {
    @Test
    void conditional_reachesThePerplexity() {
        Random random = new Random(3);
        for (double scale : new double[] {1e-20, 1e-3, 1, 1e6, 1e30}) {
            float[] distances = new float[90];
            for (int k = 0; k < distances.length; k++) {
                distances[k] = (float) (scale * (5 + random.nextDouble()));
            }
            for (double perplexity : new double[] {2, 5, 30, 80}) {
                double[] p = Affinities.conditional(distances, perplexity);
                double entropy =
                        Arrays.stream(p).map(q -> q == 0 ? 0 : -q * Math.log(q)).sum();
                assertEquals(perplexity, Math.exp(entropy), 1e-3 * perplexity, "scale " + scale);
                assertEquals(1, Arrays.stream(p).sum(), 1e-12);
            }
        }
    }

    @Test
    void conditional_isEven_amongMoreEqualRowsThanThePerplexity() {
        float[] distances = new float[20];
        Arrays.fill(distances, 10, 20, 4);
        double[] p = Affinities.conditional(distances, 5);
        for (int k = 0; k < 20; k++) {
            assertEquals(k < 10 ? 0.1 : 0, p[k], 1e-6);
        }
        assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, Affinities.conditional(new float[4], 2), 1e-12);
    }

    @Test
    void of_agreesWithARootFinder() {
        Affinities affinities = Affinities.of(Neighbours.of(Reference.digits(), 90), 30);
        double[] expected = Reference.numbers("affinities.row0");
        assertEquals(expected.length, affinities.start()[1]);
        for (int e = 0; e < expected.length; e++) {
            assertEquals(expected[e], affinities.value()[e], 1e-4 * expected[e] + 1e-12);
        }
    }

    @Test
    void of_isSymmetric_andSumsToOne() {
        Affinities affinities = Affinities.of(Neighbours.of(Reference.digits(), 30), 10);
        float[][] dense = dense(affinities);
        double sum = 0;
        for (int i = 0; i < dense.length; i++) {
            assertEquals(0, dense[i][i], "no row is its own neighbour");
            for (int j = 0; j < dense.length; j++) {
                assertEquals(dense[i][j], dense[j][i]);
                sum += dense[i][j];
            }
        }
        assertEquals(1, sum, 1e-5);
        assertTrue(affinities.value().length > 600 * 30, "entries of both directions");
    }

    static float[][] dense(Affinities affinities) {
        float[][] dense = new float[affinities.rows()][affinities.rows()];
        for (int i = 0; i < dense.length; i++) {
            for (int e = affinities.start()[i]; e < affinities.start()[i + 1]; e++) {
                dense[i][affinities.column()[e]] = affinities.value()[e];
            }
        }
        return dense;
    }
}
