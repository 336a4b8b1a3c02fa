package dev.crema.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's numbers, made by {@code gaussian_process.py}. */
class GaussianProcessTest {
    private final List<String[]> lines = lines();
    private final double[][] points =
            Arrays.stream(all("point")).map(line -> Arrays.copyOf(line, 2)).toArray(double[][]::new);
    private final double[] values =
            Arrays.stream(all("point")).mapToDouble(line -> line[2]).toArray();
    private final double[] knobs = all("knobs")[0];

    @Test
    void likelihoodAndItsSlope_areScikitLearns() {
        GaussianProcess process = new GaussianProcess(points, values, knobs);
        double[] expected = all("likelihood")[0];
        assertEquals(expected[0], process.logMarginalLikelihood(), 1e-8);
        double[] slope = process.slope();
        for (int i = 0; i < slope.length; i++) {
            assertEquals(expected[i + 1], slope[i], 1e-7, "knob " + i);
        }
    }

    @Test
    void predictions_areScikitLearns() {
        GaussianProcess process = new GaussianProcess(points, values, knobs);
        for (double[] line : all("prediction")) {
            double[] prediction = process.at(Arrays.copyOf(line, 2));
            assertEquals(line[2], prediction[0], 1e-8);
            assertEquals(line[3], prediction[1], 1e-8);
        }
    }

    @Test
    void fit_isAsLikelyAsTheBestOfTwentyStartsOfScikitLearn() {
        double found = GaussianProcess.fit(points, values, 1).logMarginalLikelihood();
        assertEquals(all("best")[0][0], found, 1e-2);
    }

    @Test
    void fit_survivesPointsThatAreAllTheSame() {
        double[][] same = {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}};
        GaussianProcess process = GaussianProcess.fit(same, new double[] {0, 0, 0}, 1);
        assertEquals(0, process.at(new double[] {0.1, 0.9})[0], 1e-9);
        assertTrue(Double.isFinite(process.logMarginalLikelihood()));
    }

    @Test
    void expectedImprovement_isTheMeanOfWhatIsGained() {
        double below = -0.3;
        double deviation = 0.7;
        double sum = 0;
        int steps = 200_000;
        // the midpoint rule over the normal density, 10 standard deviations wide
        for (int i = 0; i < steps; i++) {
            double z = -10 + 20 * (i + 0.5) / steps;
            sum += Math.max(0, below + deviation * z) * Math.exp(-z * z / 2);
        }
        double mean = sum * 20 / steps / Math.sqrt(2 * Math.PI);
        assertEquals(mean, ExpectedImprovement.gain(below, deviation), 1e-9);
    }

    private double[][] all(String name) {
        return lines.stream()
                .filter(line -> line[0].equals(name))
                .map(line -> Arrays.stream(line)
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static List<String[]> lines() {
        try (InputStream in = GaussianProcessTest.class.getResourceAsStream("gaussian_process.csv")) {
            assertNotNull(in);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
