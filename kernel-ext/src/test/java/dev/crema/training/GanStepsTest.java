package dev.crema.training;

import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.training.GanSteps.*;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Optimizers.sgd;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.layers.Parameters;
import dev.crema.models.ConditionalGan;
import dev.crema.models.Dcgan;
import dev.crema.models.Mlp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GanStepsTest {
    private static final int POINTS = 8;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void losses_areLn4AndLn2_whereTheDiscriminatorCanTellNothing() {
        Learner generator = learner(initialize(linear(2), new Shape(1, 3), 1), sgd(0.1));
        Map<String, Double> losses =
                gan(generator, learner(zero(linear(1), 2), sgd(1e-9)), 3).on(first(ring(64)));
        assertEquals(List.of("discriminator", "generator"), List.copyOf(losses.keySet()));
        assertEquals(Math.log(4), losses.get("discriminator"), 1e-5);
        assertEquals(Math.log(2), losses.get("generator"), 1e-5);
    }

    @Test
    void losses_areThoseOfTheFormula_whereItIsSure() {
        // a score of 2 whatever it sees, by its bias: D = σ(2)
        Block sure = zero(linear(1), 2);
        Parameters.named(sure).get("bias").getArray().set(new float[] {2});
        double likely = 1 / (1 + Math.exp(-2));
        Learner generator = learner(initialize(linear(2), new Shape(1, 3), 1), sgd(0.1));
        Map<String, Double> plain = gan(generator, learner(sure, sgd(1e-9)), 3).on(first(ring(64)));
        assertEquals(-Math.log(likely) - Math.log(1 - likely), plain.get("discriminator"), 1e-5);
        assertEquals(-Math.log(likely), plain.get("generator"), 1e-5);

        Map<String, Double> smooth =
                gan(generator, learner(sure, sgd(1e-9)), 3, labelSmoothing(0.1)).on(first(ring(64)));
        assertEquals(
                -0.9 * Math.log(likely) - 0.1 * Math.log(1 - likely) - Math.log(1 - likely),
                smooth.get("discriminator"),
                1e-5);
        assertEquals(-Math.log(likely), smooth.get("generator"), 1e-5, "one-sided");
    }

    @Test
    void eachNetwork_isMovedByItsOwnStepAlone() {
        Learner generator = learner(initialize(Mlp.of(8, 2), new Shape(1, 3), 1), sgd(0.1));
        Learner discriminator = learner(initialize(Mlp.of(8, 1), new Shape(1, 2), 2), sgd(0.1));
        Judge judge = new Judge(discriminator, Losses.binaryCrossEntropy(), 1, 1);
        NDArray noise = manager.randomNormal(new Shape(16, 3));
        float[] made = weights(generator);
        float[] told = weights(discriminator);
        judge.learn(new NDList(manager.randomNormal(new Shape(16, 2))), new NDList(generator.forward(noise)));
        assertArrayEquals(made, weights(generator), "after a step of the discriminator");
        assertFalse(Arrays.equals(told, weights(discriminator)));

        told = weights(discriminator);
        generator.minimise(() -> judge.doubts(new NDList(generator.forward(noise))));
        assertArrayEquals(told, weights(discriminator), "after a step of the generator");
        assertFalse(Arrays.equals(made, weights(generator)));
    }

    @Test
    void oneLossOfTwoNetworks_movesEachAsItsOwnOptimiserWould() {
        Block together = initialize(linear(1), new Shape(1, 2), 1);
        Block other = initialize(linear(2), new Shape(1, 2), 2);
        Block alone = initialize(linear(1), new Shape(1, 2), 1);
        NDArray x = manager.ones(new Shape(4, 2));
        Learner first = learner(together, sgd(0.1));
        Learner second = learner(other, sgd(0.1));
        float[] before = weights(second);
        Learner.minimise(List.of(first, second), () -> first.forward(x)
                .square()
                .mean()
                .add(second.forward(x).square().mean()));
        Learner expected = learner(alone, sgd(0.1));
        expected.minimise(() -> expected.forward(x).square().mean());
        assertArrayEquals(weights(expected), weights(first));
        assertFalse(Arrays.equals(before, weights(second)));
    }

    @Test
    void gan_coversARingOfGaussians_andItsSamplesLieOnIt() {
        Examples ring = ring(4096);
        Learner generator = learner(initialize(Mlp.of(64, 64, 2), new Shape(1, 8), 1), adam(2e-3, 0.5));
        Learner discriminator = learner(initialize(Mlp.of(64, 64, 1), new Shape(1, 2), 2), adam(2e-3, 0.5));
        History history = fit(
                List.of(generator, discriminator),
                gan(generator, discriminator, 8),
                ring,
                epochs(45),
                batchSize(128),
                quiet());

        Engine.getInstance().setRandomSeed(1);
        float[] points =
                generator.forward(manager.randomNormal(new Shape(2000, 8))).toFloatArray();
        int[] near = new int[POINTS];
        int good = 0;
        for (int i = 0; i < points.length; i += 2) {
            int mode = Math.floorMod(Math.round(Math.atan2(points[i + 1], points[i]) / (2 * Math.PI / POINTS)), POINTS);
            double angle = 2 * Math.PI * mode / POINTS;
            if (Math.hypot(points[i] - 2 * Math.cos(angle), points[i + 1] - 2 * Math.sin(angle)) < 0.6) {
                near[mode]++;
                good++;
            }
        }
        long covered = Arrays.stream(near).filter(count -> count >= 10).count();
        String found = Arrays.toString(near) + ", " + history.draw().alt();
        assertTrue(covered >= 6, found);
        assertTrue(good > 1000, good + " of 2000 near a mode: " + found);
    }

    @Test
    void sameSeed_givesTheSameBytes() {
        assertArrayEquals(trainedOnce(), trainedOnce());
    }

    private float[] trainedOnce() {
        Learner generator = learner(initialize(Dcgan.generator(8, 1, 4), new Shape(1, 5), 1), adam(1e-3, 0.5));
        Learner discriminator =
                learner(initialize(Dcgan.discriminator(8, 4), new Shape(1, 1, 8, 8), 2), adam(1e-3, 0.5));
        NDArray images = manager.arange(16 * 64)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .mod(7)
                .div(7)
                .reshape(16, 1, 8, 8);
        Examples examples = Examples.of(new NDList(images), new NDList());
        fit(List.of(generator, discriminator), gan(generator, discriminator, 5), examples, batchSize(4), quiet());
        return weights(generator);
    }

    @Test
    void dcgan_makesImagesThatLookMoreLikeDigitsThanItsFirstOnes() {
        LabelledImages digits = Mnist.load().train().first(1280);
        Block maker = Dcgan.generator(28, 1, 16);
        Learner generator = learner(initialize(maker, new Shape(1, 32), 1), adam(2e-3, 0.5));
        Learner discriminator =
                learner(initialize(Dcgan.discriminator(28, 16), new Shape(1, 1, 28, 28), 2), adam(2e-3, 0.5));
        NDArray first = samples(generator, new NDList());
        double before = distance(digits, first);
        assertTrue(empty(first) < 0.05, "empty at first: " + empty(first));
        fit(
                List.of(generator, discriminator),
                gan(generator, discriminator, 32, labelSmoothing(0.1)),
                digits,
                epochs(3),
                batchSize(32),
                quiet());
        NDArray images = samples(generator, new NDList());
        double after = distance(digits, images);
        assertTrue(after < before / 2, "mean image: " + before + " to " + after);
        // as four in five of a digit's pixels are
        assertTrue(empty(images) > 0.25, "empty: " + empty(images));
        assertTrue(images.max().getFloat() > 0.5, "nor are they all black");
    }

    /** The share of black pixels. */
    private static float empty(NDArray images) {
        return images.lt(0.2).toType(images.getDataType(), false).mean().getFloat();
    }

    @Test
    void conditionalGan_makesTheClassThatItIsAskedFor() {
        Random random = new Random(1);
        float[] pixels = new float[512 * 16];
        long[] classes = new long[512];
        for (int i = 0; i < pixels.length; i++) {
            classes[i / 16] = i / 16 % 2;
            boolean bright = (i % 16 < 8) == (classes[i / 16] == 0);
            pixels[i] = (bright ? 0.8f : 0.1f) + 0.1f * random.nextFloat();
        }
        Shape image = new Shape(1, 4, 4);
        Examples halves = Examples.of(
                new NDList(manager.create(pixels, new Shape(512, 1, 4, 4))), new NDList(manager.create(classes)));
        Learner generator = learner(
                initialize(ConditionalGan.generator(2, image), 1, new Shape(1, 8), new Shape(1)), adam(1e-3, 0.5));
        Learner discriminator = learner(
                initialize(ConditionalGan.discriminator(2), 2, new Shape(1, 1, 4, 4), new Shape(1)), adam(1e-3, 0.5));
        fit(
                List.of(generator, discriminator),
                conditionalGan(generator, discriminator, 8),
                halves,
                epochs(15),
                batchSize(32),
                quiet());
        for (int asked = 0; asked < 2; asked++) {
            NDArray made =
                    samples(generator, new NDList(manager.ones(new Shape(64)).mul(asked)));
            float above = made.get(":, :, :2").mean().getFloat();
            float below = made.get(":, :, 2:").mean().getFloat();
            assertTrue(asked == 0 ? above > below + 0.2 : below > above + 0.2, asked + ": " + above + ", " + below);
        }
    }

    @Test
    void numbersOutOfTheirRange_areRefused() {
        Learner any = learner(initialize(linear(2), new Shape(1, 3), 1), sgd(0.1));
        assertTrue(refusal(() -> gan(any, any, 0)).contains("latent is 0"));
        assertTrue(refusal(() -> labelSmoothing(0.5)).contains("[0, 0.5)"));
    }

    private NDArray samples(Learner generator, NDList condition) {
        Engine.getInstance().setRandomSeed(3);
        long latent = generator.net().getInputShapes()[0].get(1);
        NDArray noise = manager.randomNormal(new Shape(64, latent));
        return generator.forward(new NDList(noise).addAll(condition)).head();
    }

    private static double distance(LabelledImages digits, NDArray images) {
        return apart(digits.images().mean(new int[] {0}), images.mean(new int[] {0}));
    }

    private static double apart(NDArray a, NDArray b) {
        return Math.sqrt(a.sub(b).square().mean().getFloat());
    }

    /** Points around eight places on a circle of radius 2. */
    private Examples ring(int n) {
        Random random = new Random(1);
        float[] points = new float[2 * n];
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * i / POINTS;
            points[2 * i] = (float) (2 * Math.cos(angle) + 0.1 * random.nextGaussian());
            points[2 * i + 1] = (float) (2 * Math.sin(angle) + 0.1 * random.nextGaussian());
        }
        return Examples.of(new NDList(manager.create(points, new Shape(n, 2))), new NDList());
    }

    private static Batch first(Examples examples) {
        return examples.batches(examples.size()).iterator().next();
    }

    private static Block zero(Block net, int inputs) {
        initialize(net, new Shape(1, inputs), 1);
        Parameters.named(net).values().forEach(parameter -> parameter.getArray().subi(parameter.getArray()));
        return net;
    }

    private static float[] weights(Learner learner) {
        NDList all = new NDList(Parameters.named(learner.net()).values().stream()
                .map(parameter -> parameter.getArray().flatten())
                .toList());
        return ai.djl.ndarray.NDArrays.concat(all).toFloatArray();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
