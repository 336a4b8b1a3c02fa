package dev.crema.layers;

import static dev.crema.layers.Layers.*;
import static dev.crema.torch.PyTorchNumbers.assertPyTorch;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentTest {
    private static final Map<String, BiFunction<Integer, RecurrentOption[], Block>> WORDS =
            Map.of("RNN", Layers::rnn, "LSTM", Layers::lstm, "GRU", Layers::gru);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"RNN, 1", "RNN, 2", "LSTM, 1", "LSTM, 2", "GRU, 1", "GRU, 2"})
    void outputs_states_andAllGradients_arePyTorchs(String cell, int directions) {
        Block net = waves(cell, directions == 2 ? new RecurrentOption[] {bidirectional()} : new RecurrentOption[0]);
        NDList inputs = new NDList(wave(manager, 1, 2, 4, 3), wave(manager, 2, directions, 2, 2));
        if (cell.equals("LSTM")) {
            inputs.add(wave(manager, 3, directions, 2, 2));
        }
        inputs.forEach(array -> array.setRequiresGradient(true));
        String name = cell + directions;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList outputs = run(net, inputs);
            assertEquals(inputs.size(), outputs.size());
            assertPyTorch(name + " y", outputs.get(0));
            assertPyTorch(name + " hidden", outputs.get(1));
            NDArray y = outputs.get(0);
            collector.backward(
                    y.mul(wave(manager, 100, y.getShape().getShape())).sum());
        }
        assertPyTorch(name + " by x", inputs.get(0).getGradient());
        assertPyTorch(name + " by state", inputs.get(1).getGradient());
        net.getParameters()
                .forEach(entry -> assertPyTorch(
                        name + " by " + entry.getKey().replaceAll("(weight|bias)_([ih]h)", "$1_$2_l0"),
                        entry.getValue().getArray().getGradient()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RNN", "LSTM", "GRU"})
    void gradientsByTheWeights_areThoseOfFiniteDifferences(String cell) {
        Block net = waves(cell, bidirectional());
        NDArray x = wave(manager, 1, 2, 4, 3).mul(0.5f);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(run(net, new NDList(x)).head().pow(2).sum());
        }
        float step = 1e-2f;
        for (Parameter parameter : net.getParameters().values()) {
            NDArray weight = parameter.getArray();
            float[] at = weight.toFloatArray();
            float[] gradient = weight.getGradient().toFloatArray();
            for (int i = 0; i < at.length; i += 3) {
                double up = moved(net, weight, at, i, step, x);
                double down = moved(net, weight, at, i, -step, x);
                assertEquals((up - down) / (2 * step), gradient[i], 2e-3, parameter.getName() + " " + i);
            }
        }
    }

    @Test
    void finalState_isTheLastOutputOfEachDirection() {
        NDArray x = wave(manager, 1, 2, 4, 3);
        NDArray all = run(waves("GRU", bidirectional()), new NDList(x)).head();
        NDArray last =
                run(waves("GRU", bidirectional(), finalState()), new NDList(x)).head();
        assertEquals(new Shape(2, 4), last.getShape());
        assertArrayEquals(
                all.get(":, 3, :2").toFloatArray(), last.get(":, :2").toFloatArray(), "the way there ends at the end");
        assertArrayEquals(
                all.get(":, 0, 2:").toFloatArray(), last.get(":, 2:").toFloatArray(), "the way back at the start");
    }

    @Test
    void aSequenceInTwoParts_withTheStateHandedOver_givesTheSame() {
        Block net = waves("LSTM");
        NDArray x = wave(manager, 1, 2, 6, 3);
        NDArray zeros = manager.zeros(new Shape(1, 2, 2));
        NDList first = run(net, new NDList(x.get(":, :4"), zeros, zeros));
        NDList second = run(net, new NDList(x.get(":, 4:"), first.get(1), first.get(2)));
        float[] whole = run(net, new NDList(x)).head().toFloatArray();
        assertArrayEquals(whole, first.head().concat(second.head(), 1).toFloatArray(), 1e-6f);
    }

    @Test
    void theCallersList_staysAsItIs() {
        NDList inputs = new NDList(wave(manager, 1, 2, 4, 3));
        run(waves("LSTM"), inputs);
        assertEquals(1, inputs.size());
    }

    @Test
    void parametersAndCost_areThoseOfTheFormula() {
        Summary summary = summary(seq(embedding(100, 8), lstm(16, bidirectional(), finalState()), linear(2)), words());
        assertEquals(100 * 8, summary.rows().get(0).parameters());
        assertEquals(0, summary.rows().get(0).multiplyAdds());
        Summary.Row lstm = summary.rows().get(1);
        assertEquals("lstm1", lstm.path());
        assertEquals(2 * 4 * 16 * (8 + 16 + 2), lstm.parameters());
        assertEquals(new Shape(3, 32), lstm.output());
        assertEquals(3 * 5 * 2 * 4 * 16 * (8 + 16), lstm.multiplyAdds());
    }

    @Test
    void sameSeed_sameWeights_withinTheBoundOfPyTorch() {
        Block first = initialize(gru(4), new Shape(1, 5, 3), 7);
        Block second = initialize(gru(4), new Shape(1, 5, 3), 7);
        for (String name : first.getParameters().keys()) {
            float[] weights = first.getParameters().get(name).getArray().toFloatArray();
            assertArrayEquals(
                    weights, second.getParameters().get(name).getArray().toFloatArray());
            for (float weight : weights) {
                assertTrue(Math.abs(weight) <= 0.5 && weight != 0, name + " " + weight);
            }
        }
    }

    @Test
    void whatDoesNotFit_isRefused() {
        String image = refusal(() -> initialize(lstm(4), new Shape(1, 3, 8, 8), 0));
        assertTrue(image.startsWith("Layer lstm cannot take") && image.contains("lstm takes (N, T, features)"), image);
        Block net = initialize(gru(2), new Shape(1, 4, 3), 0);
        assertEquals(
                "gru has weights for 3 features at each step, not for the 5 of (1, 4, 5)",
                refusal(() -> run(net, new NDList(manager.zeros(new Shape(1, 4, 5))))));
        assertEquals(
                "gru takes a state of shapes [(1, 1, 2)], (directions, N, hidden), not [(1, 2, 2)]",
                refusal(() ->
                        run(net, new NDList(manager.zeros(new Shape(1, 4, 3)), manager.zeros(new Shape(1, 2, 2))))));
        String words = refusal(() -> run(net, new NDList(manager.zeros(new Shape(1, 4, 3), DataType.INT64))));
        assertTrue(
                words.startsWith("gru takes floating-point numbers, not INT64") && words.contains("embedding"), words);
        String type = refusal(() -> run(net, new NDList(manager.zeros(new Shape(1, 4, 3), DataType.FLOAT64))));
        assertTrue(type.startsWith("GRU cannot run over FLOAT64 (1, 4, 3)"), type);
        assertEquals("hidden is 0; it must be at least 1", refusal(() -> rnn(0)));
    }

    @Test
    void embedding_looksUpTheVectors_andRefusesWordsThatItDoesNotKnow() {
        Block net = initialize(embedding(10, 4), words(), 0);
        NDArray vectors = net.getParameters().valueAt(0).getArray();
        NDArray sentence = manager.create(new long[] {3, 9, 3}, new Shape(1, 3));
        NDArray y = run(net, new NDList(sentence)).head();
        assertEquals(new Shape(1, 3, 4), y.getShape());
        assertArrayEquals(vectors.get("9").toFloatArray(), y.get("0, 1").toFloatArray());
        assertArrayEquals(y.get("0, 0").toFloatArray(), y.get("0, 2").toFloatArray());
        assertFalse(
                Arrays.equals(vectors.get("0").toFloatArray(), vectors.get("1").toFloatArray()));
        assertEquals(
                "embedding: numbers of words run from 3 to 10; they must be from 0 to 9",
                refusal(() -> run(net, new NDList(manager.create(new long[] {3, 10}, new Shape(1, 2))))));
    }

    private static Shape words() {
        return new Shape(3, 5);
    }

    /** A layer of two units for three features, with the weights of operators.py. */
    private Block waves(String cell, RecurrentOption... options) {
        Block net = initialize(WORDS.get(cell).apply(2, options), new Shape(2, 4, 3), 0);
        int start = 10;
        for (Parameter parameter : net.getParameters().values()) {
            NDArray array = parameter.getArray();
            wave(manager, start++, array.getShape().getShape()).copyTo(array);
        }
        return net;
    }

    private double moved(Block net, NDArray weight, float[] at, int place, float step, NDArray x) {
        float[] there = at.clone();
        there[place] += step;
        weight.set(there);
        double value = run(net, new NDList(x)).head().pow(2).sum().getFloat();
        weight.set(at);
        return value;
    }

    private NDList run(Block net, NDList inputs) {
        return net.forward(new ParameterStore(manager, false), inputs, true);
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
