package dev.crema.layers;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final Shape IMAGE = new Shape(2, 3, 8, 8);

    @Test
    void conv_keepsTheSizeByDefault_andFollowsTheFormulaOtherwise() {
        assertEquals(new Shape(2, 6, 8, 8), shape(conv(6, 5)));
        assertEquals(new Shape(2, 6, 4, 4), shape(conv(6, 5, pad(0))));
        assertEquals(new Shape(2, 6, 4, 4), shape(conv(6, 3, stride(2))));
        assertEquals(new Shape(2, 6, 3, 3), shape(conv(6, 3, stride(2), pad(0))));
    }

    @Test
    void functions_computeWhatTheirNameSays() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {-2, 0, 3}, new Shape(1, 3));
            assertArrayEquals(new float[] {0, 0, 3}, run(relu(), x));
            assertArrayEquals(new float[] {(float) Math.tanh(-2), 0, (float) Math.tanh(3)}, run(tanh(), x), 1e-6f);
            assertArrayEquals(
                    new float[] {(float) (1 / (1 + Math.exp(2))), 0.5f, (float) (1 / (1 + Math.exp(-3)))},
                    run(sigmoid(), x),
                    1e-6f);
        }
    }

    @Test
    void maxPool_ofTheSyllabusExample() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x =
                    manager.create(new float[] {1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4}, new Shape(1, 1, 4, 4));
            assertArrayEquals(new float[] {6, 8, 3, 4}, run(maxPool(2), x));
            assertArrayEquals(new float[] {6, 7, 8, 6, 7, 8, 3, 3, 4}, run(maxPool(2, 1), x));
        }
    }

    @Test
    void maxPool_withARim_orWithWindowsThatStickOut() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {-9, -8, -7, -6, -5, -4, -3, -2, -1}, new Shape(1, 1, 3, 3));
            assertArrayEquals(new float[] {-5}, run(maxPool(2, 2), x));
            assertArrayEquals(new float[] {-5, -4, -2, -1}, run(maxPool(2, 2, roundUp()), x));
            // the rim never wins, although its zeros would be larger
            assertArrayEquals(new float[] {-9, -7, -3, -1}, run(maxPool(2, 2, pad(1)), x));
        }
    }

    @Test
    void pooledShapes_areThoseThatTheEngineGives() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Block pool : List.of(
                    maxPool(3, 2),
                    maxPool(3, 2, roundUp()),
                    maxPool(2, 2, roundUp(), pad(1)),
                    maxPool(3, 1, pad(1)),
                    maxPool(1, 2),
                    maxPool(2, 3, roundUp()),
                    avgPool(3, 2),
                    samePad(5, 2))) {
                for (int side = 3; side < 12; side++) {
                    Shape image = new Shape(1, 2, side, side + 1);
                    Shape computed = Trace.shapes(pool, image, (path, layer, x, y) -> {});
                    Shape given = Trace.run(pool, manager.zeros(image), (path, layer, x, y) -> {})
                            .getShape();
                    assertEquals(given, computed, image.toString());
                }
            }
        }
    }

    @Test
    void avgPool_averagesEachWindow() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(1, 1, 2, 3));
            assertArrayEquals(new float[] {3, 4}, run(avgPool(2, 1), x));
        }
    }

    @Test
    void samePad_putsTheLargerPartBelowAndRight_andHalvesRoundedUp() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.ones(new Shape(1, 1, 2, 2));
            assertArrayEquals(new float[] {1, 1, 0, 1, 1, 0, 0, 0, 0}, run(samePad(3, 2), x));
        }
        for (int side = 1; side < 10; side++) {
            Shape output = Trace.shapes(
                    seq(samePad(5, 2), conv(1, 5, stride(2), pad(0))),
                    new Shape(1, 1, side, side),
                    (path, layer, x, y) -> {});
            assertEquals(new Shape(1, 1, (side + 1) / 2, (side + 1) / 2), output);
        }
    }

    @Test
    void relu6_cutsOffAtSix() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(new float[] {0, 3, 6}, run(relu6(), manager.create(new float[] {-1, 3, 7})));
        }
    }

    @Test
    void groups_seeTheirShareOfTheChannels_andNoBiasLeavesTheBiasesOut() {
        assertEquals(6 * 3 * 9 + 6, summary(conv(6, 3), IMAGE).parameters());
        assertEquals(6 * 3 * 9, summary(conv(6, 3, noBias()), IMAGE).parameters());
        assertEquals(6 * 9 + 6, summary(conv(6, 3, groups(3)), IMAGE).parameters());
        assertTrue(refusal(() -> shape(conv(4, 3, groups(2)))).contains("3 channels cannot be split into 2 groups"));
    }

    @Test
    void aKernelLargerThanTheImage_isRefusedWithTheArithmetic() {
        Block net = seq(maxPool(2), conv(1, 5, stride(2), pad(0)));
        String message = refusal(() -> shape(net));
        assertTrue(message.contains("conv1") && message.contains("8×8 becomes 0×0"), message);
    }

    @Test
    void globalAvgPool_averagesEachMap() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {1, 2, 3, 4, 10, 10, 10, 30}, new Shape(1, 2, 2, 2));
            assertArrayEquals(new float[] {2.5f, 15}, run(globalAvgPool(), x));
        }
    }

    @Test
    void badNumbers_areRefusedByName() {
        assertEquals("filters is 0; it must be at least 1", refusal(() -> conv(0, 3)));
        assertEquals("kernel is -1; it must be at least 1", refusal(() -> conv(1, -1)));
        assertEquals("stride is 0; it must be at least 1", refusal(() -> stride(0)));
        assertEquals("pad is -1; it must be at least 0", refusal(() -> pad(-1)));
        assertEquals("units is 0; it must be at least 1", refusal(() -> linear(0)));
        assertEquals("size is 0; it must be at least 1", refusal(() -> maxPool(0)));
        assertEquals("groups is 0; it must be at least 1", refusal(() -> groups(0)));
        assertEquals("filters is 3; it must be a multiple of the 2 groups", refusal(() -> conv(3, 1, groups(2))));
        assertEquals("pad is 2; it must be at most half of the window, 3", refusal(() -> maxPool(3, 2, pad(2))));
        assertEquals("epsilon is 0.0; it must be above 0", refusal(() -> batchNorm(0)));
        assertEquals("dropout rate is 1.0; it must be in [0, 1)", refusal(() -> dropout(1)));
    }

    @Test
    void sameSeed_sameWeights() {
        float[] first = weights(initialize(linear(4), new Shape(1, 3), 7));
        assertArrayEquals(first, weights(initialize(linear(4), new Shape(1, 3), 7)));
        assertFalse(java.util.Arrays.equals(first, weights(initialize(linear(4), new Shape(1, 3), 8))));
    }

    @Test
    void initialize_keepsTheWeightsThatThereAre() {
        Block net = initialize(linear(4), new Shape(1, 3), 7);
        float[] before = weights(net);
        assertArrayEquals(before, weights(initialize(net, new Shape(1, 3), 8)));
    }

    @Test
    void anInputThatDoesNotFit_isRefusedWithTheLayersName_beforeAnyLayerHasParameters() {
        Block net = seq(conv(4, 3, pad(0)), maxPool(2), conv(4, 3, pad(0)), flatten(), linear(2));
        String message = refusal(() -> initialize(net, new Shape(1, 1, 5, 5), 0));
        assertTrue(message.contains("conv2") && message.contains("(1, 4, 1, 1)"), message);
        assertFalse(net.getChildren().get(0).getValue().isInitialized());
    }

    @Test
    void aTrainedNetThatGetsAnotherSize_saysWhichLayerCannotTakeIt() {
        Block net = initialize(seq(conv(4, 3), flatten(), linear(2)), new Shape(1, 1, 8, 8), 0);
        try (NDManager manager = NDManager.newBaseManager()) {
            String message = refusal(() -> Trace.run(net, manager.zeros(new Shape(1, 1, 9, 9)), (p, b, x, y) -> {}));
            assertTrue(
                    message.contains("linear1") && message.contains("(1, 324)") && message.contains("(1, 256)"),
                    message);
        }
    }

    @Test
    void trace_namesEveryLayer_alsoInsideOthers() {
        Block net = seq(conv(4, 3), new Residual(4), seq(relu(), linear(3)), linear(2));
        List<String> paths = new ArrayList<>();
        Trace.shapes(net, IMAGE, (path, layer, x, y) -> paths.add(path));
        assertEquals(
                List.of(
                        "conv1",
                        "residual1.body.conv1",
                        "residual1.body.relu1",
                        "residual1.body",
                        "residual1",
                        "block1.relu1",
                        "block1.linear1",
                        "block1",
                        "linear1",
                        ""),
                paths);
    }

    @Test
    void net_trainsLikeTheSameNetWrittenByHand() {
        Residual residual = new Residual(3);
        initialize(residual, IMAGE, 1);
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray x = manager.randomNormal(IMAGE);
            ParameterStore store = new ParameterStore(manager, false);
            NDArray y = residual.forward(store, new NDList(x), true).head();
            NDArray body = residual.body.forward(store, new NDList(x), true).head();
            assertTrue(y.allClose(Activation.relu(body.add(x))));
            collector.backward(y.sum());
            assertTrue(residual.getParameters()
                            .valueAt(0)
                            .getArray()
                            .getGradient()
                            .norm()
                            .getFloat()
                    > 0);
        }
    }

    @Test
    void net_savesAndLoads() throws Exception {
        Block net = initialize(seq(new Residual(3), flatten(), linear(2)), IMAGE, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        net.saveParameters(new DataOutputStream(bytes));
        Block again = seq(new Residual(3), flatten(), linear(2));
        try (Model model = Model.newInstance("again");
                NDManager manager = NDManager.newBaseManager()) {
            again.loadParameters(
                    model.getNDManager(), new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            NDArray x = manager.randomNormal(IMAGE);
            assertArrayEquals(run(net, x), run(again, x));
        }
    }

    @Test
    void initialisingANet_leavesBatchStatisticsAlone() {
        Normed net = new Normed();
        initialize(net, IMAGE, 0);
        net.getParameters().forEach(entry -> {
            float expected = entry.getKey().endsWith("Var") || entry.getKey().endsWith("gamma") ? 1 : 0;
            for (float value : entry.getValue().getArray().toFloatArray()) {
                assertEquals(expected, value, entry.getKey());
            }
        });
    }

    @Test
    void runningAPartThatWasNeverAdded_saysSo() {
        Block net = new Net() {
            @Override
            protected NDArray forward(Pass pass, NDArray x) {
                return pass.run(relu(), x);
            }
        };
        String message = assertThrows(IllegalStateException.class, () -> Trace.shapes(net, IMAGE, (p, b, x, y) -> {}))
                .getMessage();
        assertTrue(message.contains("add(name, part)"), message);
    }

    private static final class Residual extends Net {
        private final Block body;

        Residual(int filters) {
            body = add("body", seq(conv(filters, 3), relu()));
        }

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            return Activation.relu(pass.run(body, x).add(x));
        }
    }

    private static final class Normed extends Net {
        private final Block norm = add("norm", batchNorm());

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            return pass.run(norm, x.add(1));
        }
    }

    private static Shape shape(Block block) {
        return Trace.shapes(block, IMAGE, (path, layer, x, y) -> {});
    }

    private static float[] run(Block block, NDArray x) {
        return Trace.run(block, x, (path, layer, in, out) -> {}).toFloatArray();
    }

    private static float[] weights(Block block) {
        return block.getParameters().valueAt(0).getArray().toFloatArray();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
