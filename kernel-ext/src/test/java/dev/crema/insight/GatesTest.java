package dev.crema.insight;

import static dev.crema.insight.AttributionTest.assertFigure;
import static dev.crema.insight.AttributionTest.assertMessage;
import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Trace;
import dev.crema.models.AttentionSeq2Seq;
import dev.crema.models.Bidirectional;
import dev.crema.models.Gru;
import dev.crema.models.Lstm;
import dev.crema.models.Seq2Seq;
import dev.crema.models.SimpleRnn;
import dev.crema.models.TextClassifier;
import dev.crema.torch.PyTorchNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final float THREE_QUARTERS = (float) Math.log(3); // under the logistic function
    private static final float HALF = 0.54930614f; // under tanh
    private static final Tokens TEXT = new Tokens(List.of("a", "fine", "film", "!"), new int[] {4, 7, 5, 8});

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ofAnLstm_theyAreWhatIsWorkedByHand() {
        for (Block lstm : List.of(lstm(1), Lstm.of(1))) {
            Block net = initialize(seq(lstm), new Shape(1, 2, 1), 0);
            set(net, THREE_QUARTERS, 0, HALF, -THREE_QUARTERS);
            Gates gates = Insight.gates(net, manager.ones(new Shape(2, 1)), "lstm1");
            Map<String, double[]> expected = Map.of(
                    "input gate", new double[] {0.75, 0.75},
                    "forget gate", new double[] {0.5, 0.5},
                    "candidate", new double[] {0.5, 0.5},
                    "output gate", new double[] {0.25, 0.25},
                    "cell", new double[] {0.375, 0.5625},
                    "hidden state", new double[] {0.25 * Math.tanh(0.375), 0.25 * Math.tanh(0.5625)});
            assertEquals(expected.keySet(), gates.values().keySet());
            expected.forEach((name, values) -> assertArrayEquals(values, gates.mean(name), 1e-6, name));
            assertEquals(List.of("0", "1"), gates.steps());
        }
    }

    @Test
    void ofAGruAndASimpleNetwork_theyAreWhatIsWorkedByHand() {
        Block gru = initialize(seq(gru(1)), new Shape(1, 2, 1), 0);
        set(gru, THREE_QUARTERS, 0, HALF);
        Gates gates = Insight.gates(gru, manager.ones(new Shape(2, 1)), "gru1");
        assertEquals(
                List.of("reset gate", "update gate", "candidate", "hidden state"),
                List.copyOf(gates.values().keySet()));
        assertArrayEquals(new double[] {0.75, 0.75}, gates.mean("reset gate"), 1e-6);
        assertArrayEquals(new double[] {0.25, 0.375}, gates.mean("hidden state"), 1e-6, "½·h + ½·½");
        Block simple = initialize(seq(SimpleRnn.of(1)), new Shape(1, 2, 1), 0);
        set(simple, HALF);
        assertArrayEquals(
                new double[] {0.5, 0.5},
                Insight.gates(simple, manager.ones(new Shape(2, 1)), "simpleRnn1")
                        .mean("hidden state"),
                1e-6);
    }

    @Test
    void withRandomWeights_theyAreTheParts_thatTheWrittenOutNetworksRun() {
        for (Block part : List.of(Lstm.of(5), Gru.of(5))) {
            Block net = initialize(seq(part, linear(2)), new Shape(1, 6, 3), 1);
            String path = Insight.layers(net).stream()
                    .filter(name -> name.endsWith("1"))
                    .findFirst()
                    .orElseThrow();
            NDArray x = PyTorchNumbers.wave(manager, 4, 6, 3);
            Gates gates = Insight.gates(net, x, path);
            for (Map.Entry<String, String> gate : Map.of(
                            "inputGate", "input gate",
                            "forgetGate", "forget gate",
                            "outputGate", "output gate",
                            "candidate", "candidate",
                            "resetGate", "reset gate",
                            "updateGate", "update gate")
                    .entrySet()) {
                List<float[]> steps = new ArrayList<>();
                Trace.run(net, x.expandDims(0), (name, block, input, output) -> {
                    if (name.endsWith("." + gate.getKey())) {
                        steps.add(output.toFloatArray());
                    }
                });
                assertTrue(steps.size() == (gates.values().containsKey(gate.getValue()) ? 6 : 0), gate.getKey());
                for (int step = 0; step < steps.size(); step++) {
                    for (int unit = 0; unit < 5; unit++) {
                        double[][] values = gates.values().get(gate.getValue());
                        assertEquals(steps.get(step)[unit], values[unit][step], 1e-5, gate.getKey());
                    }
                }
            }
        }
    }

    @Test
    void ofALayerInBothDirections_bothAreShown_andTheStatesAreItsOutput() {
        NDArray x = PyTorchNumbers.wave(manager, 4, 6, 3);
        Block net = initialize(seq(lstm(4, bidirectional())), new Shape(1, 6, 3), 2);
        Gates gates = Insight.gates(net, x, "lstm1");
        assertEquals(12, gates.values().size());
        float[] output =
                Trace.run(net, x.expandDims(0), (path, layer, a, b) -> {}).toFloatArray();
        for (int i = 0; i < output.length; i++) {
            String name = i % 8 < 4 ? "hidden state" : "hidden state, backwards";
            assertEquals(output[i], gates.values().get(name)[i % 4][i / 8], 1e-5);
        }
        Block last = initialize(seq(gru(4, bidirectional(), finalState())), new Shape(1, 6, 3), 2);
        assertEquals(8, Insight.gates(last, x, "gru1").values().size(), "only the last state is given");
    }

    @Test
    void ofTexts_theStepsAreTheTokensInTheOrderTheyAreRead() {
        Block reader = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        Gates gates = Insight.gates(reader, "lstm", TEXT);
        assertEquals(TEXT.words(), gates.steps());
        assertEquals(6, gates.values().get("cell").length);
        Tokens target = new Tokens(List.of("<start>", "ein"), new int[] {2, 4});
        Block attentive = initialize(AttentionSeq2Seq.of(9, 9, 4), 1, new Shape(1, 4), new Shape(1, 2));
        assertEquals(
                TEXT.words(), Insight.gates(attentive, "encoder", TEXT, target).steps());
        assertEquals(
                target.words(),
                Insight.gates(attentive, "decoder", TEXT, target).steps(),
                "from the encoder's state");
        Block backwards = initialize(Seq2Seq.of(9, 9, 4), 1, new Shape(1, 4), new Shape(1, 2));
        List<String> reversed = List.of("!", "film", "fine", "a");
        assertEquals(reversed, Insight.gates(backwards, "encoder", TEXT, target).steps());
        Block both = initialize(
                seq(embedding(9, 4), Bidirectional.of(Lstm.of(3), Lstm.of(3)), linear(2)), new Shape(1, 4), 1);
        assertEquals(
                TEXT.words(),
                Insight.gates(both, "bidirectional1.forward", TEXT).steps());
        assertEquals(
                reversed, Insight.gates(both, "bidirectional1.backward", TEXT).steps());
    }

    @Test
    void figure_showsEachGateAndState_escaped_andTheSameEachTime() {
        Tokens odd = new Tokens(List.of("<b>", "fine", "film", "!"), TEXT.ids());
        Block reader = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        Gates gates = Insight.gates(reader, "lstm", odd);
        assertFigure(gates, "lstm over 4 steps, 6 units", "forget gate: on average 0.", "hidden state: mean");
        String svg = gates.draw().svg().orElseThrow();
        assertTrue(svg.contains("Forget gate") && svg.contains("&lt;b&gt;") && !svg.contains("<b>"));
        assertTrue(gates.draw().text().contains("output gate"), gates.draw().text());
    }

    @Test
    void looking_leavesNoArrays() {
        Block net = initialize(seq(lstm(4), linear(2)), new Shape(1, 6, 3), 2);
        NDArray x = manager.ones(new Shape(6, 3));
        NDManager owner = net.getParameters().valueAt(0).getArray().getManager();
        int before = owner.getManagedArrays().size();
        int held = manager.getManagedArrays().size();
        Insight.gates(net, x, "lstm1");
        assertEquals(before, owner.getManagedArrays().size());
        assertEquals(held, manager.getManagedArrays().size());
    }

    @Test
    void badInput_isRefusedWithTheLayersThereAre() {
        Block net = initialize(TextClassifier.of(9, 4, 6, 2), new Shape(1, 4), 1);
        assertMessage("ask for lstm", () -> Insight.gates(net, "classes", TEXT));
        assertMessage("it has", () -> Insight.gates(net, "gru", TEXT));
        assertMessage("[T, features]", () -> Insight.gates(net, manager.ones(new Shape(1, 2, 3)), "lstm"));
        assertMessage(
                "there is input gate", () -> Insight.gates(net, "lstm", TEXT).mean("gate"));
        Block none = initialize(seq(linear(2)), new Shape(1, 2, 3), 1);
        assertMessage("no layer such as", () -> Insight.gates(none, manager.ones(new Shape(2, 3)), "linear1"));
    }

    /** Sets the input weights of a net of one unit and one feature, and all others to 0. */
    private static void set(Block net, float... inputWeights) {
        for (int i = 0; i < 4; i++) {
            NDArray array = net.getParameters().valueAt(i).getArray();
            AttributionTest.set(array, i == 0 ? inputWeights : new float[inputWeights.length]);
        }
    }
}
