package dev.crema.training;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.crema.torch.Gradients;
import java.util.ArrayList;
import java.util.List;
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
        List<Float> losses = train(layer, 80);
        assertTrue(losses.get(0) > 1.4, "without knowledge the loss is ln 5, but was " + losses.get(0));
        assertTrue(losses.get(79) < 0.2, "after training it was " + losses.get(79));
        assertEquals(losses.subList(0, 10), train(layer, 10));
    }

    private static List<Float> train(String layer, int count) {
        Block net = seq(
                embedding(WORDS, 8), Objects.requireNonNull(LAYERS.get(layer)).get(), linear(WORDS));
        initialize(net, new Shape(32, STEPS), 1);
        Adam adam = Training.adam(2e-2);
        Random random = new Random(1);
        List<Float> losses = new ArrayList<>();
        try (Weights weights = new Weights(net)) {
            for (int i = 0; i < count; i++) {
                try (NDManager batch = NDManager.newBaseManager();
                        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    losses.add(step(net, batch, collector, random));
                    Gradients.clipNorm(net.getParameters(), 1);
                    weights.step(adam);
                }
            }
        }
        return losses;
    }

    private static float step(Block net, NDManager batch, GradientCollector collector, Random random) {
        long[] words = random.longs(32L * STEPS, 0, WORDS).toArray();
        long[] labels = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            labels[i] = i % STEPS < 2 ? PADDING : words[i - 2];
        }
        Shape shape = new Shape(32, STEPS);
        NDList scores = net.forward(new ParameterStore(batch, false), new NDList(batch.create(words, shape)), true);
        NDArray loss = new MaskedSoftmaxCrossEntropy(PADDING).evaluate(new NDList(batch.create(labels, shape)), scores);
        collector.backward(loss);
        return loss.getFloat();
    }
}
