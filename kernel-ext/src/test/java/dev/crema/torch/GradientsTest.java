package dev.crema.torch;

import static dev.crema.torch.FiniteDifferences.assertGradients;
import static dev.crema.torch.PyTorchNumbers.assertPyTorch;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static final int TERMS = 200;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void numbers_outliveAGarbageCollection_beforeTheBackwardPass() {
        NDArray x = manager.ones(new Shape(1));
        x.setRequiresGradient(true);
        try (GradientCollector collector = Gradients.collector()) {
            NDArray y = tripled(x);
            reuseFreedMemory();
            collector.backward(y);
        }
        assertEquals(3 * TERMS, x.getGradient().getFloat());
    }

    @Test
    void numbers_outliveAGarbageCollection_whereAShareIsRecorded() {
        NDArray x = manager.ones(new Shape(1));
        x.setRequiresGradient(true);
        Gradients.recording(() -> {
            NDArray y = tripled(x);
            reuseFreedMemory();
            Gradients.backward(y);
            return y;
        });
        assertEquals(3 * TERMS, x.getGradient().getFloat());
    }

    private static NDArray tripled(NDArray x) {
        NDArray sum = x.zerosLike();
        for (int i = 0; i < TERMS; i++) {
            sum = sum.add(x.mul(3f));
        }
        return sum;
    }

    /** Has the garbage collector free Java's native memory that nobody holds, and writes into it. */
    private static void reuseFreedMemory() {
        List<ByteBuffer> others = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 10 * TERMS; i++) {
                others.add(ByteBuffer.allocateDirect(Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putFloat(0, Float.NaN));
            }
        }
        assertEquals(30 * TERMS, others.size());
    }

    @Test
    void aGradientPenalty_hasPyTorchsGradientByTheWeights() {
        NDArray x = wave(manager, 1, 4, 3);
        NDArray weight = wave(manager, 2, 3, 2);
        x.setRequiresGradient(true);
        weight.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray gradient = Gradients.of(x.matMul(weight).tanh(), x, true);
            assertPyTorch("penalty gradient", gradient);
            collector.backward(
                    gradient.pow(2).sum(new int[] {1}).sqrt().sub(1).pow(2).mean());
        }
        assertPyTorch("penalty by weight", weight.getGradient());
    }

    @Test
    void aGradientPenalty_goesThroughOurOperators_asInPyTorch() {
        NDArray x = wave(manager, 1, 2, 2, 3, 3);
        NDArray weight = wave(manager, 2, 2, 3, 2, 2);
        NDArray bias = wave(manager, 3, 3);
        NDArray slope = wave(manager, 4, 3);
        List.of(x, weight, bias, slope).forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray enlarged = Operators.convTranspose2d(x, weight, bias, 2, 0, 0);
            NDArray bent = Operators.prelu(enlarged.pow(2).sub(0.5f), slope);
            NDArray y = Operators.maxPool2d(bent, 2, 2).head().pow(2);
            NDArray gradient = Gradients.of(y, x, true);
            assertPyTorch("critic gradient", gradient);
            collector.backward(gradient.reshape(2, -1)
                    .pow(2)
                    .sum(new int[] {1})
                    .sqrt()
                    .sub(1)
                    .pow(2)
                    .mean());
        }
        assertPyTorch("critic by weight", weight.getGradient());
        assertPyTorch("critic by bias", bias.getGradient());
        assertPyTorch("critic by slope", slope.getGradient());
    }

    @Test
    void theGradientOfAGradient_isThatOfFiniteDifferences() {
        // also where no gradients are collected, as they are not for the differences
        assertGradients(
                in -> {
                    NDArray x = in.head();
                    if (x.hasGradient()) {
                        return Gradients.of(x.pow(3).mul(x.sin()), x, true);
                    }
                    return x.pow(2).mul(3).mul(x.sin()).add(x.pow(3).mul(x.cos()));
                },
                wave(manager, 1, 5));
        assertGradients(
                in -> {
                    NDArray x = in.get(0);
                    NDArray weight = in.get(1);
                    if (x.hasGradient()) {
                        NDArray bias = manager.zeros(weight.getShape().slice(1, 2), weight.getDataType());
                        return Gradients.of(
                                Operators.convTranspose2d(x, weight, bias, 2, 0, 0)
                                        .pow(2),
                                x,
                                true);
                    }
                    return correlated(x, weight);
                },
                wave(manager, 1, 1, 2, 1, 1),
                wave(manager, 2, 2, 1, 2, 2));
    }

    /** For one pixel y = Σ x·w, so the gradient of Σ y² by x is 2·Σ y·w. */
    private static NDArray correlated(NDArray x, NDArray weight) {
        NDArray w = weight.reshape(2, 4);
        return x.reshape(1, 2).matMul(w).matMul(w.transpose()).mul(2).reshape(x.getShape());
    }

    @Test
    void aGradient_leavesWhatParametersCollectAlone() {
        NDArray x = wave(manager, 1, 3);
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = x.pow(2);
            NDArray gradient = Gradients.of(y, x);
            assertArrayEquals(x.mul(2).toFloatArray(), gradient.toFloatArray());
            assertThrows(IllegalArgumentException.class, () -> Gradients.of(gradient, x), "it has no past");
            assertEquals(0, x.getGradient().sum().getFloat());
            collector.backward(y.sum());
        }
        assertArrayEquals(x.mul(2).toFloatArray(), x.getGradient().toFloatArray());
    }

    @Test
    void whatWasNotComputedFromX_isRefused() {
        NDArray x = wave(manager, 1, 3);
        NDArray other = wave(manager, 1, 4);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = x.mul(2);
            x.setRequiresGradient(true);
            other.setRequiresGradient(true);
            assertRefused("does not require grad", y, x);
            assertRefused("unused", other.mul(2), x);
            collector.backward(other.sum());
        }
        assertRefused("does not require grad", x.mul(2), x);
    }

    private static void assertRefused(String reason, NDArray y, NDArray x) {
        String message = refusal(() -> Gradients.of(y, x));
        assertTrue(
                message.startsWith(
                                "y, of shape " + y.getShape() + ", has no gradient by x, of shape " + x.getShape()
                                        + ": call x.setRequiresGradient(true), then compute y from x while a GradientCollector is open")
                        && message.contains(reason),
                message);
    }

    @Test
    void clipNorm_isPyTorchs() {
        for (String length : List.of("short", "long")) {
            NDArray first = wave(manager, 1, 2, 3).mul(3);
            NDArray second = wave(manager, 2, 4).mul(3);
            double norm = Gradients.clipNorm(List.of(first, second), length.equals("short") ? 1 : 100);
            assertPyTorch("clip " + length + " norm", manager.create((float) norm));
            assertPyTorch("clip " + length + " 0", first);
            assertPyTorch("clip " + length + " 1", second);
        }
    }

    @Test
    void clipNorm_ofWhatIsNotANumber_leavesTheGradientsAlone() {
        NDArray first = manager.create(new float[] {3, 4});
        NDArray second = manager.create(new float[] {Float.POSITIVE_INFINITY});
        String message = refusal(() -> Gradients.clipNorm(List.of(first, second), 1));
        assertTrue(message.contains("Infinity"), message);
        assertArrayEquals(new float[] {3, 4}, first.toFloatArray());
        assertEquals("maxNorm is 0.0; it must be above 0", refusal(() -> Gradients.clipNorm(List.of(first), 0)));
        assertEquals(0, Gradients.clipNorm(List.of(), 1));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
