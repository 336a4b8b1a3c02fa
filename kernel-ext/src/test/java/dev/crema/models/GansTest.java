package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelsTest.output;
import static org.junit.jupiter.api.Assertions.assertAll;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GansTest {
    private static final Shape DIGIT = new Shape(1, 1, 28, 28);
    private static final Shape NOISE = new Shape(1, 100);

    @Test
    void dcgan_ofThePapersSize_hasTheCountsOfPyTorchsExample() {
        Summary generator = Layers.summary(Dcgan.generator(64, 3, 64), NOISE);
        assertEquals(3_576_704, generator.parameters());
        assertEquals(new Shape(1, 512, 4, 4), output(generator, "transposedConv1"));
        assertEquals(new Shape(1, 3, 64, 64), output(generator, "transposedConv5"));
        Summary discriminator = Layers.summary(Dcgan.discriminator(64, 64), new Shape(1, 3, 64, 64));
        assertEquals(2_765_568, discriminator.parameters());
        assertEquals(new Shape(1, 512, 4, 4), output(discriminator, "conv4"));
    }

    @Test
    void countsOfDigitNets_areThoseByHand() {
        // 100·128·7² and its norm, 128·64·4² and its norm, 64·4²
        assertEquals(
                627_200 + 256 + 131_072 + 128 + 1024,
                Layers.summary(Dcgan.generator(28, 1, 64), NOISE).parameters());
        assertEquals(
                1024 + 131_072 + 256 + 6272,
                Layers.summary(Dcgan.discriminator(28, 64), DIGIT).parameters());
        assertEquals(
                101 * 1200 + 1201 * 1200 + 1201 * 784,
                Layers.summary(Gan.generator(DIGIT.slice(1)), NOISE).parameters());
        assertEquals(
                785 * 1200 + 241 * 1200 + 241,
                Layers.summary(Gan.discriminator(), DIGIT).parameters());
        Block generator = Layers.initialize(ConditionalGan.generator(10, DIGIT.slice(1)), 1, NOISE, new Shape(1));
        assertEquals(101 * 200 + 10 * 1000 + 1201 * 1200 + 1201 * 784, parameters(generator));
        Block discriminator = Layers.initialize(ConditionalGan.discriminator(10), 1, DIGIT, new Shape(1));
        assertEquals(785 * 1200 + 10 * 250 + 291 * 960 + 241, parameters(discriminator));
    }

    @Test
    void dcgan_makesEverySizeThatItCan_andRefusesOthers() {
        for (int side : List.of(8, 10, 28, 32, 48, 64)) {
            assertEquals(new Shape(2, 3, side, side), shape(Dcgan.generator(side, 3, 2), new Shape(2, 10)));
            assertEquals(new Shape(2, 1), shape(Dcgan.discriminator(side, 2), new Shape(2, 3, side, side)));
        }
        assertTrue(refusal(() -> Dcgan.generator(27, 1, 8)).contains("side is 27"));
        assertTrue(refusal(() -> Dcgan.discriminator(6, 8)).contains("at least 8"));
    }

    @Test
    void generators_makePixels_andStartWithSmallWeights() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Block net : List.of(Dcgan.generator(28, 1, 8), Gan.generator(new Shape(1, 28, 28)))) {
                Layers.initialize(net, NOISE, 1);
                NDArray images = ModelChecks.run(net, ModelChecks.gaussian(manager, new Shape(3, 100)));
                assertEquals(new Shape(3, 1, 28, 28), images.getShape());
                assertTrue(images.min().getFloat() >= 0 && images.max().getFloat() <= 1);
            }
            Block net = Layers.initialize(Dcgan.discriminator(28, 64), DIGIT, 1);
            NDArray weight =
                    dev.crema.layers.Parameters.named(net).get("conv2.weight").getArray();
            assertEquals(0.02, Math.sqrt(weight.square().mean().getFloat()), 5e-4);
        }
    }

    @Test
    void classesThatDoNotExist_andMissingOnes_areRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block net = Layers.initialize(ConditionalGan.generator(2, new Shape(1, 4, 4)), 1, NOISE, new Shape(1));
            NDArray noise = manager.zeros(NOISE);
            assertTrue(refusal(() -> ModelChecks.run(net, new NDList(noise, manager.create(new long[] {2}))))
                    .contains("from 0 to 1"));
            assertTrue(refusal(() -> ModelChecks.run(net, new NDList(noise))).contains("numbers of classes"));
        }
    }

    @Test
    void everyNet_givesItsShapes_survivesSaving_andLearnsABatchByHeart() {
        assertAll(CASES.stream().map(net -> () -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDList inputs = net.inputs.apply(manager);
                ModelChecks.assertGivesItsShapes(net.maker, inputs);
                ModelChecks.assertSurvivesSaving(net.maker, inputs);
                Shape output = net.maker.get().getOutputShapes(inputs.getShapes())[0];
                // targets within the range of all of them: a pattern of dark and bright
                NDList targets = new NDList(manager.arange(output.size())
                        .mod(3)
                        .gt(0)
                        .toType(DataType.FLOAT32, false)
                        .mul(0.8f)
                        .add(0.1f)
                        .reshape(output));
                ModelChecks.assertLearnsByHeart(net.maker, inputs, targets, Losses.meanSquaredError(), net.rate);
            } catch (AssertionError e) {
                throw new AssertionError(net.name + ": " + e.getMessage(), e);
            }
        }));
    }

    private record Case(String name, Supplier<Block> maker, Function<NDManager, NDList> inputs, double rate) {}

    private static final List<Case> CASES = List.of(
            new Case("DCGAN generator", () -> Dcgan.generator(8, 1, 32), m -> gaussian(m, 4, 16), 1e-2),
            new Case("DCGAN discriminator", () -> Dcgan.discriminator(8, 16), m -> gaussian(m, 4, 1, 8, 8), 3e-3),
            new Case("GAN generator", () -> Gan.generator(new Shape(1, 8, 8)), m -> gaussian(m, 4, 16), 1e-3),
            new Case("GAN discriminator", Gan::discriminator, m -> gaussian(m, 4, 1, 8, 8), 1e-3),
            new Case(
                    "conditional generator",
                    () -> ConditionalGan.generator(3, new Shape(1, 8, 8)),
                    m -> gaussian(m, 4, 16).addAll(classes(m)),
                    3e-3),
            new Case(
                    "conditional discriminator",
                    () -> ConditionalGan.discriminator(3),
                    m -> gaussian(m, 4, 1, 8, 8).addAll(classes(m)),
                    1e-3));

    private static NDList gaussian(NDManager owner, long... shape) {
        return new NDList(ModelChecks.gaussian(owner, new Shape(shape)));
    }

    private static NDList classes(NDManager owner) {
        return new NDList(owner.create(new long[] {0, 1, 2, 1}));
    }

    private static Shape shape(Block net, Shape input) {
        return Trace.shapes(net, input, (path, layer, x, y) -> {});
    }

    private static long parameters(Block net) {
        return dev.crema.layers.Parameters.named(net).values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }
}
