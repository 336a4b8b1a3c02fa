package dev.crema.training;

import static dev.crema.torch.PyTorchNumbers.assertPyTorch;
import static dev.crema.torch.PyTorchNumbers.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaskedCrossEntropyTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray labels = manager.create(new long[] {1, 3, 0, 2, 0, 0}, new Shape(2, 3));

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void lossAndGradient_arePyTorchs() {
        NDArray scores = wave(manager, 1, 2, 3, 4);
        scores.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = evaluate(0, labels, scores);
            assertPyTorch("masked loss", loss);
            collector.backward(loss);
        }
        assertPyTorch("masked by scores", scores.getGradient());
    }

    @Test
    void scoresOfPadding_countForNothing_evenInfiniteOnes() {
        NDArray scores = wave(manager, 1, 2, 3, 4);
        float[] numbers = scores.toFloatArray();
        // the last place of the first sentence, and all but the first of the second
        System.arraycopy(new float[] {1e30f, Float.NEGATIVE_INFINITY, 0, 5}, 0, numbers, 8, 4);
        System.arraycopy(new float[] {9, 9, 9, 9, 1, 2, 3, Float.NaN}, 0, numbers, 16, 8);
        NDArray other = manager.create(numbers, scores.getShape());
        other.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = evaluate(0, labels, other);
            assertEquals(evaluate(0, labels, scores).getFloat(), loss.getFloat());
            collector.backward(loss);
        }
    }

    @Test
    void withoutPadding_itIsSoftmaxCrossEntropy() {
        NDArray scores = wave(manager, 1, 6, 4);
        NDArray flat = labels.reshape(6);
        float expected = Loss.softmaxCrossEntropyLoss()
                .evaluate(new NDList(flat), new NDList(scores))
                .getFloat();
        assertEquals(expected, evaluate(-100, flat, scores).getFloat(), 1e-6f);
    }

    @Test
    void labelsThatAreFloats_countAsTheirClasses() {
        NDArray scores = wave(manager, 1, 2, 3, 4);
        assertEquals(
                evaluate(0, labels, scores).getFloat(),
                evaluate(0, labels.toType(ai.djl.ndarray.types.DataType.FLOAT32, true), scores)
                        .getFloat());
    }

    @Test
    void nothingButPadding_costsNothing() {
        NDArray scores = wave(manager, 1, 2, 3, 4);
        scores.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = evaluate(0, labels.zerosLike(), scores);
            assertEquals(0, loss.getFloat());
            collector.backward(loss);
        }
        assertArrayEquals(new float[24], scores.getGradient().toFloatArray());
    }

    @Test
    void labelsThatAreNoClasses_areRefused() {
        NDArray scores = wave(manager, 1, 2, 3, 4);
        assertEquals(
                "Labels that are not padding (0) run from 1 to 4; they must be from 0 to 3",
                refusal(labels.add(1), scores));
        assertEquals(
                "Labels of shape (2, 3) do not belong to scores of shape (2, 4); the scores' shape must be that of the"
                        + " labels, and then the number of classes",
                refusal(labels, wave(manager, 1, 2, 4)));
    }

    private static NDArray evaluate(long padding, NDArray labels, NDArray scores) {
        return Losses.maskedCrossEntropy(padding).evaluate(new NDList(labels), new NDList(scores));
    }

    private static String refusal(NDArray labels, NDArray scores) {
        return assertThrows(IllegalArgumentException.class, () -> evaluate(0, labels, scores))
                .getMessage();
    }
}
