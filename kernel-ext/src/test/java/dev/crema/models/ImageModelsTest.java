package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.models.ModelsTest.output;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import dev.crema.layers.Trace;
import dev.crema.training.Losses;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ImageModelsTest {
    private static final Shape PHOTO = new Shape(1, 3, 224, 224);

    @Test
    void parameters_areAsManyAsPublished() {
        assertEquals(61_100_840, parameters(AlexNet.of(1000)));
        assertEquals(132_863_336, parameters(Vgg.of(11, 1000)));
        assertEquals(133_047_848, parameters(Vgg.of(13, 1000)));
        assertEquals(138_357_544, parameters(Vgg.of(16, 1000)));
        assertEquals(143_667_240, parameters(Vgg.of(19, 1000)));
        assertEquals(132_868_840, parameters(Vgg.withBatchNorm(11, 1000)));
        assertEquals(133_053_736, parameters(Vgg.withBatchNorm(13, 1000)));
        assertEquals(138_365_992, parameters(Vgg.withBatchNorm(16, 1000)));
        assertEquals(143_678_248, parameters(Vgg.withBatchNorm(19, 1000)));
        assertEquals(6_624_904, parameters(GoogLeNet.of(1000)));
        assertEquals(11_689_512, parameters(ResNet.of(18, 1000)));
        assertEquals(21_797_672, parameters(ResNet.of(34, 1000)));
        assertEquals(25_557_032, parameters(ResNet.of(50, 1000)));
        assertEquals(44_549_160, parameters(ResNet.of(101, 1000)));
        assertEquals(60_192_808, parameters(ResNet.of(152, 1000)));
        assertEquals(4_652_008, parameters(EfficientNetLite0.of(1000)));
    }

    @Test
    void zfNet_hasThePapersSizes() {
        Summary summary = Layers.summary(ZfNet.of(1000), PHOTO);
        assertEquals(new Shape(1, 96, 110, 110), output(summary, "conv1"));
        assertEquals(new Shape(1, 96, 55, 55), output(summary, "maxPool1"));
        assertEquals(new Shape(1, 256, 26, 26), output(summary, "conv2"));
        assertEquals(new Shape(1, 256, 13, 13), output(summary, "maxPool2"));
        assertEquals(new Shape(1, 256, 6, 6), output(summary, "maxPool3"));
        // by hand: kernel² · channels · filters + filters, then (inputs + 1) · units
        assertEquals(
                (147 * 96 + 96)
                        + (25 * 96 * 256 + 256)
                        + (9 * 256 * 384 + 384)
                        + (9 * 384 * 384 + 384)
                        + (9 * 384 * 256 + 256)
                        + (256 * 36 + 1) * 4096
                        + 4097 * 4096
                        + 4097 * 1000,
                summary.parameters());
    }

    @Test
    void cifarResNet_hasThePapersCounts_forSmallImages() {
        Shape small = new Shape(1, 3, 32, 32);
        // 0.27, 0.46, 0.66, 0.85 and 1.7 million in table 6
        assertEquals(269_722, Layers.summary(CifarResNet.of(20, 10), small).parameters());
        assertEquals(464_154, Layers.summary(CifarResNet.of(32, 10), small).parameters());
        assertEquals(658_586, Layers.summary(CifarResNet.of(44, 10), small).parameters());
        assertEquals(853_018, Layers.summary(CifarResNet.of(56, 10), small).parameters());
        assertEquals(1_727_962, Layers.summary(CifarResNet.of(110, 10), small).parameters());
    }

    @Test
    void multiplyAdds_areThoseOfThePapers() {
        // table 1 of the ResNet paper, in billions, without shortcuts; 390 million in table 2 of EfficientNet
        assertEquals(1.8, Layers.summary(ResNet.of(18, 1000), PHOTO).multiplyAdds() / 1e9, 0.05);
        assertEquals(11.3, Layers.summary(ResNet.of(152, 1000), PHOTO).multiplyAdds() / 1e9, 0.3);
    }

    @Test
    void depthsThatNoPaperHas_areRefused() {
        assertEquals("There is no VGG-17; depth is 11, 13, 16 or 19", refusal(() -> Vgg.of(17, 10)));
        assertEquals("There is no ResNet-20; depth is 18, 34, 50, 101 or 152", refusal(() -> ResNet.of(20, 10)));
        assertTrue(refusal(() -> CifarResNet.of(18, 10)).contains("6n + 2"));
        assertTrue(refusal(() -> CifarResNet.of(2, 10)).contains("6n + 2"));
    }

    @Test
    void theSmallestImage_isTaken_andOnePixelLessIsRefusedWithTheArithmetic() {
        for (Map.Entry<Block, Integer> smallest : Map.of(
                        AlexNet.of(3), 63, ZfNet.of(3), 63, Vgg.of(16, 3), 32, GoogLeNet.of(3), 15)
                .entrySet()) {
            int side = smallest.getValue();
            Block net = smallest.getKey();
            assertEquals(new Shape(1, 3), shape(net, side));
            String message = refusal(() -> shape(net, side - 1));
            assertTrue(message.contains((side - 1) + "×" + (side - 1) + " becomes 0×0"), message);
        }
        assertEquals(new Shape(1, 3), shape(ResNet.of(18, 3), 1));
        assertEquals(new Shape(1, 3), shape(CifarResNet.of(20, 3), 1));
        assertEquals(new Shape(1, 3), shape(EfficientNetLite0.of(3), 1));
    }

    @Test
    void vgg_ofAnImageTooSmall_namesThePoolingThatEndsIt() {
        String message = refusal(() -> shape(Vgg.of(19, 10), 31));
        assertTrue(message.contains("31×31 becomes 0×0") && message.contains("block5.maxPool1"), message);
    }

    @Test
    void computedShapes_areThoseThatTheNetsGive() {
        check((small, manager) -> ModelChecks.assertGivesItsShapes(small.maker, small.images(manager, 2)));
    }

    @Test
    void savedNets_computeTheSameOnceLoaded() {
        check((small, manager) -> ModelChecks.assertSurvivesSaving(small.maker, small.images(manager, 2)));
    }

    @Test
    void torchvisionsNets_computeTheSameWithTheSameWeights() {
        Map<String, Block> nets =
                Map.of("resnet18", ResNet.of(18, 10), "resnet50", ResNet.of(50, 10), "googlenet", GoogLeNet.of(10));
        nets.forEach((name, net) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray x = References.madeImage(manager, 64);
                net.initialize(manager, DataType.FLOAT32, x.getShape());
                References.giveMadeWeights(net);
                float[] expected = References.logits(manager).get(name).toFloatArray();
                assertArrayEquals(expected, run(net, x).toFloatArray(), 1e-3f, name);
            }
        });
    }

    @Test
    void oneBatch_isLearntByHeart() {
        check((small, manager) -> ModelChecks.assertLearnsByHeart(
                small.maker,
                small.images(manager, 4),
                new NDList(manager.create(new long[] {0, 1, 2, 1})),
                Losses.crossEntropy(),
                small.rate));
    }

    private record Case(String name, Supplier<Block> maker, int side, double rate) {
        NDList images(NDManager owner, int batch) {
            return new NDList(ModelChecks.gaussian(owner, new Shape(batch, 3, side, side)));
        }
    }

    private static void check(BiConsumer<Case, NDManager> behaviour) {
        assertAll(CASES.stream().map(small -> () -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                behaviour.accept(small, manager);
            } catch (AssertionError e) {
                throw new AssertionError(small.name + ": " + e.getMessage(), e);
            }
        }));
    }

    private static final List<Case> CASES = List.of(
            new Case("AlexNet", () -> AlexNet.of(3), 63, 1e-4),
            new Case("ZFNet", () -> ZfNet.of(3), 63, 1e-4),
            new Case("VGG-13 with batch normalisation", () -> Vgg.withBatchNorm(13, 3), 32, 3e-4),
            new Case("GoogLeNet", () -> GoogLeNet.of(3), 32, 1e-3),
            new Case("ResNet-18", () -> ResNet.of(18, 3), 32, 1e-3),
            new Case("ResNet-50", () -> ResNet.of(50, 3), 32, 1e-3),
            new Case("ResNet-20", () -> CifarResNet.of(20, 3), 16, 3e-3),
            new Case("EfficientNet-Lite0", () -> EfficientNetLite0.of(3), 32, 3e-3));

    private static Shape shape(Block net, int side) {
        return Trace.shapes(net, new Shape(1, 3, side, side), (path, layer, x, y) -> {});
    }

    private static long parameters(Block net) {
        return Layers.summary(net, PHOTO).parameters();
    }
}
