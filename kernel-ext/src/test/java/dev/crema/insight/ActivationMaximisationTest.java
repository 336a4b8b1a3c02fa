package dev.crema.insight;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.memory.Owned;
import dev.crema.models.LeNet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivationMaximisationTest {
    private static final MaximisationOptions SHORT =
            MaximisationOptions.defaults().withSteps(20);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ofALinearModel_pixelsGoToTheEndOfTheirRange_thatTheirWeightsSay() {
        Block net = initialize(seq(flatten(), linear(2)), new Shape(1, 1, 6, 5), 0);
        float[] weights = weights(net, "linear1").get(1).toFloatArray();
        MaximisationOptions free = new MaximisationOptions(200, 0.5, 0, 1, 0, 0, 0, -2, 3, 0);
        ActivationMaximisation made = Insight.activationMaximisation(net, Target.of(1), free);
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            most += Math.max(-2 * weights[i], 3 * weights[i]);
            if (Math.abs(weights[i]) > 0.05) {
                assertEquals(weights[i] > 0 ? 3 : -2, made.pixels()[i], 0.5, "pixel " + i);
            }
        }
        assertTrue(made.after() > 0.95 * most && made.after() < most, made.after() + " of " + most);
    }

    @Test
    void decay_stopsWhereOneMoreWouldCostAsMuchAsItBrings() {
        // v = x for an image of x everywhere; v − |v|·x² stops growing, the |v| held, where 1 = 2·v·x
        Block net = initialize(seq(conv(1, 1)), new Shape(1, 1, 8, 8), 0);
        set(weights(net, "conv1"), 1);
        MaximisationOptions options =
                MaximisationOptions.defaults().withSteps(300).withRegularisers(1.5, 1, 0);
        ActivationMaximisation made = Insight.activationMaximisation(net, new Channel("conv1", 0), options);
        for (float pixel : made.pixels()) {
            assertEquals(Math.sqrt(0.5), pixel, 0.02);
        }
    }

    @Test
    void image_isASumOfCosines_thatCanBeLookedAtFromElsewhere() {
        CosineImage image = new CosineImage(new Shape(1, 6, 4), 0, 1, 1);
        float[] amplitudes = image.start(new Random(3));
        for (int i = 0; i < amplitudes.length; i++) {
            amplitudes[i] *= 100;
        }
        NDArray waves = manager.create(amplitudes, image.shape());
        float[] still = image.of(waves, CosineImage.View.STILL).toFloatArray();
        float[] moved = image.of(waves, new CosineImage.View(1.0 / 6, 0, 1)).toFloatArray();
        float[] aside = image.of(waves, new CosineImage.View(0, -1.0 / 4, 1)).toFloatArray();
        float[] far = image.of(waves, new CosineImage.View(0, 0, 1.0 / 3)).toFloatArray();
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 4; column++) {
                float seen = still[row * 4 + column];
                if (row > 0) {
                    assertEquals(seen, moved[(row - 1) * 4 + column], 1e-5);
                }
                if (column < 3) {
                    assertEquals(seen, aside[row * 4 + column + 1], 1e-5);
                }
            }
        }
        // from three times as far, the mirror images are seen around it
        assertEquals(mirrored(still, 3 * 2 - 6 + 1, 3 * 1 - 4 + 1), far[2 * 4 + 1], 1e-5);
        assertEquals(mirrored(still, 3 * 0 - 6 + 1, 3 * 3 - 4 + 1), far[3], 1e-5);
        double sum = 0;
        for (float pixel : still) {
            assertTrue(pixel > 0 && pixel < 1);
            sum += Math.pow(Math.log(pixel / (1 - pixel)), 2);
        }
        double energy = 0;
        for (int i = 0; i < amplitudes.length; i++) {
            double frequency = Math.max(Math.hypot(i / 4 / 12.0, i % 4 / 8.0), 1.0 / 6);
            energy += Math.pow(0.25 * amplitudes[i] / frequency, 2);
        }
        assertEquals(energy, sum, 1e-3 * energy, "the cosines are orthonormal");
    }

    @Test
    void image_isTakenForTheClass_isTheSameOfTheSameSeed_andSmootherThanWithoutRegularisers() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 5);
        ActivationMaximisation made = Insight.activationMaximisation(net, Target.of(7), SHORT);
        assertTrue(made.after() > made.before());
        NDArray image = manager.create(made.pixels(), made.shape());
        assertEquals(7, Score.best(net, image));
        assertEquals(made.after(), Insight.saliency(net, image, Target.of(7)).score(), 1e-4);
        assertEquals(20, made.activations().length);
        assertEquals(List.of(0, 1, 5, 20), made.steps());

        ActivationMaximisation again = Insight.activationMaximisation(net, Target.of(7), SHORT);
        assertArrayEquals(made.pixels(), again.pixels());
        assertArrayEquals(made.draw().png(), again.draw().png());
        assertFalse(Arrays.equals(
                made.pixels(),
                Insight.activationMaximisation(net, Target.of(7), SHORT.withSeed(1))
                        .pixels()));
        float[] free = Insight.activationMaximisation(
                        net, Target.of(7), MaximisationOptions.unregularised().withSteps(20))
                .pixels();
        assertTrue(roughness(made.pixels()) < roughness(free) / 2, roughness(made.pixels()) + " " + roughness(free));
    }

    @Test
    void channels_andUnits_andOutputsOfLinearLayers_canBeExcited() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 5);
        for (ActivationObjective objective :
                List.of(new Channel("conv2", 3), new Unit("conv2", 3, 9, 0), new Channel("linear1", 11))) {
            ActivationMaximisation made = Insight.activationMaximisation(net, objective, SHORT);
            assertTrue(made.after() > made.before(), objective + ": " + made.before() + " to " + made.after());
            assertTrue(made.draw().alt().contains(objective + "”"), made.draw().alt());
        }
        // only what the unit sees is changed much: its field is the lower left corner
        float[] unit = Insight.activationMaximisation(
                        net,
                        new Unit("conv1", 0, 27, 0),
                        MaximisationOptions.unregularised().withSteps(20))
                .pixels();
        double seen = 0;
        double unseen = 0;
        for (int i = 0; i < unit.length; i++) {
            double change = Math.abs(unit[i] - 0.5);
            if (i / 28 >= 25 && i % 28 <= 2) {
                seen += change / 9;
            } else {
                unseen += change / (28 * 28 - 9);
            }
        }
        assertTrue(seen > 3 * unseen, seen + " " + unseen);
    }

    @Test
    void amplitudesOfAnImage_giveTheImageBack() {
        for (Shape shape : List.of(new Shape(3, 7, 10), new Shape(1, 6, 4))) {
            CosineImage image = new CosineImage(shape, -1, 1, 1.5);
            NDArray pixels = manager.randomUniform(-0.95f, 0.95f, shape);
            float[] amplitudes = image.amplitudes(pixels.toFloatArray());
            NDArray again = image.of(manager.create(amplitudes, shape), CosineImage.View.STILL);
            assertArrayEquals(pixels.toFloatArray(), again.toFloatArray(), 1e-4f);
        }
    }

    @Test
    void deepDream_startsAtTheImage_andMakesTheLayerSeeMore() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 5);
        NDArray image = manager.randomUniform(0.1f, 0.9f, new Shape(1, 28, 28));
        ActivationMaximisation dream = Insight.deepDream(net, image, "relu2");
        double seen = Insight.activations(net, image.expandDims(0), "relu2")
                .square()
                .mean()
                .getFloat();
        assertEquals(seen, dream.before(), 1e-4 * seen);
        assertTrue(dream.after() > 1.5 * seen, seen + " to " + dream.after());
        assertEquals(List.of(0, 2, 10, 40), dream.steps());
        String missing = assertThrows(IllegalArgumentException.class, () -> Insight.deepDream(net, image, "conv3"))
                .getMessage();
        assertTrue(missing.contains("it has conv1"), missing);
        assertThrows(
                IllegalArgumentException.class,
                () -> Insight.deepDream(net, manager.ones(new Shape(3, 28, 28)), "conv2"));
    }

    @Test
    void whatCannotBeExcited_isSaidToStay() {
        Block net = initialize(seq(conv(1, 1), relu()), new Shape(1, 1, 4, 4), 0);
        set(weights(net, "conv1"), -1);
        String alt = Insight.activationMaximisation(net, new Channel("relu1", 0), SHORT)
                .draw()
                .alt();
        assertTrue(alt.contains("It stayed at 0.0"), alt);
    }

    @Test
    void whatIsComputed_isFreed() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 5);
        Insight.activationMaximisation(net, Target.of(7), SHORT);
        long before = Owned.nativeBytes();
        Insight.activationMaximisation(net, Target.of(7), SHORT);
        assertTrue(Owned.nativeBytes() <= before, before + " to " + Owned.nativeBytes());
    }

    @Test
    void whatCannotBe_isRefused() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0);
        assertMessage("There is no class 10; the network has 10, from 0 to 9", net, Target.of(10), SHORT);
        assertMessage("There is no channel 16; conv2 has 16, from 0 to 15", net, new Channel("conv2", 16), SHORT);
        assertMessage("There is no channel -1", net, new Channel("linear1", -1), SHORT);
        assertMessage("There is no column 10; conv2 has 10", net, new Unit("conv2", 0, 0, 10), SHORT);
        assertMessage("not feature maps", net, new Unit("linear1", 0, 0, 0), SHORT);
        assertMessage("it has conv1", net, new Channel("conv3", 0), SHORT);
        Block dense = initialize(seq(linear(2)), new Shape(1, 7), 0);
        assertMessage("not for images", dense, Target.of(0), SHORT);
        assertThrows(IllegalArgumentException.class, () -> SHORT.withSteps(0));
        assertThrows(IllegalArgumentException.class, () -> SHORT.withMoves(0.6, 1));
        assertThrows(IllegalArgumentException.class, () -> SHORT.withMoves(0, 0.9));
        assertThrows(IllegalArgumentException.class, () -> SHORT.withRegularisers(1, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> SHORT.withRange(1, 1));
        assertThrows(
                IllegalStateException.class, () -> Insight.activationMaximisation(LeNet.of(10), Target.of(1), SHORT));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Insight.activationMaximisation(net, Target.of(1), SHORT));
    }

    private static float mirrored(float[] pixels, int row, int column) {
        int y = Math.floorMod(row, 12);
        int x = Math.floorMod(column, 8);
        return pixels[Math.min(y, 11 - y) * 4 + Math.min(x, 7 - x)];
    }

    private static double roughness(float[] pixels) {
        double sum = 0;
        double mean = 0;
        for (int i = 1; i < pixels.length; i++) {
            sum += Math.pow(pixels[i] - pixels[i - 1], 2);
            mean += pixels[i] / pixels.length;
        }
        double spread = 0;
        for (float pixel : pixels) {
            spread += Math.pow(pixel - mean, 2);
        }
        return sum / spread;
    }

    private void set(NDArray weights, float... numbers) {
        weights.setRequiresGradient(false);
        manager.create(numbers, weights.getShape()).copyTo(weights);
    }

    private static void assertMessage(
            String part, Block net, ActivationObjective objective, MaximisationOptions options) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Insight.activationMaximisation(net, objective, options))
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
