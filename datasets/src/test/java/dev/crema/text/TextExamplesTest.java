package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.DataException;
import dev.crema.datasets.MovieReviews;
import dev.crema.datasets.Review;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TextExamplesTest {
    private final List<int[]> texts = List.of(new int[] {7, 8, 9}, new int[] {4}, new int[] {5, 6, 5, 6, 5});

    @Test
    void batch_isFilledUpToItsLongestText_withAMaskAndLengths() {
        TextExamples examples = TextExamples.of(texts, new int[] {0, 1, 2}, Padding.upTo(4));
        try (TextBatch batch = examples.batches(3).iterator().next()) {
            assertEquals(new Shape(3, 4), batch.ids().getShape());
            assertArrayEquals(
                    new long[] {7, 8, 9, 0, 4, 0, 0, 0, 5, 6, 5, 6}, batch.ids().toLongArray());
            assertArrayEquals(
                    new float[] {1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1},
                    batch.mask().toFloatArray());
            assertArrayEquals(new long[] {3, 1, 4}, batch.lengths().toLongArray());
            assertArrayEquals(new long[] {0, 1, 2}, batch.targets().head().toLongArray());
            assertEquals(DataType.INT64, batch.targets().head().getDataType());
            assertEquals(3, batch.size());
        }
        try (TextBatch second = batchList(examples, 2).get(1)) {
            assertEquals(new Shape(1, 4), second.ids().getShape());
        }
    }

    @Test
    void close_freesTheBatch() {
        TextExamples examples = TextExamples.of(texts, new int[3], Padding.upTo(4));
        TextBatch batch = examples.batches(3).iterator().next();
        NDArray computed = batch.ids().add(1);
        batch.close();
        assertThrows(IllegalStateException.class, computed::toLongArray);
    }

    @Test
    void nextTokens_areTheSameRow_oneStepLater() {
        TextExamples examples = TextExamples.nextTokens(texts, Padding.upTo(10).withStartAndEnd());
        try (TextBatch batch = examples.batches(2).iterator().next()) {
            assertArrayEquals(new long[] {2, 7, 8, 9, 2, 4, 0, 0}, batch.ids().toLongArray());
            assertArrayEquals(
                    new long[] {7, 8, 9, 3, 4, 3, 0, 0}, batch.targets().get(0).toLongArray());
            assertArrayEquals(
                    batch.mask().toFloatArray(), batch.targets().get(1).toFloatArray());
        }
    }

    @Test
    void translations_areShiftedForTheDecoder() {
        TextExamples examples = TextExamples.translations(
                texts, List.of(new int[] {10, 11}, new int[] {12, 13, 14}, new int[0]), Padding.upTo(4));
        try (TextBatch batch = examples.batches(3).iterator().next()) {
            assertEquals(4, batch.inputs().size());
            assertEquals(new Shape(3, 4), batch.inputs().get(0).getShape());
            assertArrayEquals(
                    new long[] {2, 10, 11, 2, 12, 13, 2, 0, 0},
                    batch.inputs().get(2).toLongArray());
            assertArrayEquals(
                    new float[] {1, 1, 1, 1, 1, 1, 1, 0, 0},
                    batch.inputs().get(3).toFloatArray());
            assertArrayEquals(
                    new long[] {10, 11, 3, 12, 13, 3, 3, 0, 0},
                    batch.targets().get(0).toLongArray());
        }
    }

    @Test
    void reviews_becomeBatches_inTwoLines() {
        MovieReviews reviews = MovieReviews.load();
        Tokenizer tokenizer = Tokenizer.words();
        Vocabulary vocabulary = Vocabulary.of(
                tokenizer.tokens(reviews.train().stream().map(Review::text).toList()), 2, 10_000);
        TextExamples examples = TextExamples.of(reviews.validation(), tokenizer, vocabulary, Padding.upTo(60));
        int i = 0;
        for (TextBatch batch : examples.batches(64)) {
            try (batch) {
                long[] ids = batch.ids().toLongArray();
                long[] lengths = batch.lengths().toLongArray();
                long[] labels = batch.targets().head().toLongArray();
                int width = (int) batch.ids().size(1);
                for (int row = 0; row < batch.size(); row++) {
                    Review review = reviews.validation().get(i++);
                    int[] expected = vocabulary.encode(tokenizer.tokens(review.text()));
                    assertEquals(Math.min(60, expected.length), lengths[row]);
                    assertArrayEquals(
                            Arrays.copyOf(expected, (int) lengths[row]),
                            Arrays.stream(ids, row * width, row * width + (int) lengths[row])
                                    .mapToInt(id -> (int) id)
                                    .toArray());
                    assertEquals(review.label(), labels[row]);
                }
            }
        }
        assertEquals(1_000, i);
        assertTrue(examples.toString().startsWith("1000 texts of "), examples::toString);
    }

    @Test
    void shuffledBatches_haveEveryTextOnce_andOneOrderForEachSeed() {
        TextExamples examples = numbered(1_000);
        for (TextExamples some : List.of(examples, examples.bucketed())) {
            List<Long> order = labels(some, 7, 1);
            assertEquals(order, labels(some, 7, 1));
            assertNotEquals(order, labels(some, 7, 2));
            assertEquals(1_000, order.size());
            assertEquals(1_000, new HashSet<>(order).size());
        }
    }

    @Test
    void iterable_canBeWalkedTwice() {
        Iterable<TextBatch> batches = numbered(10).bucketed().batches(3, 1);
        List<List<Long>> walks = new ArrayList<>();
        for (int walk = 0; walk < 2; walk++) {
            walks.add(labels(batches));
        }
        assertEquals(walks.get(0), walks.get(1));
    }

    @Test
    void bucketedBatches_fillUpLess_andStayMixed() {
        TextExamples examples = numbered(2_000);
        double plain = filledUp(examples);
        double bucketed = filledUp(examples.bucketed());
        assertTrue(plain > 0.3, "filled up without buckets: " + plain);
        assertTrue(bucketed < 0.1, "filled up with buckets: " + bucketed);
        List<Long> first = new ArrayList<>();
        for (TextBatch batch : examples.bucketed().batches(20, 3)) {
            try (batch) {
                first.add(batch.ids().size(1));
            }
        }
        assertFalse(LongStream.range(1, first.size()).allMatch(i -> first.get((int) i) >= first.get((int) i - 1)));
    }

    @Test
    void examples_areRefused_whenTheyDoNotFitTogether() {
        Padding padding = Padding.upTo(5);
        assertEquals("There are no texts, expected at least one.", refusal(List.of(), padding));
        assertEquals(
                "There are 2 labels for 3 texts, expected one for each.",
                refusal(() -> TextExamples.of(texts, new int[2], padding)));
        assertEquals(
                "Label 1 is -1, expected 0 or more.",
                refusal(() -> TextExamples.of(texts, new int[] {0, -1, 0}, padding)));
        assertTrue(refusal(List.of(new int[] {4}, new int[0]), padding).startsWith("Text 1 has 0 tokens"));
        assertTrue(refusal(List.of(new int[] {4, -4}), padding).startsWith("Text 0 has the token number -4"));
        assertTrue(refusal(() -> TextExamples.nextTokens(texts, padding)).startsWith("Text 1 has 1 tokens"));
        assertEquals(
                "There are 1 translations of 3 texts, expected one for each.",
                refusal(() -> TextExamples.translations(texts, List.of(new int[] {4}), padding)));
        TextExamples examples = TextExamples.of(texts, new int[3], padding);
        assertTrue(refusal(() -> examples.batches(0)).contains("batch size is 0"));
        assertTrue(refusal(() -> examples.batches(-1, 1)).contains("batch size is -1"));
        assertTrue(refusal(() -> examples.bucketed().batches(0, 1)).contains("batch size is 0"));
    }

    /** Texts of 1 to 50 tokens, each with its number as label. */
    private static TextExamples numbered(int n) {
        List<int[]> texts = IntStream.range(0, n)
                .mapToObj(i -> IntStream.rangeClosed(0, i % 50).map(j -> 4 + j).toArray())
                .toList();
        return TextExamples.of(texts, IntStream.range(0, n).toArray(), Padding.upTo(50));
    }

    private static double filledUp(TextExamples examples) {
        double filled = 0;
        double all = 0;
        for (TextBatch batch : examples.batches(20, 3)) {
            try (batch) {
                all += batch.mask().size();
                filled += batch.mask().size() - batch.mask().sum().getFloat();
            }
        }
        return filled / all;
    }

    private static List<Long> labels(TextExamples examples, int batchSize, long seed) {
        return labels(examples.batches(batchSize, seed));
    }

    private static List<Long> labels(Iterable<TextBatch> batches) {
        List<Long> labels = new ArrayList<>();
        for (TextBatch batch : batches) {
            try (batch) {
                Arrays.stream(batch.targets().head().toLongArray()).forEach(labels::add);
            }
        }
        return labels;
    }

    private static List<TextBatch> batchList(TextExamples examples, int batchSize) {
        List<TextBatch> list = new ArrayList<>();
        examples.batches(batchSize).forEach(list::add);
        return list;
    }

    private static String refusal(List<int[]> texts, Padding padding) {
        return refusal(() -> TextExamples.of(texts, new int[texts.size()], padding));
    }

    private static String refusal(Executable request) {
        return assertThrows(DataException.class, request).getMessage();
    }
}
