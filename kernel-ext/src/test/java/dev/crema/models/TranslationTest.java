package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.models.ModelsTest.output;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import dev.crema.layers.Summary;
import dev.crema.layers.Trace;
import dev.crema.training.Losses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TranslationTest {
    private static final Map<String, Supplier<Block>> SMALL = Map.of(
            "pix2pix generator", () -> Pix2Pix.generator(3, 2, 5),
            "pix2pix discriminator", () -> Pix2Pix.discriminator(4, 2),
            "CycleGAN generator", () -> CycleGan.generator(3, 2, 2),
            "CycleGAN discriminator", () -> CycleGan.discriminator(4, 2));

    @Test
    void netsOfThePapersSizes_haveTheCountsAndShapesOfTheAuthorsCode() {
        Summary unet = Layers.summary(Pix2Pix.generator(3, 64, 8), new Shape(1, 3, 256, 256));
        assertEquals(54_413_955, unet.parameters());
        assertEquals(new Shape(1, 512, 1, 1), output(unet, "down8.conv1"));
        assertEquals(new Shape(1, 512, 16, 16), output(unet, "up4.transposedConv1"));
        assertEquals(new Shape(1, 64, 128, 128), output(unet, "up7.transposedConv1"));
        assertEquals(new Shape(1, 3, 256, 256), output(unet, "up8.toPixels1"));
        Summary pairs = Layers.summary(Pix2Pix.discriminator(64, 3), new Shape(1, 6, 256, 256));
        assertEquals(2_768_705, pairs.parameters());
        assertEquals(new Shape(1, 512, 31, 31), output(pairs, "conv4"));
        assertEquals(new Shape(1, 1, 30, 30), output(pairs, "conv5"));
        Summary residual = Layers.summary(CycleGan.generator(3, 64, 9), new Shape(1, 3, 256, 256));
        assertEquals(11_378_179, residual.parameters());
        assertEquals(new Shape(1, 256, 64, 64), output(residual, "sum9.body.conv2"));
        assertEquals(new Shape(1, 64, 256, 256), output(residual, "transposedConv2"));
        assertEquals(new Shape(1, 3, 256, 256), output(residual, "conv4"));
        assertEquals(
                2_764_737,
                Layers.summary(CycleGan.discriminator(64, 3), new Shape(1, 3, 256, 256))
                        .parameters());
    }

    @Test
    void numbers_arePyTorchs_forTheSameWeights() throws IOException {
        for (String line : reference()) {
            String[] expected = line.split(",");
            try (NDManager manager = NDManager.newBaseManager()) {
                // the papers' pixels are in [−1, 1]
                NDArray image = References.madeImage(manager, 32).add(1).div(2);
                Block net = Objects.requireNonNull(SMALL.get(expected[0])).get();
                net.initialize(manager, DataType.FLOAT32, image.getShape());
                References.giveMadeWeights(net);
                NDArray output = run(net, image);
                boolean pixels = expected[0].endsWith("generator");
                float[] numbers = (pixels ? output.mul(2).sub(1) : output).toFloatArray();
                int step = Math.max(1, numbers.length / 80);
                assertEquals((numbers.length + step - 1) / step, expected.length - 1);
                for (int i = 1; i < expected.length; i++) {
                    assertEquals(Float.parseFloat(expected[i]), numbers[step * (i - 1)], 1e-4f, expected[0]);
                }
            }
        }
    }

    @Test
    void everyNet_givesItsShapes_survivesSaving_andLearnsABatchByHeart() {
        Map<String, Supplier<Block>> nets = Map.of(
                "pix2pix generator", () -> Pix2Pix.generator(1, 8, 3),
                "pix2pix discriminator", () -> Pix2Pix.discriminator(8, 1),
                "CycleGAN generator", () -> CycleGan.generator(1, 8, 1),
                "CycleGAN discriminator", () -> CycleGan.discriminator(16, 1));
        nets.forEach((name, maker) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDList images = new NDList(ModelChecks.gaussian(manager, new Shape(2, 1, 16, 16)));
                ModelChecks.assertGivesItsShapes(maker, images);
                ModelChecks.assertSurvivesSaving(maker, images);
                Shape output = maker.get().getOutputShapes(images.getShapes())[0];
                NDArray target = manager.arange(output.size()).mod(3).gt(0).toType(DataType.FLOAT32, false);
                NDList targets = new NDList(target.mul(0.8f).add(0.1f).reshape(output));
                ModelChecks.assertLearnsByHeart(maker, images, targets, Losses.meanSquaredError(), 1e-2);
            } catch (AssertionError e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        });
    }

    @Test
    void generators_makePixels_ofTheChannelsAskedFor_andStartWithSmallWeights() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape grey = new Shape(2, 1, 32, 64);
            for (Block net : List.of(Pix2Pix.generator(3, 64, 5), CycleGan.generator(3, 16, 1))) {
                Layers.initialize(net, grey, 1);
                NDArray images = run(net, ModelChecks.gaussian(manager, grey).mul(100));
                assertEquals(new Shape(2, 3, 32, 64), images.getShape());
                assertTrue(images.min().getFloat() >= 0 && images.max().getFloat() <= 1);
                Parameters.named(net).forEach((name, parameter) -> {
                    if (name.endsWith("weight") && parameter.getArray().size() > 2000) {
                        assertEquals(
                                0.02,
                                Math.sqrt(parameter.getArray().square().mean().getFloat()),
                                2e-3,
                                name);
                    }
                });
            }
        }
    }

    @Test
    void whatGoesDown_alsoGoesAcross() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = ModelChecks.gaussian(manager, new Shape(1, 1, 16, 16));
            Block net = Layers.initialize(Pix2Pix.generator(1, 4, 4), image.getShape(), 1);
            // nothing comes through the bottom
            NDArray bottom = Parameters.named(net).entrySet().stream()
                    .filter(named -> named.getKey().startsWith("down4"))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .getArray();
            bottom.subi(bottom.duplicate());
            NDArray one = run(net, image);
            NDArray other = run(net, image.mul(2));
            assertTrue(one.sub(other).abs().max().getFloat() > 1e-4);
        }
    }

    @Test
    void scoresOfADiscriminator_areOfThePatchesThatTheJavadocSays() {
        try (NDManager manager = NDManager.newBaseManager()) {
            int[] patches = {16, 34, 70};
            for (int layers = 1; layers <= 3; layers++) {
                int side = 8 * (patches[layers - 1] / 8 + 2);
                // of the batch normalisation, whose running statistics are constants: an instance one would see it all
                Block net = Layers.initialize(Pix2Pix.discriminator(2, layers), new Shape(1, 1, side, side), 1);
                NDArray black = manager.zeros(new Shape(1, 1, side, side));
                float before = score(net, black);
                int seen = 0;
                for (int row = 0; row < side; row++) {
                    NDArray line = black.duplicate();
                    line.set(new ai.djl.ndarray.index.NDIndex(":, :, " + row), 1000);
                    seen += score(net, line) == before ? 0 : 1;
                }
                assertEquals(patches[layers - 1], seen);
            }
        }
    }

    @Test
    void smallestImages_areTaken_andOthersRefusedWithTheArithmetic() {
        assertEquals(new Shape(1, 1, 32, 64), shape(Pix2Pix.generator(1, 2, 5), 1, 32, 64));
        String message = refusal(() -> shape(Pix2Pix.generator(1, 2, 5), 1, 32, 48));
        assertTrue(message.contains("32×48 is halved 5 times"), message);
        assertTrue(message.contains("2^5 = 32, and 48 = 1·32 + 16"), message);
        assertEquals(new Shape(1, 1, 2, 2), shape(Pix2Pix.generator(1, 2, 1), 1, 2, 2));

        assertEquals(new Shape(1, 1, 8, 12), shape(CycleGan.generator(1, 2, 1), 1, 8, 12));
        message = refusal(() -> shape(CycleGan.generator(1, 2, 1), 1, 28, 30));
        assertTrue(message.contains("2^2 = 4, and 30 = 7·4 + 2"), message);
        message = refusal(() -> shape(CycleGan.generator(1, 2, 1), 1, 4, 8));
        assertTrue(message.contains("reflectionPad"), message);

        assertEquals(new Shape(1, 1, 1, 1), shape(Pix2Pix.discriminator(2, 3), 1, 24, 24));
        message = refusal(() -> shape(Pix2Pix.discriminator(2, 3), 1, 16, 24));
        assertTrue(message.contains("conv5"), message);
        assertEquals(new Shape(1, 1, 1, 1), shape(CycleGan.discriminator(2, 3), 1, 24, 24));
        assertTrue(refusal(() -> shape(CycleGan.discriminator(2, 3), 1, 8, 24)).contains("conv"));
    }

    @Test
    void sizesThatCannotBe_areRefused() {
        assertTrue(refusal(() -> Pix2Pix.generator(1, 8, 0)).contains("depth is 0; it must be 1 to 8"));
        assertTrue(refusal(() -> Pix2Pix.generator(0, 8, 3)).contains("channels is 0"));
        assertTrue(refusal(() -> Pix2Pix.generator(1, 0, 3)).contains("filters is 0"));
        assertTrue(refusal(() -> Pix2Pix.discriminator(8, 0)).contains("layers is 0; it must be 1 to 8"));
        assertTrue(refusal(() -> CycleGan.discriminator(8, 9)).contains("layers is 9"));
        assertTrue(refusal(() -> CycleGan.generator(1, 8, 0)).contains("blocks is 0"));
        assertTrue(refusal(() -> CycleGan.generator(1, 0, 2)).contains("filters is 0"));
    }

    @Test
    void dropout_standsWhereTheAuthorsCodeHasIt() {
        Summary deep = Layers.summary(Pix2Pix.generator(1, 2, 8), new Shape(1, 1, 256, 256));
        assertEquals(
                List.of("up2", "up3", "up4"),
                deep.rows().stream()
                        .map(Summary.Row::path)
                        .filter(path -> path.contains("dropout"))
                        .map(path -> path.substring(0, path.indexOf('.')))
                        .toList());
        Summary small = Layers.summary(Pix2Pix.generator(1, 2, 5), new Shape(1, 1, 32, 32));
        assertFalse(small.rows().stream().anyMatch(row -> row.path().contains("dropout")));
    }

    private static float score(Block net, NDArray image) {
        NDArray scores = run(net, image);
        long middle = scores.getShape().get(2) / 2;
        return scores.getFloat(0, 0, middle, middle);
    }

    private static Shape shape(Block net, long channels, long height, long width) {
        return Trace.shapes(net, new Shape(1, channels, height, width), (path, layer, x, y) -> {});
    }

    private static List<String> reference() throws IOException {
        try (InputStream file = Objects.requireNonNull(TranslationTest.class.getResourceAsStream("translation.csv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
