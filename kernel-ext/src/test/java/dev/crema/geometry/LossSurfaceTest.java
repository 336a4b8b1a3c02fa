package dev.crema.geometry;

import static dev.crema.geometry.Geometry.lossCurve;
import static dev.crema.geometry.Geometry.lossLandscape;
import static dev.crema.geometry.Geometry.lossOf;
import static dev.crema.geometry.Geometry.lossSurface;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;
import static dev.crema.training.Losses.crossEntropy;
import static dev.crema.training.Losses.meanSquaredError;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Points;
import dev.crema.datasets.Samples;
import dev.crema.layers.Parameters;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class LossSurfaceTest {
    @Test
    void race_takesTheStepsOfGradientDescent() {
        // the gradient of x² + 10 y² is (2x, 20y): each step of 0.02 leaves 0.96 of x and 0.6 of y
        LossSurface surface =
                lossSurface((x, y) -> x * x + 10 * y * y, -3, 3, -3, 3).race(2, -1, 5, sgd(0.02), adam(0.1));
        double[][] places = surface.descents().get(0).places();
        for (int step = 0; step <= 5; step++) {
            assertEquals(2 * Math.pow(0.96, step), places[step][0], 1e-4);
            assertEquals(-Math.pow(0.6, step), places[step][1], 1e-4);
        }
        // Adam's first step is as long as its learning rate along each axis
        assertArrayEquals(new double[] {1.9, -0.9}, surface.descents().get(1).places()[1], 1e-5);
        assertTrue(
                surface.draw().alt().contains("after 5 steps"), surface.draw().alt());
    }

    @Test
    void race_isTheSame_whateverTheOptimiserDidBefore() {
        var momentum = sgd(0.02, 0.9);
        LossSurface surface = lossSurface((x, y) -> x * x + y * y, -3, 3, -3, 3);
        double[] first = surface.race(2, 1, 4, momentum).descents().get(0).losses();
        assertArrayEquals(
                first, surface.race(2, 1, 4, momentum).descents().get(0).losses());
    }

    @Test
    void race_endsWhereAnOptimiserDiverges() {
        LossCurve curve = lossCurve(x -> x * x, -2, 2).race(1, 2000, sgd(3));
        double[] losses = curve.descents().get(0).losses();
        assertTrue(losses.length < 2000 && Double.isFinite(losses[losses.length - 1]));
        assertFalse(curve.draw().png().length == 0);
    }

    @Test
    void badInput_isRefusedInWords() {
        LossSurface surface = lossSurface((x, y) -> x, 0, 1, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> surface.race(0, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> surface.race(0, 0, 0, sgd(1)));
        assertThrows(IllegalArgumentException.class, () -> surface.race(Double.NaN, 0, 1, sgd(1)));
        assertThrows(IllegalArgumentException.class, () -> lossSurface((x, y) -> x, 1, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> lossSurface((x, y) -> Double.NaN, 0, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> lossCurve(x -> x, 1, 0));
    }

    @Test
    void lossOf_isTheLossOfTheNetwork_withTwoWeightsMoved() {
        Samples line = new Samples(new float[] {0, 1, 2}, new float[] {1, 3, 5}, "by hand");
        Block net = seq(linear(1));
        initialize(net, new Shape(1, 1), 1);
        float[] before = Parameters.named(net).get("linear1.weight").getArray().toFloatArray();
        DoubleBinaryOperator loss =
                lossOf(net, line.examples(), meanSquaredError(), "linear1.weight[0]", "linear1.bias[0]");
        assertEquals(0, loss.applyAsDouble(2, 1), 1e-9);
        assertEquals(1, loss.applyAsDouble(2, 0), 1e-6);
        // errors −1, 0 and 1 of the slope
        assertEquals(2 / 3.0, loss.applyAsDouble(3, 0), 1e-6);
        assertArrayEquals(
                before, Parameters.named(net).get("linear1.weight").getArray().toFloatArray());
        LossSurface surface = lossSurface(loss, -1, 4, -2, 3).race(-0.5, 2, 60, sgd(0.1, 0.5));
        assertTrue(surface.descents().get(0).last() < 0.01);
        for (String name :
                new String[] {"linear1.weight", "conv.weight[0]", "linear1.weight[1]", "linear1.weight[-1]"}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> lossOf(net, line.examples(), meanSquaredError(), name, "linear1.bias[0]"),
                    name);
        }
    }

    @Test
    void directions_haveFiltersAsLongAsTheNetworks_andLeaveBiasesAlone() {
        Block net = net();
        try (Displaced displaced = new Displaced(net, moons(), crossEntropy())) {
            float[][] direction = displaced.direction(new Random(3));
            float[] weights =
                    Parameters.named(net).get("linear1.weight").getArray().toFloatArray();
            for (int filter = 0; filter < 4; filter++) {
                assertEquals(
                        Math.hypot(weights[2 * filter], weights[2 * filter + 1]),
                        Math.hypot(direction[0][2 * filter], direction[0][2 * filter + 1]),
                        1e-5);
            }
            assertArrayEquals(new float[4], direction[1]);
        }
    }

    @Test
    void landscape_hasTheNetworkInItsMiddle_andPutsItsWeightsBack() {
        Block net = net();
        float[] before = Parameters.named(net).get("linear2.weight").getArray().toFloatArray();
        LossLandscape landscape = lossLandscape(net, moons(), crossEntropy(), 5);
        int middle = LossLandscape.SIZE / 2;
        assertEquals(landscape.loss(), landscape.losses()[middle][middle], 1e-7);
        assertArrayEquals(
                before, Parameters.named(net).get("linear2.weight").getArray().toFloatArray());
        LossLandscape again = lossLandscape(net, moons(), crossEntropy(), 5);
        assertArrayEquals(landscape.losses()[0], again.losses()[0]);
        assertEquals(landscape.draw().svg(), again.draw().svg());
    }

    @Test
    void landscape_putsTheWeightsBack_whenInterrupted() {
        Block net = net();
        float[] before = Parameters.named(net).get("linear2.weight").getArray().toFloatArray();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> lossLandscape(net, moons(), crossEntropy(), 5));
        assertFalse(Thread.interrupted());
        assertArrayEquals(
                before, Parameters.named(net).get("linear2.weight").getArray().toFloatArray());
    }

    private static Block net() {
        return initialize(seq(linear(4), linear(2)), new Shape(1, 2), 1);
    }

    private static Examples moons() {
        return Points.twoMoons(20, 0.1, 1).examples();
    }
}
