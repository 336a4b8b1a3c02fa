package dev.crema.models;

import static dev.crema.models.ModelChecks.gaussian;
import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelChecks.run;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import dev.crema.layers.Trace;
import dev.crema.torch.PyTorchNumbers;
import dev.crema.training.Losses;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttentionTest {
    // attention.py made them
    private static final Map<String, float[]> PYTORCH = PyTorchNumbers.read(AttentionTest.class, "attention.csv");

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void dotProduct_isTheFormula_onHandWorkedNumbers() {
        // scores 0 and ln 3 · 2 / √4: shares 1/4 and 3/4 of the values 4 and 8
        NDArray query = manager.create(new float[] {2, 0, 0, 0}, new Shape(1, 1, 4));
        NDArray key = manager.create(new float[] {0, 9, 9, 9, (float) Math.log(3), 9, 9, 9}, new Shape(1, 2, 4));
        NDArray value = manager.create(new float[] {4, 8}, new Shape(1, 2, 1));
        NDList outputs = made(Attention.dotProduct(), query, key, value);
        assertArrayEquals(new float[] {0.25f, 0.75f}, outputs.get(1).toFloatArray(), 1e-6f);
        assertArrayEquals(new float[] {7}, outputs.get(0).toFloatArray(), 1e-5f);
    }

    @Test
    void additive_isTheFormula_computedInPlainJava() {
        NDArray query = wave(manager, 1, 1, 2, 3);
        NDArray key = wave(manager, 50, 1, 4, 5);
        Block net = Attention.additive(6);
        NDList outputs = made(net, query, key, key);
        Map<String, Parameter> parameters = Parameters.named(net);
        float[] w = numbers(parameters, "weights.score.query.weight");
        float[] u = numbers(parameters, "weights.score.key.weight");
        float[] v = numbers(parameters, "weights.score.energy.weight");
        assertEquals(6 * (3 + 5 + 1), w.length + u.length + v.length);
        for (int l = 0; l < 2; l++) {
            double[] e = new double[4];
            double sum = 0;
            for (int s = 0; s < 4; s++) {
                double score = 0;
                for (int h = 0; h < 6; h++) {
                    double x = 0;
                    for (int i = 0; i < 3; i++) {
                        x += w[3 * h + i] * Math.sin(1 + 3 * l + i);
                    }
                    for (int i = 0; i < 5; i++) {
                        x += u[5 * h + i] * Math.sin(50 + 5 * s + i);
                    }
                    score += v[h] * Math.tanh(x);
                }
                e[s] = Math.exp(score);
                sum += e[s];
            }
            for (int s = 0; s < 4; s++) {
                assertEquals(e[s] / sum, outputs.get(1).getFloat(0, l, s), 1e-5);
            }
        }
    }

    @Test
    void multiHead_isPyTorchs() {
        NDArray query = wave(manager, 1, 2, 3, 8);
        NDArray key = wave(manager, 100, 2, 5, 8);
        Block net = withWaves(new MultiHeadAttention(8, 2), query, key, key);
        NDArray padded = AttentionMask.padding(ids());
        assertPyTorch("multi-head all", run(net, new NDList(query, key, key.cos())));
        assertPyTorch("multi-head padded", run(net, new NDList(query, key, key.cos(), padded)));
        assertPyTorch("multi-head causal", run(net, new NDList(key, key, key, AttentionMask.causal(key))));
    }

    @Test
    void weights_sumToOne_andAreExactlyZeroWhereTheMaskIs() {
        NDArray x = gaussian(manager, new Shape(2, 5, 8)).mul(20);
        NDArray mask = AttentionMask.padding(ids()).mul(AttentionMask.causal(x));
        for (Block net : new Block[] {Attention.dotProduct(), Attention.additive(4), new MultiHeadAttention(8, 4)}) {
            NDArray weights = made(net, x, x, x, mask).get(1);
            int heads = (int) weights.size() / 50;
            float[] sums = weights.sum(new int[] {-1}).toFloatArray();
            for (float sum : sums) {
                assertEquals(1, sum, 1e-6);
            }
            NDArray perHead = weights.reshape(2, heads, 5, 5);
            NDArray hidden = mask.expandDims(1).eq(0).toType(DataType.FLOAT32, false);
            assertEquals(0, perHead.mul(hidden).max().getFloat(), "exactly");
        }
    }

    @Test
    void aQueryThatMaySeeNothing_getsZeros_notNaN() {
        NDArray x = gaussian(manager, new Shape(1, 3, 4));
        NDList outputs = made(Attention.dotProduct(), x, x, x, manager.zeros(new Shape(1, 1, 3)));
        assertArrayEquals(new float[9], outputs.get(1).toFloatArray());
        assertArrayEquals(new float[12], outputs.get(0).toFloatArray());
    }

    @Test
    void weights_areSeenByTraceUnderTheirName() {
        NDArray x = gaussian(manager, new Shape(2, 3, 8));
        Block net = new MultiHeadAttention(8, 2);
        NDList outputs = made(net, x, x, x);
        Map<String, NDArray> seen = new HashMap<>();
        Trace.run(net, new NDList(x, x, x), (path, layer, input, output) -> seen.put(path, output));
        NDArray weights = Objects.requireNonNull(seen.get("heads.weights"));
        assertEquals(new Shape(2, 2, 3, 3), weights.getShape());
        assertArrayEquals(outputs.get(1).toFloatArray(), weights.toFloatArray());
    }

    @Test
    void masks_areOnesWhereThereIsSomethingToSee() {
        assertArrayEquals(
                new float[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0},
                AttentionMask.padding(ids()).toFloatArray());
        assertEquals(new Shape(2, 1, 5), AttentionMask.padding(ids()).getShape());
        NDArray causal = AttentionMask.causal(manager.zeros(new Shape(4, 3)));
        assertEquals(new Shape(1, 3, 3), causal.getShape());
        assertArrayEquals(new float[] {1, 0, 0, 1, 1, 0, 1, 1, 1}, causal.toFloatArray());
    }

    @Test
    void attentions_giveTheirShapes_surviveSaving_andLearnByHeart() {
        NDArray query = gaussian(manager, new Shape(3, 2, 8));
        NDArray key = gaussian(manager, new Shape(3, 4, 8)).flip(1);
        NDList inputs = new NDList(query, key, key.neg());
        ModelChecks.assertGivesItsShapes(Attention::dotProduct, inputs);
        ModelChecks.assertGivesItsShapes(() -> Attention.additive(6), inputs);
        ModelChecks.assertGivesItsShapes(() -> new MultiHeadAttention(8, 2), inputs);
        ModelChecks.assertSurvivesSaving(() -> Attention.additive(6), inputs);
        ModelChecks.assertSurvivesSaving(() -> new MultiHeadAttention(8, 2), inputs);
        Block net = Layers.seq(new MultiHeadAttention(8, 2), firstOnly());
        ModelChecks.assertLearnsByHeart(
                () -> net, inputs, new NDList(gaussian(manager, new Shape(3, 2, 8))), Losses.meanSquaredError(), 0.03);
    }

    @Test
    void whatDoesNotFit_isRefused() {
        NDArray x = manager.ones(new Shape(2, 3, 8));
        NDArray y = manager.ones(new Shape(2, 3, 6));
        assertTrue(refusal(() -> new MultiHeadAttention(8, 3)).contains("multiple of heads"));
        assertTrue(refusal(() -> Attention.additive(0)).contains("hidden is 0"));
        assertTrue(refusal(() -> made(Attention.dotProduct(), x, y, y)).contains("differ in their last size"));
        assertTrue(refusal(() -> made(Attention.dotProduct(), x, x)).contains("not 2 arrays"));
        String mask = refusal(() -> made(Attention.dotProduct(), x, x, x, manager.ones(new Shape(2, 3))));
        assertTrue(mask.contains("(2, 3)") && mask.contains("(2, 3, 3)"), mask);
    }

    private NDArray ids() {
        return manager.create(new long[] {7, 5, 4, 9, 3, 8, 6, 3, 0, 0}, new Shape(2, 5));
    }

    private NDList made(Block net, NDArray... inputs) {
        NDList list = new NDList(inputs);
        return run(Layers.initialize(net, 1, list.getShapes()), list);
    }

    private static Block firstOnly() {
        return new ai.djl.nn.LambdaBlock(outputs -> new NDList(outputs.get(0)), "first");
    }

    private static float[] numbers(Map<String, Parameter> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name).getArray().toFloatArray();
    }

    private static void assertPyTorch(String name, NDList outputs) {
        assertPyTorch(name + " output", outputs.get(0));
        assertPyTorch(name + " weights", outputs.get(1));
    }

    /** Fails unless the numbers are PyTorch's, to 10⁻⁵. */
    static void assertPyTorch(String name, NDArray actual) {
        assertArrayEquals(Objects.requireNonNull(PYTORCH.get(name), name), actual.toFloatArray(), 1e-5f, name);
    }

    /** Gives a net the weights of attention.py. */
    static Block withWaves(Block net, NDArray... inputs) {
        Layers.initialize(net, 1, new NDList(inputs).getShapes());
        int start = 1000;
        for (Parameter parameter : Parameters.named(net).values()) {
            NDArray array = parameter.getArray();
            try (NDArray made =
                    wave(array.getManager(), start, array.getShape().getShape()).div(2)) {
                made.copyTo(array);
            }
            start += 1000;
        }
        return net;
    }
}
