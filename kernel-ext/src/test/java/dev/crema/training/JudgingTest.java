package dev.crema.training;

import static dev.crema.training.Training.precisionRecall;
import static dev.crema.training.Training.reliability;
import static dev.crema.training.Training.roc;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JudgingTest {
    @Test
    void curvesAndAreas_areScikitLearns() {
        double[] truth = numbers("truth");
        boolean[] yes = new boolean[truth.length];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = truth[i] == 1;
        }
        ThresholdCurve curve = ThresholdCurve.of("yes", numbers("scores"), yes);
        assertEquals(numbers("rocArea")[0], curve.rocArea(), 1e-12);
        assertEquals(numbers("averagePrecision")[0], curve.averagePrecision(), 1e-12);
        assertArrayEquals(numbers("falsePositiveRate"), curve.falsePositiveRate(), 1e-12);
        assertArrayEquals(numbers("recall"), curve.recall(), 1e-12);
        assertArrayEquals(numbers("precision"), curve.precision(), 1e-12);
    }

    @Test
    void roc_ofTwoClasses_isOneCurve_andOfThree_oneEach() {
        Predictions two = new Predictions(
                new float[][] {{0.9f, 0.1f}, {0.6f, 0.4f}, {0.65f, 0.35f}, {0.2f, 0.8f}},
                new int[] {0, 0, 1, 1},
                List.of("no", "yes"));
        // of the four pairs of a yes and a no, three are in order
        assertEquals(0.75, roc(two).area(), 1e-12);
        assertEquals(1, roc(two).curves().size());
        // found in the order yes, no, yes
        assertEquals((1 + 2 / 3.0) / 2, precisionRecall(two).area(), 1e-12);
        assertTrue(roc(two).draw().alt().contains("yes 0.750"), roc(two).draw().alt());
        assertTrue(precisionRecall(two).draw().alt().contains("chance 0.500"));
        assertEquals(3, roc(three()).curves().size());
    }

    @Test
    void reliability_ofThreeBins_isAsWorkedByHand() {
        Reliability reliability = reliability(three(), 3);
        // confidences 0.5 (right), 0.6 (wrong) and 0.9, 1 (right)
        assertEquals(0, reliability.bins().get(0).samples());
        assertEquals(0.55, reliability.bins().get(1).confidence(), 1e-6);
        assertEquals(0.5, reliability.bins().get(1).accuracy());
        assertEquals(0.5 * 0.05 + 0.5 * 0.05, reliability.expectedCalibrationError(), 1e-6);
        assertEquals(0.05, reliability.maximumCalibrationError(), 1e-6);
        assertTrue(
                reliability.draw().alt().contains("right about itself"),
                reliability.draw().alt());
    }

    @Test
    void reliability_putsTheUpperEndIntoItsBin() {
        Reliability reliability = reliability(three(), 2);
        assertEquals(1, reliability.bins().get(0).samples());
        assertEquals(3, reliability.bins().get(1).samples());
    }

    @Test
    void badInput_isRefusedInWords() {
        Predictions one = new Predictions(new float[][] {{0.9f, 0.1f}}, new int[] {0}, List.of("no", "yes"));
        refused("samples of both kinds", () -> roc(one));
        Predictions none = new Predictions(new float[0][], new int[0], List.of("no", "yes"));
        refused("at least one score", () -> precisionRecall(none));
        refused("no sample", () -> reliability(none));
        Predictions broken =
                new Predictions(new float[][] {{Float.NaN, Float.NaN}}, new int[] {0}, List.of("no", "yes"));
        refused("NaN", () -> roc(broken));
        refused("NaN", () -> reliability(broken));
        refused("bins is 0", () -> reliability(three(), 0));
    }

    private static Predictions three() {
        return new Predictions(
                new float[][] {{0.5f, 0.3f, 0.2f}, {0.6f, 0.2f, 0.2f}, {0.05f, 0.9f, 0.05f}, {0, 0, 1}},
                new int[] {0, 1, 1, 2},
                List.of("a", "b", "c"));
    }

    private static void refused(String words, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    /** What {@code src/test/python/judging.py} has written. */
    private static double[] numbers(String name) {
        try (InputStream in = Objects.requireNonNull(JudgingTest.class.getResourceAsStream("judging.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(line -> line[0].equals(name))
                    .flatMapToDouble(line -> Arrays.stream(line).skip(1).mapToDouble(Double::parseDouble))
                    .toArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
