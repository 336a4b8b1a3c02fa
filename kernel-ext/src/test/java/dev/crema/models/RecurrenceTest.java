package dev.crema.models;

import static dev.crema.layers.Layers.bidirectional;
import static dev.crema.layers.Layers.gru;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.lstm;
import static dev.crema.layers.Layers.rnn;
import static dev.crema.layers.Layers.seq;
import static dev.crema.models.ModelChecks.gaussian;
import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import dev.crema.layers.Summary;
import dev.crema.layers.Trace;
import dev.crema.training.Losses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
    private static final int FEATURES = 3;
    private static final int HIDDEN = 5;
    private static final Map<String, Supplier<Block>> WRITTEN_OUT = Map.of(
            "rnn",
            () -> SimpleRnn.of(HIDDEN),
            "lstm",
            () -> Lstm.of(HIDDEN),
            "gru",
            () -> Gru.of(HIDDEN),
            "both ways",
            () -> Bidirectional.of(Lstm.of(HIDDEN), Lstm.of(HIDDEN)),
            "stacked",
            () -> seq(Lstm.of(HIDDEN), Gru.of(HIDDEN)),
            "stacked both ways",
            () -> seq(both(), both()));
    private static final Map<String, Supplier<Block>> FUSED = Map.of(
            "rnn",
            () -> rnn(HIDDEN),
            "lstm",
            () -> lstm(HIDDEN),
            "gru",
            () -> gru(HIDDEN),
            "both ways",
            () -> lstm(HIDDEN, bidirectional()),
            "stacked",
            () -> seq(lstm(HIDDEN), gru(HIDDEN)),
            "stacked both ways",
            () -> seq(gru(HIDDEN, bidirectional()), gru(HIDDEN, bidirectional())));

    private final NDManager manager = NDManager.newBaseManager();

    private static Block both() {
        return Bidirectional.of(Gru.of(HIDDEN), Gru.of(HIDDEN));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rnn", "lstm", "gru", "both ways", "stacked", "stacked both ways"})
    void outputs_andAllGradients_areThoseOfTheFusedLayer(String kind) {
        Shape shape = new Shape(4, 7, FEATURES);
        Block fused = Layers.initialize(made(FUSED, kind), shape, 1);
        Block net = Layers.initialize(made(WRITTEN_OUT, kind), shape, 2);
        Map<String, Parameter> weights = Parameters.named(net);
        assertEquals(Parameters.named(fused).size(), weights.size());
        Parameters.named(fused).forEach((name, parameter) -> parameter
                .getArray()
                .copyTo(Objects.requireNonNull(weights.get(inside(name, kind)), name)
                        .getArray()));

        Map<String, float[]> expected = outputAndGradients(fused);
        Map<String, float[]> actual = outputAndGradients(net);
        expected.forEach((name, numbers) ->
                assertArrayEquals(numbers, Objects.requireNonNull(actual.get(inside(name, kind)), name), 1e-5f, name));
    }

    /** Where the weights of a direction are that the fused layer marks by "_reverse". */
    private static String inside(String name, String kind) {
        if (!kind.endsWith("both ways") || !name.matches(".*(weight|bias)_.*")) {
            return name;
        }
        String path = name.replaceFirst("gru(\\d)", "bidirectional$1");
        int parameter = path.lastIndexOf('.') + 1;
        return path.substring(0, parameter)
                + (path.endsWith("_reverse") ? "backward." : "forward.")
                + path.substring(parameter).replace("_reverse", "");
    }

    private Map<String, float[]> outputAndGradients(Block net) {
        NDArray x = gaussian(manager, new Shape(4, 7, FEATURES));
        x.setRequiresGradient(true);
        Map<String, float[]> numbers = new LinkedHashMap<>();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = net.forward(new ParameterStore(manager, false), new NDList(x), true)
                    .singletonOrThrow();
            numbers.put("output", y.toFloatArray());
            collector.backward(y.mul(gaussian(manager, y.getShape())).sum());
        }
        numbers.put("by the input", x.getGradient().toFloatArray());
        Parameters.named(net)
                .forEach((name, parameter) ->
                        numbers.put(name, parameter.getArray().getGradient().toFloatArray()));
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rnn", "lstm", "gru", "both ways", "stacked"})
    void shapesAsComputed_savedAndLoaded_andOneBatchByHeart(String kind) {
        NDList x = new NDList(gaussian(manager, new Shape(6, 4, FEATURES)));
        ModelChecks.assertGivesItsShapes(() -> made(WRITTEN_OUT, kind), x);
        ModelChecks.assertSurvivesSaving(() -> made(WRITTEN_OUT, kind), x);
        long[] labels = {0, 1, 1, 0, 2, 1, 0, 0, 2, 2, 1, 0, 1, 2, 0, 2, 2, 1, 1, 0, 2, 0, 1, 2};
        ModelChecks.assertLearnsByHeart(
                () -> seq(made(WRITTEN_OUT, kind), linear(24), Layers.relu(), linear(3)),
                x,
                new NDList(manager.create(labels, new Shape(6, 4))),
                Losses.maskedCrossEntropy(-1),
                5e-2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rnn", "lstm", "gru"})
    void summary_countsParametersAndCostsOfTheFusedLayer_inOneRow(String kind) {
        Shape shape = new Shape(2, 7, FEATURES);
        Summary.Row expected =
                Layers.summary(seq(made(FUSED, kind)), shape).rows().get(0);
        Block net = seq(made(WRITTEN_OUT, kind));
        Summary summary = Layers.summary(net, shape);
        Summary.Row row = summary.rows().get(summary.rows().size() - 1);
        assertEquals(expected.output(), row.output());
        assertEquals(expected.parameters(), row.parameters());
        assertEquals(expected.multiplyAdds(), row.multiplyAdds());
        assertEquals(expected.parameters(), summary.parameters());
        assertEquals(
                summary.rows().size(),
                summary.rows().stream().map(Summary.Row::path).distinct().count());
        assertEquals(summary, Layers.summary(Layers.initialize(net, shape, 1), shape), "with weights as without");
    }

    @Test
    void gates_canBeLookedAt_stepByStep() {
        NDArray x = gaussian(manager, new Shape(2, 7, FEATURES));
        Block net = Layers.initialize(seq(Lstm.of(HIDDEN), linear(1)), x.getShape(), 1);
        List<NDArray> forget = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        Trace.run(net, x, (path, layer, input, output) -> {
            paths.add(path);
            if (path.equals("lstm1.forgetGate")) {
                forget.add(output);
            }
        });
        assertEquals(7, forget.size());
        assertTrue(paths.containsAll(
                List.of("lstm1.inputGate", "lstm1.forgetGate", "lstm1.candidate", "lstm1.outputGate", "lstm1")));
        for (NDArray gate : forget) {
            assertEquals(new Shape(2, HIDDEN), gate.getShape());
            assertTrue(gate.gt(0).all().getBoolean() && gate.lt(1).all().getBoolean());
        }
    }

    @Test
    void lstm_whoseForgetGateIsOpen_andInputGateShut_keepsItsCell() {
        // with the input gate open at the first step only, the cell stays what it was made then
        NDArray x = manager.zeros(new Shape(1, 20, 1));
        x.set(new NDIndex("0, 0, 0"), 1);
        Block net = Layers.initialize(Lstm.of(1), x.getShape(), 1);
        Map<String, Parameter> weights = Parameters.named(net);
        // rows: input gate, forget gate, candidate, output gate
        weights.get("weight_ih").getArray().set(new float[] {200, 0, 100, 0});
        weights.get("weight_hh").getArray().set(new float[4]);
        weights.get("bias_ih").getArray().set(new float[] {-100, 100, 0, 100});
        weights.get("bias_hh").getArray().set(new float[4]);
        float[] h = run(net, x).toFloatArray();
        for (float state : h) {
            assertEquals(Math.tanh(1), state, 1e-6);
        }
    }

    @Test
    void simpleRnn_byHand() {
        Block net = Layers.initialize(SimpleRnn.of(1), new Shape(1, 2, 1), 1);
        Map<String, Parameter> weights = Parameters.named(net);
        weights.get("weight_ih").getArray().set(new float[] {0.5f});
        weights.get("weight_hh").getArray().set(new float[] {-2});
        weights.get("bias_ih").getArray().set(new float[] {0.25f});
        weights.get("bias_hh").getArray().set(new float[] {0.125f});
        double first = Math.tanh(0.5 * 3 + 0.375);
        double second = Math.tanh(0.5 * -1 + 0.375 - 2 * first);
        assertArrayEquals(
                new float[] {(float) first, (float) second},
                run(net, manager.create(new float[] {3, -1}, new Shape(1, 2, 1)))
                        .toFloatArray(),
                1e-6f);
    }

    @Test
    void oneStepOfOneFeature_isEnough_andNoneIsRefused() {
        assertEquals(
                new Shape(1, 1, 2),
                run(Layers.initialize(Gru.of(2), new Shape(1, 1, 1), 1), manager.zeros(new Shape(1, 1, 1)))
                        .getShape());
        String image = refusal(() -> Layers.initialize(Lstm.of(4), new Shape(1, 3, 8, 8), 0));
        assertTrue(image.contains("Lstm takes (N, T, features), with at least one step"), image);
        String empty = refusal(() -> Layers.initialize(Lstm.of(4), new Shape(1, 0, 8), 0));
        assertTrue(empty.contains("not (1, 0, 8)"), empty);
        Block net = Layers.initialize(Gru.of(2), new Shape(1, 4, 3), 0);
        assertEquals(
                "Gru has weights for 3 features at each step, not for the 5 of (1, 4, 5)",
                refusal(() -> run(net, manager.zeros(new Shape(1, 4, 5)))));
        String words = refusal(() -> run(net, manager.zeros(new Shape(1, 4, 3), DataType.INT64)));
        assertTrue(
                words.startsWith("Gru takes floating-point numbers, not INT64") && words.contains("embedding"), words);
        assertEquals("hidden is 0; it must be at least 1", refusal(() -> SimpleRnn.of(0)));
    }

    private static Block made(Map<String, Supplier<Block>> makers, String kind) {
        return Objects.requireNonNull(makers.get(kind)).get();
    }
}
