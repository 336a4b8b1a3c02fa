package dev.crema.datasets;

import static dev.crema.datasets.NumberedImages.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBatchTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shuffledEpoch_isAPermutation_withFullBatchesAndTheRest(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(200);
        int batchSize = 1 + random.nextInt(n + 5);
        LabelledImages set = NumberedImages.of(n);

        List<Integer> sizes = new ArrayList<>();
        int[] epoch = epoch(set.batches(batchSize, seed), sizes);

        assertArrayEquals(range(n), Arrays.stream(epoch).sorted().toArray());
        assertEquals((n + batchSize - 1) / batchSize, sizes.size());
        for (int i = 0; i < sizes.size(); i++) {
            int expected = i < sizes.size() - 1 ? batchSize : n - batchSize * (sizes.size() - 1);
            assertEquals(expected, sizes.get(i), "size of batch " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 99, 100, 101})
    void epochInOrder_isInOrder(int batchSize) {
        assertArrayEquals(range(100), epoch(NumberedImages.of(100).batches(batchSize), new ArrayList<>()));
    }

    @Test
    void sameSeed_givesTheSameOrder_andAnotherSeedAnother() {
        LabelledImages set = NumberedImages.of(100);
        Iterable<ImageBatch> batches = set.batches(7, 42);
        int[] once = epoch(batches, new ArrayList<>());
        assertArrayEquals(once, epoch(batches, new ArrayList<>()), "the same batches a second time");
        assertArrayEquals(once, epoch(set.batches(13, 42), new ArrayList<>()), "the order is not the batch size's");
        assertNotEquals(Arrays.toString(once), Arrays.toString(epoch(set.batches(7, 43), new ArrayList<>())));
    }

    @Test
    void everyImage_comesFirstAboutAsOften() {
        LabelledImages set = NumberedImages.of(5);
        int[] first = new int[5];
        for (int seed = 0; seed < 1000; seed++) {
            try (ImageBatch batch = set.batches(1, seed).iterator().next()) {
                first[numbers(batch.images(), batch.labels())[0]]++;
            }
        }
        // binomial: mean 200, standard deviation 12.6
        for (int count : first) {
            assertEquals(200, count, 65, Arrays.toString(first));
        }
    }

    @Test
    void whatIsComputedFromABatch_diesWithIt_andTheSetDoesNot() {
        LabelledImages set = NumberedImages.of(10);
        for (Iterable<ImageBatch> batches : List.of(set.batches(4), set.batches(4, 1))) {
            ImageBatch batch = batches.iterator().next();
            NDArray result = batch.images().mul(2).sum();
            NDArray made = batch.manager().ones(new Shape(3));
            assertSame(batch.manager(), batch.labels().getManager());
            assertSame(batch.manager(), result.getManager());
            batch.close();
            assertFalse(batch.manager().isOpen());
            assertThrows(IllegalStateException.class, result::getFloat);
            assertThrows(IllegalStateException.class, made::toFloatArray);
            assertThrows(IllegalStateException.class, batch.labels()::toLongArray);
        }
        assertArrayEquals(range(10), numbers(set));
    }

    @Test
    void epoch_leavesNothingInTheManagerOfTheSet() {
        LabelledImages set = NumberedImages.of(50);
        int before = set.images().getManager().getManagedArrays().size();
        epoch(set.batches(8), new ArrayList<>());
        epoch(set.batches(8, 3), new ArrayList<>());
        assertEquals(before, set.images().getManager().getManagedArrays().size());
        assertEquals(2, before, "images and labels");
    }

    @Test
    void batch_holdsNothingButImagesAndLabels() {
        for (ImageBatch batch : NumberedImages.of(20).batches(8, 3)) {
            try (batch) {
                assertEquals(2, batch.manager().getManagedArrays().size());
            }
        }
    }

    @Test
    void size_isThatOfTheBatch() {
        List<Integer> sizes = new ArrayList<>();
        NumberedImages.of(10).batches(4, 1).forEach(batch -> {
            sizes.add(batch.size());
            batch.close();
        });
        assertEquals(List.of(4, 4, 2), sizes);
    }

    @Test
    void next_saysSo_whenTheSetWasClosedInTheMiddle() {
        LabelledImages set = NumberedImages.of(10);
        Iterator<ImageBatch> batches = set.batches(4, 1).iterator();
        batches.next().close();
        set.close();
        String message = assertThrows(DataException.class, batches::next).getMessage();
        assertTrue(message.contains("10 images were closed"), message);
    }

    @Test
    void next_fails_afterTheLast() {
        Iterator<ImageBatch> batches = NumberedImages.of(2).batches(2).iterator();
        batches.next().close();
        assertFalse(batches.hasNext());
        assertThrows(NoSuchElementException.class, batches::next);
    }

    private static int[] epoch(Iterable<ImageBatch> batches, List<Integer> sizes) {
        IntStream.Builder numbers = IntStream.builder();
        for (ImageBatch batch : batches) {
            try (batch) {
                int[] inBatch = numbers(batch.images(), batch.labels());
                sizes.add(inBatch.length);
                Arrays.stream(inBatch).forEach(numbers);
            }
        }
        return numbers.build().toArray();
    }

    private static int[] range(int n) {
        return IntStream.range(0, n).toArray();
    }
}
