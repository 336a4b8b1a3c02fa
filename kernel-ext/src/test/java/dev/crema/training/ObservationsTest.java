package dev.crema.training;

import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    @Test
    void gradientNorms_areThoseOfHand() {
        // ŷ = w·x + b with w = 1, b = 0 at x = 2, y = 0: loss = 4, dloss/dw = 2·2·2 = 8, dloss/db = 4
        Block net = Layers.initialize(Layers.seq(Layers.linear(1)), new Shape(1, 1), 0);
        set(net, "linear1.weight", 1);
        set(net, "linear1.bias", 0);
        Examples one = examples(new float[] {2}, new float[] {0});
        Observations observations = observe(net, one, meanSquaredError());
        fit(net, one, one, batchSize(1), sgd(1e-6), loss(meanSquaredError()), callback(observations), quiet());

        assertEquals(2, observations.all().size(), "before training and after the epoch");
        Observations.Observation before = observations.all().get(0);
        assertEquals(
                Math.sqrt(8 * 8 + 4 * 4),
                Objects.requireNonNull(before.gradientNorms().get("linear1")),
                1e-4);
        assertTrue(before.nativeBytes() > 0);
    }

    @Test
    void deadUnits_areThoseThatAnswerToNothing() {
        Block net =
                Layers.initialize(Layers.seq(Layers.linear(2), Layers.relu(), Layers.linear(1)), new Shape(1, 1), 0);
        set(net, "linear1.weight", 1, 1);
        set(net, "linear1.bias", 0, -100);
        Examples examples = examples(new float[] {1, 2}, new float[] {1, 2});
        Observations observations = observe(net, examples, meanSquaredError());
        fit(
                net,
                examples,
                examples,
                epochs(3),
                batchSize(2),
                sgd(1e-3),
                loss(meanSquaredError()),
                callback(observations),
                quiet());
        Observations.Observation last = observations.all().get(3);
        assertEquals(0.5, last.deadUnits().get("relu1"));
        String alt = observations.draw().alt();
        assertTrue(alt.contains("relu1 50 %") && alt.contains("linear2"), alt);
    }

    @Test
    void aFeatureMapIsDead_whenItIsSilentInAllPlacesOfAllImages() {
        Block net = Layers.initialize(
                Layers.seq(Layers.conv(4, 1), Layers.relu(), Layers.flatten(), Layers.linear(2)),
                new Shape(1, 1, 2, 2),
                0);
        set(net, "conv1.weight", 1, 1, -1, 0);
        set(net, "conv1.bias", 0, -0.75f, 0, 0);
        try (NDManager manager = NDManager.newBaseManager()) {
            // brightest 0.5 in the first image, 1 in the second: the second map answers in one place
            NDArray images = manager.create(new float[] {0, 0.5f, 0, 0, 0, 0, 0, 1}, new Shape(2, 1, 2, 2));
            Examples examples = Examples.of(new NDList(images), new NDList(manager.create(new long[] {0, 1})));
            Observations observations = observe(net, examples);
            fit(net, examples, examples, batchSize(2), sgd(1e-9), callback(observations), quiet());
            assertEquals(0.5, observations.all().get(0).deadUnits().get("relu1"), "maps 3 and 4");
        }
    }

    @Test
    void observing_changesNothing() {
        Examples examples = examples(new float[] {1, 2, 3, 4}, new float[] {1, 0, 1, 0});
        Block watched = net();
        Block alone = net();
        double[] curve = fit(
                        watched,
                        examples,
                        examples,
                        epochs(4),
                        batchSize(2),
                        loss(meanSquaredError()),
                        quiet(),
                        callback(observe(watched, examples, meanSquaredError())))
                .batchLosses();
        assertArrayEquals(
                fit(alone, examples, examples, epochs(4), batchSize(2), loss(meanSquaredError()), quiet())
                        .batchLosses(),
                curve);
    }

    @Test
    void drawingBeforeTraining_saysHowToTrain() {
        Examples examples = examples(new float[] {1}, new float[] {1});
        String message = assertThrows(IllegalStateException.class, () -> observe(net(), examples, meanSquaredError())
                        .draw())
                .getMessage();
        assertTrue(message.contains("callback(observations)"), message);
    }

    @Test
    void theLearningRateFinder_findsARateThatTrains_andLeavesTheNetworkAsItWas() {
        Examples examples = line();
        Block net = net();
        float[] before = Objects.requireNonNull(Parameters.named(net).get("linear1.weight"))
                .getArray()
                .toFloatArray();
        LearningRates found = findLearningRate(net, examples, sgd(1), batchSize(16), loss(meanSquaredError()));
        assertArrayEquals(
                before,
                Objects.requireNonNull(Parameters.named(net).get("linear1.weight"))
                        .getArray()
                        .toFloatArray());
        assertTrue(found.rates()[found.rates().length - 1] > found.suggested());
        assertTrue(found.suggested() > 1e-4 && found.suggested() < 1, found.suggested() + " is far off");
        History history = fit(
                net,
                examples,
                examples,
                epochs(20),
                batchSize(16),
                sgd(found.suggested()),
                loss(meanSquaredError()),
                quiet());
        assertTrue(
                history.epochs().get(19).loss() < history.epochs().get(0).loss() / 2,
                "the rate found trains: " + found.suggested());
        assertTrue(
                found.draw().alt().contains("a tenth of the one"), found.draw().alt());
    }

    @Test
    void theLearningRateFinder_givesTheSameTwice() {
        LearningRates once = findLearningRate(net(), line(), adam(1), batchSize(16), loss(meanSquaredError()));
        LearningRates twice = findLearningRate(net(), line(), adam(1), batchSize(16), loss(meanSquaredError()));
        assertArrayEquals(once.losses(), twice.losses());
    }

    private static Block net() {
        return Layers.initialize(Layers.seq(Layers.linear(4), Layers.tanh(), Layers.linear(1)), new Shape(1, 1), 1);
    }

    private static Examples line() {
        float[] x = new float[64];
        float[] y = new float[64];
        for (int i = 0; i < 64; i++) {
            x[i] = i / 32f - 1;
            y[i] = 3 * x[i] + 1;
        }
        return examples(x, y);
    }

    private static Examples examples(float[] x, float[] y) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray inputs = manager.create(x, new Shape(x.length, 1));
            return Examples.of(new NDList(inputs), new NDList(manager.create(y, new Shape(y.length, 1))));
        }
    }

    private static void set(Block net, String parameter, float... values) {
        Objects.requireNonNull(Parameters.named(net).get(parameter)).getArray().set(values);
    }
}
