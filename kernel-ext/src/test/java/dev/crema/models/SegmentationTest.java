package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.models.ModelsTest.output;
import static dev.crema.training.Losses.combined;
import static dev.crema.training.Losses.crossEntropy;
import static dev.crema.training.Losses.dice;
import static dev.crema.training.Losses.perPixel;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.confusionMatrix;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.DigitScenes;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.SceneOptions;
import dev.crema.datasets.Scenes;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import dev.crema.training.ConfusionMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentationTest {
    private static final Stages VGG = Stages.vggWithBatchNorm(13);
    private static final Map<String, Supplier<Block>> SMALL = Map.of(
            "U-Net of VGG", () -> UNet.of(3, 4, 8, 2, VGG, VGG),
            "U-Net of ResNet and Inception", () -> UNet.of(3, 4, 16, 2, Stages.resNet(), Stages.inception()),
            "SegNet of Inception and ResNet", () -> SegNet.of(3, 4, 16, 2, Stages.inception(), Stages.resNet()),
            "SegNet of VGG", () -> SegNet.of(3, 4, 8, 2, VGG, Stages.mirroredVgg(13)),
            "DeconvNet of VGG", () -> DeconvNet.of(3, 4, 4, 2, 4, VGG, Stages.deconvolutions(13)),
            "DeconvNet of ResNet", () -> DeconvNet.of(3, 4, 4, 2, 4, Stages.resNet(), Stages.resNet()));

    @Test
    void parameters_areThoseOfThePapers() {
        // PyTorch counts them in dense_reference.py; DeconvNet's paper says "about 252M", common U-Nets 31 030 593 of
        // one class
        assertEquals(31_030_658, parameters(UNet.of(1, 2), new Shape(1, 1, 16, 16)));
        assertEquals(29_480_844, parameters(SegNet.of(3, 12), new Shape(1, 3, 32, 32)));
        assertEquals(251_805_653, parameters(DeconvNet.of(3, 21), new Shape(1, 3, 224, 224)));
    }

    @Test
    void layers_areFoundByTheirPaths_withThePapersSizes() {
        Summary unet = Layers.summary(UNet.of(1, 2), new Shape(1, 1, 512, 512));
        assertEquals(new Shape(1, 1024, 32, 32), output(unet, "bottom.conv2"));
        assertEquals(new Shape(1, 512, 64, 64), output(unet, "up4"));
        assertEquals(new Shape(1, 64, 512, 512), output(unet, "decoder1.conv2"));
        Summary segnet = Layers.summary(SegNet.of(3, 12), new Shape(1, 3, 224, 224));
        assertEquals(new Shape(1, 64, 112, 112), output(segnet, "unpoolingLevel1.unpool.inner.decoder.conv2"));
        Summary deconvnet = Layers.summary(DeconvNet.of(3, 21), new Shape(1, 3, 224, 224));
        String smallest = "unpoolingLevel1" + ".unpool.inner".repeat(5);
        assertEquals(new Shape(1, 4096, 1, 1), output(deconvnet, smallest + ".conv2"));
        assertEquals(new Shape(1, 512, 7, 7), output(deconvnet, smallest + ".transposedConv1"));
    }

    @Test
    void scores_arePyTorchs_forTheSameWeights() throws IOException {
        Map<String, Block> nets = Map.of(
                "U-Net", UNet.of(3, 4, 4, 2, Stages.vgg(13), Stages.vgg(13)),
                "SegNet", SegNet.of(3, 4, 4, 5, Stages.vggWithBatchNorm(16), Stages.mirroredVgg(16)),
                "DeconvNet", DeconvNet.of(3, 4, 4, 3, 4, Stages.vggWithBatchNorm(16), Stages.deconvolutions(16)));
        for (String line : reference()) {
            String name = line.substring(0, line.indexOf(','));
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray x = References.madeImage(manager, 32);
                Block net = Objects.requireNonNull(nets.get(name));
                net.initialize(manager, DataType.FLOAT32, x.getShape());
                References.giveMadeWeights(net);
                float[] scores = run(net, x).toFloatArray();
                String[] expected = line.split(",");
                for (int i = 1; i < expected.length; i++) {
                    assertEquals(Float.parseFloat(expected[i]), scores[37 * (i - 1)], 1e-4f, name);
                }
            }
        }
    }

    @Test
    void everyChoiceOfBlocks_givesItsShapes_survivesSaving_andLearnsABatch() {
        SMALL.forEach((name, maker) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray noise = ModelChecks.gaussian(manager, new Shape(2, 3, 16, 16));
                NDArray square = manager.zeros(new Shape(2, 16, 16), DataType.INT64);
                square.set(new NDIndex(":, 4:12, 4:12"), 1);
                NDList images = new NDList(noise.mul(0.1f).add(square.expandDims(1)));
                ModelChecks.assertGivesItsShapes(maker, images);
                ModelChecks.assertSurvivesSaving(maker, images);
                ModelChecks.assertLearnsByHeart(maker, images, new NDList(square), crossEntropy(), 1e-2);
            }
        });
    }

    @Test
    void uNet_refusesSidesThatDoNotMeetAgain_withTheArithmetic() {
        Block net = UNet.of(1, 2);
        String message = refusal(() -> Layers.summary(net, new Shape(1, 1, 64, 50)));
        assertTrue(message.contains("64×50 is halved 4 times"), message);
        assertTrue(message.contains("2^4 = 16, and 50 = 3·16 + 2"), message);
        assertEquals(new Shape(1, 2, 16, 32), output(Layers.summary(net, new Shape(1, 1, 16, 32)), "classifier"));
    }

    @Test
    void unpooling_takesAnyImageThatIsLargeEnough() {
        Block segnet = SegNet.of(1, 2);
        assertArrayEquals(
                new Shape[] {new Shape(1, 2, 37, 45)}, segnet.getOutputShapes(new Shape[] {new Shape(1, 1, 37, 45)}));
        String message = refusal(() -> segnet.getOutputShapes(new Shape[] {new Shape(1, 1, 31, 40)}));
        assertTrue(message.contains("31×40 becomes 0×1 when it is halved 5 times"), message);
        assertTrue(message.contains("at least 32×32 pixels"), message);
        Block deconvnet = DeconvNet.of(1, 2, 4, 2, 4, VGG, Stages.deconvolutions(13));
        assertArrayEquals(
                new Shape[] {new Shape(1, 2, 16, 21)},
                deconvnet.getOutputShapes(new Shape[] {new Shape(1, 1, 16, 21)}));
        assertTrue(refusal(() -> deconvnet.getOutputShapes(new Shape[] {new Shape(1, 1, 15, 16)}))
                .contains("15×16 becomes 3×4 when it is halved 2 times, and 4×4 must be left"));
    }

    @Test
    void sizesThatCannotBe_areRefused() {
        assertTrue(refusal(() -> UNet.of(1, 2, 8, 0, VGG, VGG)).contains("depth is 0"));
        assertTrue(refusal(() -> UNet.of(1, 0)).contains("classes is 0"));
        assertTrue(refusal(() -> UNet.of(1, 2, 8, 2, Stages.inception(), VGG)).contains("multiple of 16"));
        assertTrue(refusal(() -> Stages.vgg(12)).contains("VGG-12"));
    }

    @Test
    void intersectionOverUnion_ofPixels_byHand() {
        ConfusionMatrix pixels =
                new ConfusionMatrix(new int[][] {{6, 1, 0}, {1, 2, 0}, {0, 0, 0}}, List.of("background", "0", "1"));
        assertArrayEquals(new double[] {6 / 8.0, 2 / 4.0, Double.NaN}, pixels.intersectionOverUnion());
        assertEquals(0.625, pixels.meanIntersectionOverUnion());
    }

    @Test
    void masksOfUnseenScenes_areFoundFarBetterThanByBackgroundAlone() {
        SceneOptions options = SceneOptions.defaults()
                .withSize(32)
                .withDigits(1, 2)
                .withLengths(12, 16)
                .gray();
        Scenes train = scenes(Mnist.load().train(), 300, options);
        Scenes test = scenes(Mnist.load().test(), 100, options);
        Block net = UNet.of(1, 11, 8, 2, VGG, VGG);
        fit(
                net,
                train,
                test,
                epochs(3),
                adam(1e-2),
                batchSize(10),
                loss(perPixel(combined(crossEntropy(), dice()))),
                quiet());
        ConfusionMatrix pixels = confusionMatrix(net, test);
        double[] iou = pixels.intersectionOverUnion();
        // by the background alone the digits would have 0
        assertTrue(iou[0] > 0.95 && iou[1] > 0.3 && iou[2] > 0.3, () -> Arrays.toString(iou));
    }

    /** Zeros and ones among each other: a task that seconds are enough for. */
    private static Scenes scenes(LabelledImages digits, int n, SceneOptions options) {
        int[] chosen = IntStream.range(0, digits.size())
                .filter(i -> digits.label(i) < 2)
                .toArray();
        return DigitScenes.of(digits.select(chosen), n, options, 1);
    }

    private static List<String> reference() throws IOException {
        try (InputStream file = SegmentationTest.class.getResourceAsStream("dense.csv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static long parameters(Block net, Shape image) {
        return Layers.summary(net, image).parameters();
    }
}
