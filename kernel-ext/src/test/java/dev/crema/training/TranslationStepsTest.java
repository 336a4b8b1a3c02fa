package dev.crema.training;

import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.training.GanSteps.*;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Optimizers.sgd;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Mnist;
import dev.crema.layers.Parameters;
import dev.crema.models.Mlp;
import dev.crema.models.Pix2Pix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TranslationStepsTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void pix2pixLosses_areThoseOfTheFormulas() {
        // translations are 0, a quarter off: a half between pixels in [−1, 1]; the discriminator can tell nothing
        Batch batch = batch(new NDList(ones(4, 3)), new NDList(ones(4, 2).mul(0.25f)));
        Map<String, Double> losses =
                pix2pix(zero(linear(2), 3), zero(linear(1), 5)).on(batch);
        assertEquals(List.of("discriminator", "generator", "L1"), List.copyOf(losses.keySet()));
        assertEquals(Math.log(4) / 2, losses.get("discriminator"), 1e-5);
        assertEquals(Math.log(2) + 100 * 0.5, losses.get("generator"), 1e-4);
        assertEquals(0.5, losses.get("L1"), 1e-6);
        losses = pix2pix(zero(linear(2), 3), zero(linear(1), 5), l1Weight(0)).on(batch);
        assertEquals(Math.log(2), losses.get("generator"), 1e-5);
    }

    @Test
    void cycleGanLosses_areThoseOfTheFormulas() {
        // everything made is 0, every score is 0
        Batch batch = batch(new NDList(ones(4, 3).mul(0.5f), ones(4, 3).mul(0.25f)), new NDList());
        Map<String, Double> losses = cycleGan(
                        zero(linear(3), 3), zero(linear(3), 3), zero(linear(1), 3), zero(linear(1), 3))
                .on(batch);
        assertEquals(List.of("discriminator", "generator", "cycle"), List.copyOf(losses.keySet()));
        assertEquals(0.5 + 0.5, losses.get("discriminator"), 1e-6);
        assertEquals(1.5, losses.get("cycle"), 1e-6);
        assertEquals(1 + 1 + 10 * 1.5 + 5 * 1.5, losses.get("generator"), 1e-4);
        losses = cycleGan(
                        zero(linear(3), 3),
                        zero(linear(3), 3),
                        zero(linear(1), 3),
                        zero(linear(1), 3),
                        cycleWeight(1),
                        identityWeight(0))
                .on(batch);
        assertEquals(1 + 1 + 1.5, losses.get("generator"), 1e-5);
    }

    @Test
    void pix2pix_movesTheDiscriminatorByItsOwnLoss_thenTheGeneratorByItsOwn() {
        NDArray image = manager.randomNormal(new Shape(8, 3));
        NDArray truth = manager.randomNormal(new Shape(8, 2));
        Learner generator = mlp(2, 3, 1);
        Learner discriminator = mlp(1, 5, 2);
        pix2pix(generator, discriminator).on(batch(new NDList(image), new NDList(truth)));

        Learner expected = mlp(2, 3, 1);
        Learner judge = mlp(1, 5, 2);
        NDArray real = image.concat(truth, 1);
        NDArray made = image.concat(expected.forward(image), 1).stopGradient();
        judge.minimise(() -> minusLog(judge.forward(real))
                .add(minusLog(judge.forward(made).neg()))
                .div(2));
        assertArrayEquals(weights(judge), weights(discriminator), 1e-6f);
        expected.minimise(() -> {
            NDArray translation = expected.forward(image);
            return minusLog(judge.forward(image.concat(translation, 1)))
                    .add(translation.sub(truth).abs().mean().mul(200));
        });
        assertArrayEquals(weights(expected), weights(generator), 1e-6f);
    }

    @Test
    void cycleGan_movesGeneratorsByOneLoss_andEachDiscriminatorByItsOwn() {
        NDArray x = manager.randomNormal(new Shape(8, 3));
        NDArray y = manager.randomNormal(new Shape(8, 3));
        Learner[] nets = {mlp(3, 3, 1), mlp(3, 3, 2), mlp(1, 3, 3), mlp(1, 3, 4)};
        cycleGan(nets[0], nets[1], nets[2], nets[3]).on(batch(new NDList(x, y), new NDList()));

        Learner there = mlp(3, 3, 1);
        Learner back = mlp(3, 3, 2);
        Learner first = mlp(1, 3, 3);
        Learner second = mlp(1, 3, 4);
        NDArray toFirst = back.forward(y).stopGradient();
        NDArray toSecond = there.forward(x).stopGradient();
        Learner.minimise(List.of(there, back), () -> {
            NDArray cycle = apart(back.forward(there.forward(x)), x).add(apart(there.forward(back.forward(y)), y));
            NDArray identity = apart(there.forward(y), y).add(apart(back.forward(x), x));
            NDArray doubts = first.forward(back.forward(y))
                    .sub(1)
                    .square()
                    .mean()
                    .add(second.forward(there.forward(x)).sub(1).square().mean());
            return doubts.add(cycle.mul(20)).add(identity.mul(10));
        });
        assertArrayEquals(weights(there), weights(nets[0]), 1e-5f);
        assertArrayEquals(weights(back), weights(nets[1]), 1e-5f);
        learnSquares(first, x, toFirst);
        learnSquares(second, y, toSecond);
        assertArrayEquals(weights(first), weights(nets[2]), 1e-6f);
        assertArrayEquals(weights(second), weights(nets[3]), 1e-6f);
    }

    @Test
    void imageBuffer_showsNewAndOlderImages_andKeepsNoMoreThanItsCapacity() {
        List<float[]> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Engine.getInstance().setRandomSeed(7);
            ImageBuffer buffer = new ImageBuffer(50);
            // as many as there is room for come back as they are
            assertArrayEquals(numbered(0, 50), shown(buffer, 0, 50));
            Set<Float> within = new HashSet<>();
            float[] shown = shown(buffer, 50, 400);
            int older = 0;
            for (int i = 0; i < shown.length; i++) {
                assertTrue(shown[i] <= 50 + i, "an image of the future");
                older += shown[i] < 50 + i ? 1 : 0;
                assertTrue(shown[i] == 50 + i || within.add(shown[i]), "an image is shown as an older one once only");
            }
            // fair coins: 200 ± 5 standard deviations
            assertTrue(Math.abs(older - 200) < 50, older + " of 400 are older ones");
            runs.add(shown);
        }
        assertArrayEquals(runs.get(0), runs.get(1), "same seed");
    }

    @Test
    void imageBuffer_ownsWhatItKeeps_afterTheBatchIsClosed() {
        ImageBuffer buffer = new ImageBuffer(2);
        for (int i = 0; i < 20; i++) {
            try (NDManager batch = manager.newSubManager()) {
                NDArray shown = buffer.exchange(batch.create(new float[] {i, i}, new Shape(1, 2)));
                assertEquals(batch, shown.getManager());
                float[] pixels = shown.toFloatArray();
                assertEquals(pixels[0], pixels[1]);
            }
        }
    }

    @Test
    void sameSeed_givesTheSameBytes() {
        assertArrayEquals(trainedOnce(), trainedOnce());
    }

    private float[] trainedOnce() {
        Learner there = mlp(3, 3, 1);
        Learner back = mlp(3, 3, 2);
        NDArray x = manager.arange(120f).reshape(40, 3).div(120);
        Examples examples = Examples.of(new NDList(x, x.square()), new NDList());
        fit(
                List.of(there, back),
                cycleGan(there, back, mlp(1, 3, 3), mlp(1, 3, 4)),
                examples,
                epochs(3),
                batchSize(8),
                quiet());
        return weights(there);
    }

    @Test
    void cycleGan_learnsToTranslateKinds_thoughItNeverSeesAPair_andWhatItTranslatesComesBack() {
        NDArray first = kind(1024, 1);
        NDArray second = kind(1024, 2).neg().add(1);
        Learner there = learner(initialize(Mlp.of(16, 2), new Shape(1, 2), 1), adam(3e-3, 0.5));
        Learner back = learner(initialize(Mlp.of(16, 2), new Shape(1, 2), 2), adam(3e-3, 0.5));
        Learner judge = learner(initialize(Mlp.of(32, 1), new Shape(1, 2), 3), adam(3e-3, 0.5));
        Learner other = learner(initialize(Mlp.of(32, 1), new Shape(1, 2), 4), adam(3e-3, 0.5));
        double before = apart(back.forward(there.forward(first)), first).getFloat();
        double far = apart(mean(there.forward(first)), mean(second)).getFloat();
        fit(
                List.of(there, back, judge, other),
                cycleGan(there, back, judge, other, identityWeight(0)),
                Examples.of(new NDList(first, second), new NDList()),
                epochs(8),
                batchSize(32),
                quiet());
        double near = apart(mean(there.forward(first)), mean(second)).getFloat();
        String means = "from the other kind's mean: " + far + ", then " + near;
        assertTrue(near < far / 10, means);
        double after = apart(back.forward(there.forward(first)), first).getFloat();
        String cycle = "there and back: " + before + ", then " + after;
        assertTrue(after < before / 10, cycle);
        double spread = apart(first, mean(first)).getFloat();
        assertTrue(after < spread / 2, cycle + "; the mean of all would be " + spread + " away");
    }

    @Test
    void pix2pix_learnsToInvertDigits_fromPairs() {
        NDArray digits = digits(128);
        NDArray inverted = digits.neg().add(1);
        Learner generator =
                learner(initialize(Pix2Pix.generator(1, 8, 2), new Shape(1, 1, 16, 16), 1), adam(2e-3, 0.5));
        Learner discriminator =
                learner(initialize(Pix2Pix.discriminator(8, 1), new Shape(1, 2, 16, 16), 2), adam(2e-3, 0.5));
        fit(
                List.of(generator, discriminator),
                pix2pix(generator, discriminator),
                Examples.of(new NDList(digits.get(":64")), new NDList(inverted.get(":64"))),
                epochs(4),
                batchSize(4),
                quiet());
        NDArray others = digits.get("64:");
        double distance = apart(generator.forward(others), inverted.get("64:")).getFloat();
        double blank = others.mean().getFloat();
        assertTrue(distance < blank / 2, "from inverted digits " + distance + "; white images " + blank);
    }

    @Test
    void whatCannotBe_isRefused_beforeAnythingIsLearned() {
        assertTrue(refusal(() -> l1Weight(-1)).contains("l1Weight is -1.0; it must be 0 or more"));
        assertTrue(refusal(() -> cycleWeight(Double.NaN)).contains("cycleWeight is NaN"));
        assertTrue(refusal(() -> identityWeight(Double.POSITIVE_INFINITY)).contains("identityWeight is Infinity"));

        Learner generator = mlp(2, 3, 1);
        Learner discriminator = mlp(1, 5, 2);
        float[] before = weights(discriminator);
        Step paired = pix2pix(generator, discriminator);
        assertTrue(refusal(() -> paired.on(batch(new NDList(ones(4, 3)), new NDList())))
                .contains("0 targets"));
        assertTrue(refusal(() -> paired.on(batch(new NDList(ones(4, 3)), new NDList(ones(4, 1)))))
                .contains("translated images"));
        assertArrayEquals(before, weights(discriminator));
        Step unpaired = cycleGan(generator, generator, discriminator, discriminator);
        assertTrue(refusal(() -> unpaired.on(batch(new NDList(ones(4, 3)), new NDList())))
                .contains("1 inputs; cycleGan takes two"));
    }

    /** Images of two pixels, the first dark and the second bright, [n, 2]. */
    private NDArray kind(int n, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[2 * n];
        for (int i = 0; i < n; i++) {
            pixels[2 * i] = 0.4f * random.nextFloat() * random.nextFloat();
            pixels[2 * i + 1] = 0.4f + 0.6f * random.nextFloat();
        }
        return manager.create(pixels, new Shape(n, 2));
    }

    private static NDArray mean(NDArray images) {
        return images.mean(new int[] {0}, true);
    }

    /** The middle of digits, [n, 1, 16, 16]. */
    private NDArray digits(int n) {
        NDArray images = Mnist.load().train().first(n).images();
        images.attach(manager);
        return images.get(":, :, 6:22, 6:22");
    }

    private float[] shown(ImageBuffer buffer, int from, int count) {
        float[] shown = new float[count];
        for (int i = 0; i < count; i += 10) {
            NDArray batch = manager.create(numbered(from + i, 10), new Shape(10, 1, 1, 1));
            System.arraycopy(buffer.exchange(batch).toFloatArray(), 0, shown, i, 10);
        }
        return shown;
    }

    private static float[] numbered(int from, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    private Batch batch(NDList inputs, NDList targets) {
        return Examples.of(inputs, targets).batches(100).iterator().next();
    }

    private NDArray ones(long... shape) {
        return manager.ones(new Shape(shape));
    }

    private static Learner mlp(int outputs, int inputs, int seed) {
        return learner(initialize(Mlp.of(8, outputs), new Shape(1, inputs), seed), sgd(0.01));
    }

    private static Learner zero(Block net, int inputs) {
        initialize(net, new Shape(1, inputs), 1);
        Parameters.named(net).values().forEach(parameter -> parameter.getArray().subi(parameter.getArray()));
        return learner(net, sgd(1e-9));
    }

    /** −ln σ(scores), the mean. */
    private static NDArray minusLog(NDArray scores) {
        return scores.neg().exp().add(1).log().mean();
    }

    private static void learnSquares(Learner judge, NDArray real, NDArray made) {
        judge.minimise(() -> judge.forward(real)
                .sub(1)
                .square()
                .mean()
                .add(judge.forward(made).square().mean())
                .div(2));
    }

    private static NDArray apart(NDArray a, NDArray b) {
        return a.sub(b).abs().mean();
    }

    private static float[] weights(Learner learner) {
        return NDArrays.concat(new NDList(Parameters.named(learner.net()).values().stream()
                        .map(parameter -> parameter.getArray().flatten())
                        .toList()))
                .toFloatArray();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
