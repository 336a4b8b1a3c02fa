package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReconstructionTest {
    private final LabelledImages digits = Mnist.load().train().first(100);

    @Test
    void batches_haveTheInputsAsTargets_inTheOrderOfTheExamples() {
        Reconstruction reconstruction = Reconstruction.of(digits);
        assertEquals(100, reconstruction.size());
        try (Batch batch = reconstruction.batches(7).iterator().next();
                Batch original = digits.batches(7).iterator().next()) {
            assertEquals(1, batch.targets().size());
            assertArrayEquals(numbers(original.inputs()), numbers(batch.inputs()));
            assertArrayEquals(numbers(original.inputs()), numbers(batch.targets()));
            assertEquals(new Shape(7, 1, 28, 28), batch.targets().head().getShape());
        }
        try (Batch batch = reconstruction.batches(7, 3).iterator().next();
                Batch original = digits.batches(7, 3).iterator().next()) {
            assertArrayEquals(numbers(original.inputs()), numbers(batch.targets()));
        }
    }

    @Test
    void binarised_makesAllNumbersZeroOrOne_atOneHalf() {
        try (Batch batch =
                Reconstruction.of(digits).binarised().batches(100).iterator().next()) {
            float[] black = numbers(batch.inputs());
            float[] gray = digits.images().toFloatArray();
            for (int i = 0; i < gray.length; i++) {
                assertEquals(gray[i] > 0.5f ? 1 : 0, black[i]);
            }
            assertArrayEquals(black, numbers(batch.targets()));
        }
    }

    @Test
    void masked_losesItsShareOfTheInputs_andKeepsTheTargets() {
        try (Batch batch =
                Reconstruction.of(ones()).masked(0.25).batches(50).iterator().next()) {
            float[] inputs = numbers(batch.inputs());
            long lost = Arrays.stream(toDoubles(inputs)).filter(x -> x == 0).count();
            // 10 000 draws: the standard deviation is 43
            assertEquals(2500, lost, 200);
            assertTrue(Arrays.stream(toDoubles(inputs)).allMatch(x -> x == 0 || x == 1));
            assertEquals(1, batch.targets().head().min().getFloat());
        }
    }

    @Test
    void noisy_addsNoiseOfItsDeviation() {
        try (Batch batch =
                Reconstruction.of(ones()).noisy(0.5).batches(50).iterator().next()) {
            NDArray noise = batch.inputs().head().sub(1);
            assertEquals(0, noise.mean().getFloat(), 0.02);
            assertEquals(0.25, noise.square().mean().getFloat(), 0.015);
            assertEquals(1, batch.targets().head().max().getFloat());
        }
    }

    @Test
    void noise_isTheSameForTheSameSeed_andAnotherInTheNextEpochAndTheNextBatch() {
        Reconstruction noisy = Reconstruction.of(ones()).noisy(0.5);
        assertArrayEquals(first(noisy.batches(10, 1)), first(noisy.batches(10, 1)));
        assertArrayEquals(first(noisy.batches(10)), first(noisy.batches(10)));
        assertFalse(Arrays.equals(first(noisy.batches(10, 1)), first(noisy.batches(10, 2))));
        var batches = noisy.batches(10).iterator();
        try (Batch one = batches.next();
                Batch two = batches.next()) {
            assertFalse(Arrays.equals(numbers(one.inputs()), numbers(two.inputs())));
        }
    }

    @Test
    void noisyBatches_stayAsTheyAre_whenGarbageIsCollected() throws InterruptedException {
        try (Batch batch =
                Reconstruction.of(ones()).noisy(0.5).batches(50).iterator().next()) {
            float[] before = numbers(batch.inputs());
            System.gc();
            Thread.sleep(50);
            for (int i = 0; i < 100; i++) {
                // zeros, over what memory of Java's has been freed
                ByteBuffer.allocateDirect(4 * before.length);
            }
            assertArrayEquals(before, numbers(batch.inputs()));
        }
    }

    @Test
    void whatCannotBeReconstructed_isRefused() {
        assertThrows(DataException.class, () -> Reconstruction.of(digits).masked(1));
        assertThrows(DataException.class, () -> Reconstruction.of(digits).masked(Double.NaN));
        assertThrows(DataException.class, () -> Reconstruction.of(digits).noisy(-1));
        Examples pairs = Pairs.of(digits, 10, 1);
        String message = assertThrows(
                        DataException.class,
                        () -> Reconstruction.of(pairs).batches(2).iterator().next())
                .getMessage();
        assertTrue(message.contains("2 inputs"), message);
    }

    private static Examples ones() {
        try (NDManager manager = NDManager.newBaseManager()) {
            return Examples.of(
                    new NDList(manager.ones(new Shape(50, 200))),
                    new NDList(manager.ones(new Shape(50), DataType.INT64)));
        }
    }

    private static float[] first(Iterable<? extends Batch> batches) {
        try (Batch batch = batches.iterator().next()) {
            return numbers(batch.inputs());
        }
    }

    private static float[] numbers(NDList arrays) {
        return arrays.singletonOrThrow().toFloatArray();
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }
}
