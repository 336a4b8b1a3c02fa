package dev.crema.training;

import static dev.crema.layers.Layers.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Say what was two steps ago: a task that only a network with a memory can learn. */
class SequencesTest {
    private static final int WORDS = 5;
    private static final int STEPS = 8;
    private static final long PADDING = -1;
    private static final Map<String, Supplier<Block>> LAYERS = Map.of(
            "rnn",
            () -> rnn(32),
            "lstm",
            () -> lstm(32),
            "gru",
            () -> gru(32),
            "both ways",
            () -> lstm(32, bidirectional()));

    @ParameterizedTest
    @ValueSource(strings = {"rnn", "lstm", "gru", "both ways"})
    void whatWasTwoStepsAgo_isLearned_withTheSameCurveForTheSameSeed(String layer) {
        double[] losses = train(layer, 80);
        assertTrue(losses[0] > 1.4, "without knowledge the loss is ln 5, but was " + losses[0]);
        assertTrue(losses[79] < 0.2, "after training it was " + losses[79]);
        assertArrayEquals(losses, train(layer, 80));
    }

    private static double[] train(String layer, int steps) {
        Block net = seq(
                embedding(WORDS, 8), Objects.requireNonNull(LAYERS.get(layer)).get(), linear(WORDS));
        Examples examples = examples(32 * steps);
        History history = fit(
                net,
                examples,
                examples,
                adam(2e-2),
                clipNorm(1),
                batchSize(32),
                loss(Losses.maskedCrossEntropy(PADDING)),
                quiet());
        double loss = history.last().orElseThrow().validationLoss();
        assertTrue(loss < 0.25, "mean over all words but the padding: " + loss);
        assertTrue(history.last().orElseThrow().validationAccuracy() > 0.9, history.summary());
        return history.batchLosses();
    }

    private static Examples examples(int n) {
        long[] words = new Random(1).longs((long) n * STEPS, 0, WORDS).toArray();
        long[] labels = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            labels[i] = i % STEPS < 2 ? PADDING : words[i - 2];
        }
        Shape shape = new Shape(n, STEPS);
        try (NDManager manager = NDManager.newBaseManager()) {
            return Examples.of(new NDList(manager.create(words, shape)), new NDList(manager.create(labels, shape)));
        }
    }
}
