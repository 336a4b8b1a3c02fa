package dev.crema.geometry;

import static dev.crema.geometry.Geometry.decisionBoundary;
import static dev.crema.geometry.Geometry.film;
import static dev.crema.geometry.Geometry.functionFit;
import static dev.crema.geometry.Geometry.hiddenSpace;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.callback;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Points;
import dev.crema.datasets.Samples;
import dev.crema.figures.Screen;
import dev.crema.layers.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeometryTest {
    private static final Points CORNERS = new Points(
            new float[][] {{-1, -1}, {1, 1}, {-1, 1}}, new int[] {0, 1, 1}, List.of("low", "high"), "by hand");

    @Test
    void decisionBoundary_ofALinearClassifier_isItsLine() {
        // scores 0 and x + 2y − 0.5: equal on x + 2y = 0.5
        Block net = linearNet(2, 2, new float[] {0, 0, 1, 2}, new float[] {0, -0.5f});
        DecisionBoundary boundary = decisionBoundary(net, CORNERS);
        assertEquals(1, boundary.lines().size());
        double[][] line = boundary.lines().get(0);
        for (int i = 0; i < line[0].length; i++) {
            assertEquals(0.5, line[0][i] + 2 * line[1][i], 1e-3);
        }
        assertEquals(1, boundary.accuracy());
        double p = boundary.probabilities()[1][0][0];
        Lattice lattice = boundary.lattice();
        assertEquals(1 / (1 + Math.exp(-(lattice.xLow() + 2 * lattice.yLow() - 0.5))), p, 1e-6);
        assertTrue(boundary.draw().alt().contains("100.0 %"), boundary.draw().alt());
    }

    @Test
    void decisionBoundary_takesOneLogit_ofTwoClasses() {
        Block two = linearNet(2, 2, new float[] {0, 0, 1, 2}, new float[] {0, -0.5f});
        Block one = linearNet(2, 1, new float[] {1, 2}, new float[] {-0.5f});
        assertEquals(
                decisionBoundary(two, CORNERS).probabilities()[1][7][9],
                decisionBoundary(one, CORNERS).probabilities()[1][7][9],
                1e-12);
    }

    @Test
    void decisionBoundary_ofThreeClasses_meetsBetweenThem() {
        Points three = new Points(
                new float[][] {{-1, 0}, {1, 0}, {0, 1}}, new int[] {0, 1, 2}, List.of("a", "b", "c"), "by hand");
        Block net = linearNet(2, 3, new float[] {-1, 0, 1, 0, 0, 1}, new float[3]);
        DecisionBoundary boundary = decisionBoundary(net, three);
        assertEquals(1, boundary.accuracy());
        assertTrue(boundary.lines().size() >= 3);
        for (double[][] line : boundary.lines()) {
            for (int i = 0; i < line[0].length; i++) {
                double[] scores = {-line[0][i], line[0][i], line[1][i]};
                java.util.Arrays.sort(scores);
                assertEquals(scores[2], scores[1], 0.05);
            }
        }
    }

    @Test
    void decisionBoundary_refusesWhatItCannotDraw() {
        Block images = linearNet(784, 2, new float[2 * 784], new float[2]);
        refused("takes 784 numbers", () -> decisionBoundary(images, CORNERS));
        Block regression = linearNet(2, 5, new float[10], new float[5]);
        refused("linear(2)", () -> decisionBoundary(regression, CORNERS));
        Block broken = linearNet(2, 2, new float[] {Float.NaN, 0, 0, 0}, new float[2]);
        refused("NaN", () -> decisionBoundary(broken, CORNERS));
        assertThrows(IllegalStateException.class, () -> decisionBoundary(linear(2), CORNERS));
    }

    @Test
    void functionFit_knowsItsErrorAndGoesBeyondTheSamples() {
        Block net = linearNet(1, 1, new float[] {2}, new float[] {1});
        Samples samples = new Samples(new float[] {1, 0}, new float[] {3, 2}, "by hand");
        FunctionFit fit = functionFit(net, samples);
        assertEquals(0.5, fit.error(), 1e-6);
        assertEquals(-0.15, fit.xs()[0], 1e-6);
        assertEquals(0.7, fit.fitted()[0], 1e-6);
        assertTrue(fit.draw().alt().contains("0.5"), fit.draw().alt());
        Block plane = linearNet(2, 1, new float[2], new float[1]);
        refused("takes 2 numbers", () -> functionFit(plane, samples));
    }

    @Test
    void hiddenSpace_mapsGridAndBoundary_asTheLayerDoes() {
        Block net = seq(linear(2), linear(2));
        initialize(net, new Shape(1, 2), 1);
        // a rotation by 90°, then the sign of the first unit
        set(net, new float[][] {{0, -1, 1, 0}, {0, 0}, {0, 0, 1, 0}, {0, 0}});
        HiddenSpace space = hiddenSpace(net, CORNERS, "linear1");
        for (int line = 0; line < space.grid().size(); line++) {
            double[][] before = space.grid().get(line);
            double[][] after = space.warped().get(line);
            for (int i = 0; i < before[0].length; i++) {
                assertEquals(-before[1][i], after[0][i], 1e-5);
                assertEquals(before[0][i], after[1][i], 1e-5);
            }
        }
        for (double[][] line : space.warpedBoundary()) {
            for (double x : line[0]) {
                assertEquals(0, x, 1e-3);
            }
        }
        assertFalse(space.draw().alt().isBlank());
        refused("it has linear1, linear2", () -> hiddenSpace(net, CORNERS, "conv1"));
    }

    @Test
    void film_keepsAPictureOfEachEpoch_andShowsThemWhileTheNetworkLearns() {
        List<String> shown = new ArrayList<>();
        Points moons = Points.twoMoons(60, 0.1, 1);
        Block net = seq(linear(8), tanh(), linear(2));
        Film film = film(() -> decisionBoundary(net, moons));
        assertThrows(IllegalStateException.class, film::draw);
        Screen before = Screen.use(first -> {
            shown.add(first.title());
            return figure -> shown.add(figure.title());
        });
        try {
            fit(net, moons.examples(), moons.examples(), epochs(8), adam(0.05), batchSize(20), quiet(), callback(film));
        } finally {
            Screen.use(before);
        }
        assertEquals(9, film.frames().size());
        assertTrue(shown.get(shown.size() - 1).startsWith("Epoch 8: "), shown.toString());
        DecisionBoundary first = (DecisionBoundary) film.frames().get(0).picture();
        DecisionBoundary last = (DecisionBoundary) film.frames().get(8).picture();
        assertTrue(last.accuracy() > first.accuracy(), first.accuracy() + " " + last.accuracy());
        assertTrue(film.draw().title().startsWith("6 of 9"), film.draw().title());
    }

    private static Block linearNet(int inputs, int outputs, float[] weights, float[] bias) {
        Block net = seq(linear(outputs));
        initialize(net, new Shape(1, inputs), 1);
        set(net, new float[][] {weights, bias});
        return net;
    }

    static void set(Block net, float[][] values) {
        int i = 0;
        for (var parameter : Parameters.named(net).values()) {
            parameter.getArray().set(values[i++]);
        }
    }

    private static void refused(String words, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
