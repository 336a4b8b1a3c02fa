package dev.crema.layers;

import static dev.crema.layers.Layers.*;
import static dev.crema.torch.PyTorchNumbers.assertPyTorch;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers on operators that DJL lacks; the recurrent ones are in RecurrentTest. */
class OperatorLayersTest {
    private static final Shape IMAGE = new Shape(2, 3, 7, 5);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void conv_ofAnImage_isTheSameAloneAndInALargeBatch() {
        Shape images = new Shape(40, 64, 4, 4);
        Block net = initialize(seq(conv(64, 3), conv(64, 3, stride(2))), images, 0);
        NDArray batch = wave(manager, 1, 40, 64, 4, 4);
        // alone its numbers are fewer than the kernels'
        NDArray alone = run(net, batch.get("7:8"));
        assertArrayEquals(
                run(net, batch).get("7:8").toFloatArray(),
                alone.toFloatArray(),
                1e-4f,
                "memory is laid out in two ways");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "5, 1", "2, 2", "3, 2", "4, 2", "5, 2", "1, 2", "2, 3", "3, 3", "6, 4", "5, 4"})
    void transposedConv_enlargesByTheStride_forEveryKernel(int kernel, int stride) {
        Block net = transposedConv(6, kernel, stride(stride));
        Shape expected = new Shape(2, 6, 7L * stride, 5L * stride);
        assertEquals(expected, Trace.shapes(net, IMAGE, (path, layer, x, y) -> {}));
        initialize(net, IMAGE, 0);
        assertEquals(expected, run(net, manager.ones(IMAGE)).getShape());
    }

    @Test
    void transposedConv_ofAnEvenKernelAndStrideOne_isTheWayBackOfConv() {
        Shape smaller = Trace.shapes(conv(3, 4), IMAGE, (path, layer, x, y) -> {});
        assertEquals(IMAGE, Trace.shapes(transposedConv(3, 4), smaller, (path, layer, x, y) -> {}));
    }

    @Test
    void transposedConv_withAPad_followsTheFormula() {
        Block net = initialize(transposedConv(6, 4, pad(0)), new Shape(1, 100, 1, 1), 0);
        assertEquals(
                new Shape(1, 6, 4, 4),
                run(net, manager.ones(new Shape(1, 100, 1, 1))).getShape());
        assertEquals(
                new Shape(2, 6, 15, 11),
                Trace.shapes(transposedConv(6, 3, stride(2), pad(0)), IMAGE, (path, layer, x, y) -> {}));
    }

    @Test
    void transposedConv_computesWhatPyTorchDoes() {
        Block net = initialize(transposedConv(2, 3, stride(2)), new Shape(2, 3, 4, 5), 0);
        wave(manager, 2, 3, 2, 3, 3).copyTo(net.getParameters().get("weight").getArray());
        wave(manager, 3, 2).copyTo(net.getParameters().get("bias").getArray());
        assertPyTorch("convTranspose2d y", run(net, wave(manager, 1, 2, 3, 4, 5)));
    }

    @Test
    void transposedConv_withoutBias_hasNoneToAdd() {
        Block net = initialize(transposedConv(2, 3, stride(2), noBias()), new Shape(2, 3, 4, 5), 0);
        Block biased = initialize(transposedConv(2, 3, stride(2)), new Shape(2, 3, 4, 5), 0);
        assertEquals(3 * 2 * 9, summary(net, new Shape(2, 3, 4, 5)).parameters());
        NDArray x = wave(manager, 1, 2, 3, 4, 5);
        assertArrayEquals(run(biased, x).toFloatArray(), run(net, x).toFloatArray(), "biases start as zeros");
    }

    @Test
    void leakyRelu_scalesWhatIsNegative() {
        NDArray x = manager.create(new float[] {-4, 4}, new Shape(1, 2));
        assertArrayEquals(new float[] {-1, 4}, run(leakyRelu(0.25), x).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> leakyRelu(1));
    }

    @Test
    void maxout_keepsTheLargestOfEachFewNeighbours() {
        NDArray x = manager.create(new float[] {1, 3, 2, -5, -6, -4}, new Shape(1, 6));
        assertArrayEquals(new float[] {3, -4}, run(maxout(3), x).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> summary(maxout(4), new Shape(1, 6)));
    }

    @Test
    void reflectionPad_mirrorsTheImage_andRefusesARimAsWideAsIt() {
        NDArray x = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 2, 2));
        assertArrayEquals(
                new float[] {4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1},
                run(reflectionPad(1), x).toFloatArray());
        Block net = seq(maxPool(2), reflectionPad(1));
        String message = assertThrows(IllegalArgumentException.class, () -> summary(net, new Shape(1, 1, 2, 2)))
                .getMessage();
        assertTrue(message.contains("reflectionPad1") && message.contains("1×1"), message);
    }

    @Test
    void instanceNorm_takesAwayBrightnessAndContrastOfEachImage() {
        NDArray x = wave(manager, 1, 2, 3, 4, 5);
        NDArray other =
                x.mul(manager.create(new float[] {2, 5}, new Shape(2, 1, 1, 1))).add(7);
        float[] expected = run(instanceNorm(), x).toFloatArray();
        assertArrayEquals(expected, run(instanceNorm(), other).toFloatArray(), 1e-4f);
        assertEquals(0, summary(instanceNorm(), IMAGE).parameters());
    }

    @Test
    void transposedConv_startsWithOutputsAsLargeAsHeNormalGives() {
        Block net = initialize(transposedConv(8, 4, stride(2)), new Shape(1, 64, 16, 16), 3);
        NDArray y = run(net, manager.randomNormal(new Shape(1, 64, 16, 16)));
        // variance 2 for inputs of variance 1, as ReLU then halves it; the rim is the sum of fewer
        assertEquals(2, y.get(":, :, 2:30, 2:30").pow(2).mean().getFloat(), 0.3);
        Block chosen = transposedConv(8, 4, stride(2));
        chosen.setInitializer(new NormalInitializer(0.02f), Parameter.Type.WEIGHT);
        initialize(chosen, new Shape(1, 64, 16, 16), 3);
        NDArray weight = chosen.getParameters().get("weight").getArray();
        assertEquals(0.02, Math.sqrt(weight.pow(2).mean().getFloat()), 0.001);
    }

    @Test
    void prelu_startsWithAQuarter_andHasANumberAChannel() {
        Block net = initialize(prelu(), new Shape(1, 2, 2), 0);
        NDArray x = manager.create(new float[] {-4, 4, 8, -8}, new Shape(1, 2, 2));
        assertArrayEquals(new float[] {-1, 4, 8, -2}, run(net, x).toFloatArray());
        assertEquals(3, summary(prelu(), IMAGE).parameters());
    }

    @Test
    void maxUnpool_aroundNothing_keepsOnlyTheMaxima() {
        Block net = maxUnpool(2, identity());
        initialize(net, new Shape(1, 1, 3, 4), 0);
        NDArray x = manager.create(new float[] {1, 2, 5, 0, 0, 3, 0, 0, 9, 9, 9, 9}, new Shape(1, 1, 3, 4));
        assertArrayEquals(
                new float[] {0, 0, 5, 0, 0, 3, 0, 0, 0, 0, 0, 0}, run(net, x).toFloatArray());
    }

    @Test
    void maxUnpool_isNamedInSummaries_andSeenFromInside() {
        Summary summary = summary(
                seq(conv(4, 3), maxUnpool(2, seq(conv(4, 3), prelu())), transposedConv(1, 2, stride(2))), IMAGE);
        assertEquals(
                List.of("conv1", "maxUnpool1.inner.conv1", "maxUnpool1.inner.prelu1", "transposedConv1"),
                summary.rows().stream().map(Summary.Row::path).toList());
        // each of the 2·4·7·5 numbers is multiplied by the one kernel of 2×2
        assertEquals(2 * 4 * 7 * 5 * 4, summary.rows().get(3).multiplyAdds());
    }

    @Test
    void layers_startFromTheSeed_saveAndLoad() throws Exception {
        Supplier<Block> make = () -> seq(
                maxUnpool(2, seq(conv(3, 3), prelu())),
                transposedConv(2, 3, stride(2)),
                new ai.djl.nn.LambdaBlock(x -> new ai.djl.ndarray.NDList(
                        x.head().reshape(x.head().getShape().get(0), -1, 10))),
                lstm(4, bidirectional()),
                gru(3, finalState()));
        Block net = initialize(make.get(), IMAGE, 5);
        NDArray x = manager.randomNormal(IMAGE);
        float[] expected = run(net, x).toFloatArray();
        assertArrayEquals(expected, run(initialize(make.get(), IMAGE, 5), x).toFloatArray(), "the seed decides");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        net.saveParameters(new DataOutputStream(bytes));
        Block again = make.get();
        again.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertArrayEquals(expected, run(again, x).toFloatArray());
    }

    @Test
    void whatDoesNotFit_isRefusedWithTheLayersName() {
        String row = refusal(() -> initialize(transposedConv(2, 3), new Shape(1, 3), 0));
        assertTrue(row.contains("transposedConv takes (N, channels, height, width), not (1, 3)"), row);
        String nothing = refusal(() -> initialize(transposedConv(2, 1, pad(3)), IMAGE, 0));
        assertTrue(nothing.contains("transposedConv with pad 3 leaves nothing of (2, 3, 7, 5)"), nothing);
        Block net = initialize(transposedConv(2, 3), IMAGE, 0);
        String channels = refusal(() -> run(net, manager.ones(new Shape(1, 4, 7, 5))));
        assertTrue(
                channels.contains("transposedConv has weights for 3 channels, not for the 4 of (1, 4, 7, 5)"),
                channels);
        String shape = refusal(() -> initialize(maxUnpool(2, conv(5, 3)), IMAGE, 0));
        assertTrue(shape.contains("(2, 5, 3, 2) of (2, 3, 3, 2)"), shape);
        String vector = refusal(() -> initialize(prelu(), new Shape(4), 0));
        assertTrue(vector.contains("prelu takes (N, channels, …), not (4)"), vector);
        Block slopes = initialize(prelu(), IMAGE, 0);
        String other = refusal(() -> run(slopes, manager.ones(new Shape(2, 4, 7, 5))));
        assertTrue(other.contains("(3)") && other.contains("(2, 4, 7, 5)"), other);
    }

    private static NDArray run(Block block, NDArray x) {
        return Trace.run(block, x, (path, layer, in, out) -> {});
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
