package dev.crema.training;

import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Examples;
import dev.crema.layers.Layers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks that are not trained one input, one output, one loss at a time. */
class LearnerTest {
    @Test
    void aGenerativeAdversarialPair_learnsWhereItsDataLie() {
        Examples data = around(3, 0.5, 512);
        Learner generator = learner(
                Layers.initialize(Layers.seq(Layers.linear(16), Layers.relu(), Layers.linear(1)), new Shape(1, 4), 1),
                adam(5e-3));
        Learner discriminator = learner(
                Layers.initialize(Layers.seq(Layers.linear(16), Layers.relu(), Layers.linear(1)), new Shape(1, 1), 2),
                adam(5e-3));
        Loss real = Loss.sigmoidBinaryCrossEntropyLoss();

        History history = fit(
                List.of(generator, discriminator),
                batch -> {
                    NDManager memory = batch.manager();
                    Shape noise = new Shape(batch.size(), 4);
                    NDArray yes = memory.ones(new Shape(batch.size(), 1));
                    NDArray no = memory.zeros(new Shape(batch.size(), 1));
                    Map<String, Double> losses = new LinkedHashMap<>();
                    losses.put("discriminator", discriminator.minimise(() -> {
                        NDArray fake =
                                generator.forward(memory.randomNormal(noise)).stopGradient();
                        NDArray ofReal = discriminator.forward(batch.inputs().head());
                        return real.evaluate(new NDList(yes), new NDList(ofReal))
                                .add(real.evaluate(new NDList(no), new NDList(discriminator.forward(fake))));
                    }));
                    losses.put(
                            "generator",
                            generator.minimise(() -> real.evaluate(
                                    new NDList(yes),
                                    new NDList(discriminator.forward(generator.forward(memory.randomNormal(noise)))))));
                    return losses;
                },
                data,
                epochs(60),
                batchSize(64),
                quiet());

        assertEquals(
                List.of("discriminator", "generator"),
                List.copyOf(history.epochs().get(0).training().keySet()));
        assertTrue(
                history.draw().alt().contains("Generator went from"),
                history.draw().alt());
        try (NDManager manager = NDManager.newBaseManager()) {
            float mean = generator
                    .forward(manager.randomNormal(new Shape(500, 4)))
                    .mean()
                    .getFloat();
            assertEquals(3, mean, 1, "the generator's mean, which began near 0");
        }
    }

    @Test
    void minimise_leavesOtherNetworksAlone_andForgetsTheirGradients() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Learner first = learner(Layers.initialize(Layers.linear(1), new Shape(1, 2), 1), sgd(0.1));
            Learner second = learner(Layers.initialize(Layers.linear(2), new Shape(1, 2), 2), sgd(0.1));
            NDArray x = manager.ones(new Shape(4, 2));
            float[] before = weights(first);
            second.minimise(() -> first.forward(second.forward(x)).square().mean());
            assertArrayEquals(before, weights(first));

            // the step of first is that of a fresh copy: what second's loss left in its gradient is gone
            Block fresh = Layers.initialize(Layers.linear(1), new Shape(1, 2), 1);
            learner(fresh, sgd(0.1)).minimise(() -> new Learner(fresh, sgd(0.1), Steps.DEFAULT)
                    .forward(x)
                    .square()
                    .mean());
            first.minimise(() -> first.forward(x).square().mean());
            assertFalse(Arrays.equals(before, weights(first)));
            assertArrayEquals(fresh.getParameters().valueAt(0).getArray().toFloatArray(), weights(first));
        }
    }

    @Test
    void severalInputsAndOutputs_goThroughTheSameFit() {
        Random random = new Random(3);
        float[] a = new float[256];
        float[] b = new float[256];
        float[] sum = new float[256];
        float[] difference = new float[256];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat();
            b[i] = random.nextFloat();
            sum[i] = a[i] + b[i];
            difference[i] = a[i] - b[i];
        }
        Shape column = new Shape(256, 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Examples examples = Examples.of(
                    new NDList(manager.create(a, column), manager.create(b, column)),
                    new NDList(manager.create(sum, column), manager.create(difference, column)));
            Block joined = new SequentialBlock()
                    .add(new LambdaBlock(both -> new NDList(both.get(0).concat(both.get(1), 1))))
                    .add(new ParallelBlock(outputs -> new NDList(
                                    outputs.get(0).head(), outputs.get(1).head()))
                            .add(Layers.linear(1))
                            .add(Layers.linear(1)));
            Loss both = new Loss("two errors") {
                @Override
                public NDArray evaluate(NDList targets, NDList outputs) {
                    return outputs.get(0)
                            .sub(targets.get(0))
                            .square()
                            .mean()
                            .add(outputs.get(1).sub(targets.get(1)).square().mean());
                }
            };
            History history =
                    fit(joined, examples, examples, epochs(40), batchSize(32), adam(0.05), loss(both), quiet());
            assertTrue(history.last().orElseThrow().validationLoss() < 1e-3, history.summary());
        }
    }

    @Test
    void aLossThatCannotCompare_isRefusedBeforeAnythingChanges() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> fit(
                                Layers.linear(2), around(0, 1, 8), around(0, 1, 8), loss(meanSquaredError()), quiet()))
                .getMessage();
        assertTrue(message.contains("[(1, 2)]") && message.contains("mean squared error"), message);
    }

    @Test
    void labelsThatTheNetworkHasNoScoreFor_areRefusedBeforeAnythingChanges() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Examples examples = Examples.of(
                    new NDList(manager.ones(new Shape(4, 2))), new NDList(manager.create(new long[] {0, 1, 2, 3})));
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> fit(Layers.linear(3), examples, examples, batchSize(4), quiet()))
                    .getMessage();
            assertTrue(message.contains("one is 3") && message.contains("0 to 2"), message);
        }
    }

    @Test
    void dataThatIsNotFinite_isNamedWhenTrainingFails() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Examples examples = Examples.of(
                    new NDList(manager.create(new float[] {1, Float.NaN}, new Shape(2, 1))),
                    new NDList(manager.ones(new Shape(2, 1))));
            String message = assertThrows(
                            DivergedException.class,
                            () -> fit(
                                    Layers.linear(1),
                                    examples,
                                    examples,
                                    batchSize(2),
                                    loss(meanSquaredError()),
                                    quiet()))
                    .getMessage();
            assertTrue(message.contains("inputs of this batch are not finite"), message);
        }
    }

    @Test
    void theLayerWhoseOutputIsNotFinite_isNamed() {
        Block net = Layers.seq(
                Layers.linear(2),
                Blocks.identityBlock(),
                new LambdaBlock(x -> new NDList(x.head().sub(100).log()), "logarithm"));
        Examples examples = around(0, 1, 8);
        String message = assertThrows(
                        DivergedException.class,
                        () -> fit(net, examples, examples, batchSize(8), loss(mean(1)), quiet()))
                .getMessage();
        assertTrue(message.contains("first layer whose output is not finite is logarithm1"), message);
    }

    @Test
    void weightsThatAreNotFinite_areNamed_andPutBack() {
        Block net = Layers.initialize(Layers.seq(Layers.linear(2), Layers.linear(1)), new Shape(1, 1), 1);
        float[] before = net.getParameters().valueAt(0).getArray().toFloatArray();
        Examples examples = around(1, 1, 8);
        String message = assertThrows(
                        DivergedException.class,
                        () -> fit(
                                net, examples, examples, epochs(3), batchSize(8), sgd(1e38), loss(mean(1e6f)), quiet()))
                .getMessage();
        assertTrue(message.contains("A step made weights infinite"), message);
        assertTrue(message.contains("first weights that are not finite are linear1.weight"), message);
        assertArrayEquals(before, net.getParameters().valueAt(0).getArray().toFloatArray());
    }

    @Test
    void aNetworkWithoutParameters_isRefused() {
        String message = assertThrows(IllegalStateException.class, () -> learner(Layers.linear(1), adam(1e-3)))
                .getMessage();
        assertTrue(message.contains("initialize(net"), message);
    }

    private static Loss mean(float factor) {
        return new Loss("mean of squares") {
            @Override
            public NDArray evaluate(NDList targets, NDList outputs) {
                return outputs.head().square().mean().mul(factor);
            }
        };
    }

    private static float[] weights(Learner learner) {
        return learner.net().getParameters().valueAt(0).getArray().toFloatArray();
    }

    private static Examples around(double mean, double deviation, int n) {
        Random random = new Random(5);
        double[] numbers = random.doubles(n)
                .map(u -> mean + deviation * random.nextGaussian())
                .toArray();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray column =
                    manager.create(numbers).toType(DataType.FLOAT32, false).reshape(n, 1);
            return Examples.of(new NDList(column), new NDList(column));
        }
    }
}
