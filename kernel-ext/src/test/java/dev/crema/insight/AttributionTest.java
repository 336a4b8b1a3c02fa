package dev.crema.insight;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.models.CifarResNet;
import dev.crema.models.LeNet;
import dev.crema.torch.PyTorchNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributionTest {
    private static final Target ONE = Target.of(1);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ofALinearModel_saliencyIsItsWeights_andIntegratedGradientsAreExact() {
        Block net = initialize(seq(flatten(), linear(3)), new Shape(1, 2, 4, 5), 0);
        float[] weights = weights(net, "linear1").get(1).toFloatArray();
        NDArray image = manager.randomUniform(-1, 1, new Shape(2, 4, 5));
        NDArray baseline = manager.randomUniform(-1, 1, new Shape(2, 4, 5));

        assertArrayEquals(weights, Insight.saliency(net, image, ONE).gradients(), 1e-6f);
        assertArrayEquals(weights, Insight.smoothGrad(net, image, ONE).gradients(), 1e-5f, "whatever the noise");
        IntegratedGradients integrated = Insight.integratedGradients(net, image, ONE, baseline);
        float[] difference = image.sub(baseline).toFloatArray();
        for (int i = 0; i < weights.length; i++) {
            assertEquals(weights[i] * difference[i], integrated.attributions()[i], 1e-5);
        }
        assertEquals(0, integrated.gap(), 1e-5);
        assertEquals(16, integrated.steps(), "no more than the first");
    }

    @Test
    void ofASmallNet_allIsWhatPyTorchComputes() {
        Map<String, float[]> expected = PyTorchNumbers.read(AttributionTest.class, "attributions.csv");
        Block net = waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);

        Saliency saliency = Insight.saliency(net, image, ONE);
        assertEquals(expected.get("score")[0], saliency.score(), 1e-4);
        assertClose(expected.get("saliency"), saliency.gradients(), 1e-5);
        IntegratedGradients integrated = Insight.integratedGradients(net, image, ONE);
        assertTrue(Math.abs(integrated.gap()) <= 0.05 * Math.abs(integrated.score() - integrated.baselineScore()));
        assertEquals(
                integrated.score() - integrated.baselineScore(), integrated.sum(), 1e-6 + Math.abs(integrated.gap()));
        assertClose(expected.get("integrated gradients"), integrated.attributions(), 0.05);
        assertClose(
                expected.get("grad-cam"),
                Insight.gradCam(net, image, ONE, "relu2").map(),
                1e-4);
        assertClose(
                expected.get("grad-cam++"),
                Insight.gradCamPlusPlus(net, image, ONE, "relu2").map(),
                1e-4);
    }

    @Test
    void gradCam_isTheSumWorkedByHand() {
        // two maps, the image and twice its negative; the first counts 3 in each of four pixels' mean, the second 1
        Block net = initialize(seq(conv(2, 1), globalAvgPool(), linear(2)), new Shape(1, 1, 2, 2), 0);
        set(weights(net, "conv1"), 1, -2);
        set(weights(net, "linear1"), 0, 0, 3, 1);
        NDArray image = manager.create(new float[] {1, 2, -1, 4}, new Shape(1, 2, 2));

        GradCam map = Insight.gradCam(net, image, ONE, "conv1");
        assertArrayEquals(new float[] {0.25f, 0.5f, 0, 1}, map.map(), 1e-6f, "(3·x − 1·2x)/4, and nothing below 0");
        assertEquals(1.5, map.score(), 1e-6);
    }

    @Test
    void gradCam_looksIntoResiduals_andNamesTheLayersThereAre() {
        Block net = initialize(CifarResNet.of(8, 10), new Shape(1, 3, 16, 16), 0);
        NDArray image = manager.randomUniform(0, 1, new Shape(3, 16, 16));
        String inside = Insight.layers(net).stream()
                .filter(path -> path.endsWith("conv2"))
                .findFirst()
                .orElseThrow();
        GradCam map = Insight.gradCam(net, image, ONE, inside);
        assertEquals(map.map().length, map.height() * map.width());
        assertMessage("it has conv", () -> Insight.gradCam(net, image, ONE, "conv99"));
        assertMessage("feature maps", () -> Insight.gradCam(net, image, ONE, "linear1"));
    }

    @Test
    void occlusion_peaksAtTheOnlyInformativeSquare() {
        Block net = initialize(seq(flatten(), linear(2)), new Shape(1, 1, 9, 12), 0);
        float[] numbers = new float[2 * 9 * 12];
        for (int row = 3; row < 6; row++) {
            Arrays.fill(numbers, 9 * 12 + row * 12 + 6, 9 * 12 + row * 12 + 9, 1);
        }
        set(weights(net, "linear1"), numbers);
        float[] pixels = new float[9 * 12];
        for (int row = 3; row < 6; row++) {
            Arrays.fill(pixels, row * 12 + 6, row * 12 + 9, 1);
        }
        NDArray image = manager.create(pixels, new Shape(1, 9, 12));

        Occlusion occlusion = Insight.occlusion(net, image, ONE, 3, 3);
        double mean = 9.0 / (9 * 12);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                double expected = row == 1 && column == 2 ? 9 * (1 - mean) : 0;
                assertEquals(expected, occlusion.drops()[row][column], 1e-5);
            }
        }
        assertArrayEquals(new int[] {0, 3, 6, 9}, occlusion.lefts());
        assertEquals(1 - mean, occlusion.map()[4 * 12 + 7] / 9, 1e-5);
        assertEquals(0, occlusion.map()[0], 1e-5);
        Occlusion finer = Insight.occlusion(net, image, ONE, 4, 3);
        assertArrayEquals(new int[] {0, 3, 5}, finer.tops(), "the last square ends with the image");
    }

    @Test
    void smoothGrad_isTheMeanOverTheSeedsNoise_inWhateverBatches() {
        Block net = waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);
        float[] first = Insight.smoothGrad(net, image, ONE, 300, 0.15, 3).gradients();
        assertArrayEquals(
                first, Insight.smoothGrad(net, image, ONE, 300, 0.15, 3).gradients());
        float[] hardlyAny = Insight.smoothGrad(net, image, ONE, 3, 1e-6, 3).gradients();
        assertClose(Insight.saliency(net, image, ONE).gradients(), hardlyAny, 1e-3);
    }

    @Test
    void looking_doesNotMoveBatchStatistics_norWeights() {
        Block net = initialize(CifarResNet.of(8, 10), new Shape(1, 3, 16, 16), 0);
        List<float[]> before = numbers(net);
        NDArray image = manager.randomUniform(0, 1, new Shape(3, 16, 16));
        Insight.smoothGrad(net, image, ONE, 4, 0.2, 0);
        Insight.integratedGradients(net, image, ONE);
        List<float[]> after = numbers(net);
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i));
        }
    }

    @Test
    void figures_sayWhatTheyShow() {
        Block net = waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);
        assertFigure(Insight.saliency(net, image, ONE), "class 1");
        assertFigure(Insight.integratedGradients(net, image, ONE), "Completeness");
        assertFigure(Insight.gradCam(net, image, ONE, "relu2"), "Grad-CAM: where relu2");
        assertFigure(Insight.gradCamPlusPlus(net, image, ONE, "relu2"), "Grad-CAM++");
        assertFigure(Insight.occlusion(net, image, ONE), "matters most");
    }

    @Test
    void aTarget_isFoundByName() {
        List<String> classes = List.of("cat", "tabby cat", "dog");
        assertEquals(new Target(2, "dog"), Target.of("dog", classes));
        assertMessage("there is cat, tabby cat", () -> Target.of("ca", classes));
        Block net = waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);
        Target best = Insight.predicted(net, image, List.of("a", "b", "c"));
        for (int i = 0; i < 3; i++) {
            double score = Insight.saliency(net, image, Target.of(i)).score();
            assertTrue(score <= Insight.saliency(net, image, best).score());
        }
    }

    @Test
    void badInput_isRefusedWithWhatToDo() {
        Block grey = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0);
        Block colour = initialize(CifarResNet.of(8, 10), new Shape(1, 3, 16, 16), 0);
        NDArray image = manager.zeros(new Shape(1, 28, 28));
        assertMessage("repeat(0, 3)", () -> Insight.saliency(colour, manager.zeros(new Shape(1, 16, 16)), ONE));
        assertMessage("3 channels", () -> Insight.saliency(grey, manager.zeros(new Shape(3, 28, 28)), ONE));
        assertMessage("from 0 to 9", () -> Insight.saliency(grey, image, Target.of(10)));
        assertMessage("NaN", () -> Insight.saliency(grey, image.div(image), ONE));
        assertMessage("batch.get(0)", () -> Insight.saliency(grey, image.expandDims(0), ONE));
        assertMessage("only classifiers", () -> Insight.saliency(layer(grey, "conv1"), image, ONE));
        assertMessage("must be alike", () -> Insight.integratedGradients(grey, image, ONE, image.get("0")));
        assertMessage("smaller side", () -> Insight.occlusion(grey, image, ONE, 29, 1));
        assertMessage("smaller side", () -> Insight.occlusion(grey, image, ONE, 4, 5));
        assertMessage("at least 1 sample", () -> Insight.smoothGrad(grey, image, ONE, 0, 0.1, 0));
    }

    @Test
    void longWork_isStoppedByAnInterrupt() {
        Block net = waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Insight.smoothGrad(net, image, ONE));
        assertEquals(false, Thread.interrupted(), "the interrupt is spent");
    }

    /** The net of attributions.py. */
    static Block waves() {
        Block net = initialize(
                seq(conv(4, 3, pad(1)), relu(), maxPool(2), conv(5, 3, pad(0)), relu(), flatten(), linear(3)),
                new Shape(1, 2, 12, 12),
                0);
        for (int i = 0; i < net.getParameters().size(); i++) {
            NDArray array = net.getParameters().valueAt(i).getArray();
            try (NDManager scratch = NDManager.newBaseManager()) {
                set(
                        array,
                        PyTorchNumbers.wave(scratch, 100 * i, array.getShape().getShape())
                                .div(2)
                                .toFloatArray());
            }
        }
        return net;
    }

    static void set(NDArray array, float... numbers) {
        array.setRequiresGradient(false);
        try (NDManager scratch = NDManager.newBaseManager()) {
            scratch.create(numbers, array.getShape()).copyTo(array);
        }
    }

    /** Equal to a share of the largest number. */
    static void assertClose(float[] expected, float[] actual, double share) {
        Objects.requireNonNull(expected);
        float largest = 0;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertTrue(largest > 0);
        assertArrayEquals(expected, actual, (float) (share * largest));
    }

    static void assertFigure(Drawable drawable, String... words) {
        for (String word : words) {
            assertTrue(drawable.draw().alt().contains(word), drawable.draw().alt());
        }
        assertArrayEquals(drawable.draw().png(), drawable.draw().png());
    }

    static void assertMessage(String part, org.junit.jupiter.api.function.Executable code) {
        String message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static List<float[]> numbers(Block net) {
        return net.getParameters().values().stream()
                .map(parameter -> parameter.getArray().toFloatArray())
                .toList();
    }
}
