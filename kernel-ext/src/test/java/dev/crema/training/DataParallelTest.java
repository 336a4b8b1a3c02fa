package dev.crema.training;

import static dev.crema.layers.Layers.*;
import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.datasets.LabelledImages;
import dev.crema.layers.Layers;
import dev.crema.layers.Net;
import dev.crema.layers.Parameters;
import dev.crema.layers.Pass;
import dev.crema.models.LeNet;
import dev.crema.models.ResNet;
import dev.crema.torch.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DataParallelTest {
    private static final LabelledImages IMAGES = noise(150);

    @Test
    void shares_giveTheGradientsOfTheWholeBatch() {
        for (int shares : new int[] {2, 3, 7}) {
            assertClose(steps(lenet(), crossEntropy(), 1), steps(lenet(), crossEntropy(), shares));
        }
    }

    @Test
    void recurrentNets_comeToTheSameInShares() {
        assertClose(steps(rows(), crossEntropy(), 1), steps(rows(), crossEntropy(), 2));
    }

    @Test
    void lossAndAccuracy_areThoseOfTheWholeBatch() {
        try (Batch batch = IMAGES.batches(150).iterator().next();
                Supervised whole = step(lenet(), crossEntropy(), 1);
                Supervised shared = step(lenet(), crossEntropy(), 4)) {
            Map<String, Double> expected = whole.on(batch);
            Map<String, Double> actual = shared.on(batch);
            assertEquals(expected.get("loss"), actual.get("loss"), 1e-6);
            assertEquals(expected.get("accuracy"), actual.get("accuracy"));
        }
    }

    @Test
    void frozenParts_stay() {
        Block net = lenet();
        float[] before = weights(net).get("conv1.weight");
        Learner learner = new Learner(net, sgd(0.1), Steps.DEFAULT.withPart("conv1", 0));
        train(learner, crossEntropy(), 2);
        assertArrayEquals(before, weights(net).get("conv1.weight"));
        learner.weights().close();
    }

    @Test
    void aPartThatOnlySomeExamplesReach_learnsFromThem() {
        // sorted by class, so that the first share has no dark ones
        assertClose(steps(choosy(), crossEntropy(), 1), steps(choosy(), crossEntropy(), 3));
    }

    @Test
    void aLossThatLooksAtTheWeights_movesThemToo() {
        assertClose(steps(penalised(), 1), steps(penalised(), 3));
        double[] lengths = {length(steps(lenet(), crossEntropy(), 2)), length(steps(penalised(), 2))};
        assertTrue(lengths[1] < 0.9 * lengths[0], Arrays.toString(lengths));
    }

    @Test
    void sameSeed_sameWeights_toTheLastBit() {
        Map<String, float[]> first = steps(lenet(), crossEntropy(), 2);
        Map<String, float[]> second = steps(lenet(), crossEntropy(), 2);
        first.forEach((name, values) -> assertArrayEquals(values, second.get(name), name));
    }

    @Test
    void aBatchOfFewerExamplesThanShares_isTaken() {
        try (Batch one = IMAGES.batches(1).iterator().next();
                Supervised step = step(lenet(), crossEntropy(), 4)) {
            assertTrue(Double.isFinite(step.on(one).get("loss")));
        }
    }

    @Test
    void anErrorInAnotherThread_reachesTheCaller() {
        Block net = seq(flatten(), linear(3), new LambdaBlock(outputs -> {
            if (Thread.currentThread().getName().startsWith("crema-data-parallel")) {
                throw new IllegalStateException("of the second share");
            }
            return outputs;
        }));
        initialize(net, new Shape(1, 1, 28, 28), 1);
        try (Batch batch = IMAGES.batches(64).iterator().next();
                Supervised step = step(net, crossEntropy(), 2)) {
            String message = assertThrows(IllegalStateException.class, () -> step.on(batch))
                    .getMessage();
            assertEquals("of the second share", message);
        }
    }

    @Test
    void anErrorInOneThread_waitsForTheOthers_whoseBatchItWouldClose() {
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        Block net = seq(flatten(), linear(3), new LambdaBlock(outputs -> {
            if (Thread.currentThread().getName().startsWith("crema-data-parallel")) {
                if (arrived.incrementAndGet() == 1) {
                    throw new IllegalStateException("of the first to arrive");
                }
                LockSupport.parkNanos(300_000_000);
                finished.incrementAndGet();
            }
            return outputs;
        }));
        initialize(net, new Shape(1, 1, 28, 28), 1);
        try (Batch batch = IMAGES.batches(64).iterator().next();
                Supervised step = step(net, crossEntropy(), 4)) {
            assertThrows(IllegalStateException.class, () -> step.on(batch));
            assertEquals(2, finished.get());
        }
    }

    @Test
    void anInterrupt_isLeftToTheTraining() {
        try (Batch batch = IMAGES.batches(64).iterator().next();
                Supervised step = step(lenet(), crossEntropy(), 2)) {
            Thread.currentThread().interrupt();
            assertTrue(Double.isFinite(step.on(batch).get("loss")));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void libtorchHasItsThreadsBack_afterAStep() {
        int before = Threads.count();
        steps(lenet(), crossEntropy(), 2);
        assertEquals(before, Threads.count());
    }

    @Test
    void convolutionalAndRecurrentNets_areShared_whereThereAreThreads() {
        int threads = Threads.count();
        assertEquals(threads < 2 ? 1 : Math.min(threads, 4), shares(lenet(), crossEntropy()));
        assertEquals(threads < 2 ? 1 : Math.min(threads, 4), shares(rows(), crossEntropy()));
    }

    @Test
    void netsWhoseExamplesLookAtEachOther_areNotShared() {
        assertEquals(1, shares(initialize(ResNet.of(18, 3), new Shape(1, 1, 28, 28), 1), crossEntropy()));
        Block centred = seq(
                flatten(),
                linear(3),
                new LambdaBlock(
                        scores -> new NDList(scores.head().sub(scores.head().mean(new int[] {0}, true)))));
        assertEquals(1, shares(initialize(centred, new Shape(1, 1, 28, 28), 1), crossEntropy()));
    }

    @Test
    void netsWithChance_areNotShared() {
        Block dropping = seq(flatten(), dropout(0.5), linear(3));
        assertEquals(1, shares(initialize(dropping, new Shape(1, 1, 28, 28), 1), crossEntropy()));
        Block noisy = seq(
                flatten(),
                linear(3),
                new LambdaBlock(scores -> new NDList(scores.head()
                        .add(scores.head()
                                .getManager()
                                .randomNormal(scores.head().getShape())))));
        assertEquals(1, shares(initialize(noisy, new Shape(1, 1, 28, 28), 1), crossEntropy()));
    }

    @Test
    void lossesThatCompareExamples_areNotShared() {
        assertEquals(1, shares(lenet(), batchHardTriplet(0.2)));
    }

    private static int shares(Block net, Loss loss) {
        FitOptions options = new FitOptions(Training.batchSize(128), Training.loss(loss));
        return DataParallel.shares(net, IMAGES, options);
    }

    private static Map<String, float[]> steps(Block net, Loss loss, int shares) {
        train(new Learner(net, sgd(0.5), Steps.DEFAULT), loss, shares);
        return weights(net);
    }

    private static void train(Learner learner, Loss loss, int shares) {
        try (Supervised step = new Supervised(learner, options(loss, shares))) {
            for (int i = 0; i < 3; i++) {
                try (Batch batch = IMAGES.batches(150).iterator().next()) {
                    step.on(batch);
                }
            }
        }
    }

    private static FitOptions options(Loss loss, int shares) {
        FitOptions options = new FitOptions(Training.loss(loss));
        options.shares = shares;
        return options;
    }

    private record Penalised(Block net, Loss loss) {}

    private static Penalised penalised() {
        Block net = lenet();
        return new Penalised(net, new Formula("penalised", (targets, outputs) -> crossEntropy()
                .evaluate(targets, outputs)
                .add(Layers.weights(net, "conv2").square().sum().mul(0.05f))));
    }

    private static Map<String, float[]> steps(Penalised penalised, int shares) {
        return steps(penalised.net, penalised.loss, shares);
    }

    private static double length(Map<String, float[]> weights) {
        double squares = 0;
        for (float weight : weights.get("conv2.weight")) {
            squares += weight * weight;
        }
        return Math.sqrt(squares);
    }

    private static Supervised step(Block net, Loss loss, int shares) {
        return new Supervised(new Learner(net, sgd(0.5), Steps.DEFAULT), options(loss, shares));
    }

    private static Block lenet() {
        return initialize(LeNet.of(3), new Shape(1, 1, 28, 28), 7);
    }

    /** Reads an image line by line. */
    private static Block rows() {
        Block net = seq(
                new LambdaBlock(images -> new NDList(images.head().reshape(-1, 28, 28))),
                lstm(16, finalState()),
                linear(3));
        return initialize(net, new Shape(1, 1, 28, 28), 7);
    }

    /** Has a second part for dark images only, which the first share of a batch may lack. */
    private static Block choosy() {
        return initialize(new Choosy(), new Shape(1, 1, 28, 28), 7);
    }

    private static final class Choosy extends Net {
        private final Block all = add("all", seq(flatten(), linear(3)));
        private final Block dark = add("dark", seq(flatten(), linear(3)));

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            NDArray mask =
                    x.reshape(x.size(0), -1).mean(new int[] {1}, true).lt(0.25).toType(DataType.FLOAT32, false);
            NDArray scores = pass.run(all, x);
            return Scalars.of(mask.max()) == 0
                    ? scores
                    : scores.add(pass.run(dark, x).mul(mask));
        }
    }

    private static Map<String, float[]> weights(Block net) {
        Map<String, float[]> weights = new TreeMap<>();
        Parameters.named(net)
                .forEach((name, parameter) ->
                        weights.put(name, parameter.getArray().toFloatArray()));
        return weights;
    }

    private static void assertClose(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 1e-4f, name));
    }

    private static LabelledImages noise(int n) {
        Random random = new Random(1);
        float[] pixels = new float[n * 28 * 28];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            labels[i] = 2 - 3L * i / n;
            float brightness = 0.2f + 0.1f * labels[i];
            for (int j = 0; j < 28 * 28; j++) {
                pixels[i * 28 * 28 + j] = brightness * (float) (2 * random.nextDouble());
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.create(pixels, new Shape(n, 1, 28, 28));
            return LabelledImages.of(images, manager.create(labels), List.of("dark", "grey", "bright"));
        }
    }
}
