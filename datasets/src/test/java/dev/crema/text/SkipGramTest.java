package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ArrayBatch;
import dev.crema.datasets.DataException;
import dev.crema.datasets.MovieReviews;
import dev.crema.datasets.Review;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SkipGramTest {
    private final Vocabulary vocabulary = Vocabulary.of(List.of(List.of("a", "b", "c", "a", "b", "a")));
    private final NegativeSampling negatives = NegativeSampling.of(vocabulary);
    private final Contexts contexts = Contexts.of(List.of(new int[] {4, 5, 6}), 1);

    @Test
    void batch_hasTheTrueWordFirst_andOthersAfterIt() {
        try (ArrayBatch batch =
                SkipGram.of(contexts, negatives, 3).batches(4).iterator().next()) {
            assertArrayEquals(new long[] {4, 5, 5, 6}, batch.inputs().get(0).toLongArray());
            assertEquals(new Shape(4, 4), batch.inputs().get(1).getShape());
            long[] words = batch.inputs().get(1).toLongArray();
            long[] truths = {5, 4, 6, 5};
            for (int i = 0; i < 4; i++) {
                assertEquals(truths[i], words[4 * i]);
                for (int j = 1; j < 4; j++) {
                    assertNotEquals(truths[i], words[4 * i + j]);
                    assertTrue(words[4 * i + j] >= 4 && words[4 * i + j] <= 6);
                }
            }
            assertArrayEquals(
                    new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0},
                    batch.targets().head().toFloatArray());
        }
    }

    @Test
    void shuffledBatches_haveEveryPairOnce_andOneOrderAndDrawForEachSeed() {
        Tokenizer tokenizer = Tokenizer.words();
        List<List<String>> texts = tokenizer.tokens(MovieReviews.load().validation().stream()
                .limit(50)
                .map(Review::text)
                .toList());
        Vocabulary words = Vocabulary.of(texts);
        Contexts around = Contexts.of(words.encode(texts), 3, 1);
        SkipGram pairs = SkipGram.of(around, NegativeSampling.of(words), 2);
        List<String> expected = Arrays.stream(around.pairs())
                .map(pair -> pair[0] + " " + pair[1])
                .sorted()
                .toList();
        List<List<Long>> first = walk(pairs.batches(64, 1));
        assertEquals(
                expected,
                first.stream()
                        .map(row -> row.get(0) + " " + row.get(1))
                        .sorted()
                        .toList());
        assertEquals(first, walk(pairs.batches(64, 1)));
        Iterable<ArrayBatch> twice = pairs.batches(64, 1);
        assertEquals(walk(twice), walk(twice));
        assertNotEquals(first, walk(pairs.batches(64, 2)));
        assertEquals(expected.size(), pairs.size());
        assertEquals(expected.size() + " pairs of words, each with 2 drawn at random", pairs.toString());
    }

    @Test
    void skipGram_isRefused_whenNothingIsDrawn_orBatchesAreEmpty() {
        assertTrue(assertThrows(DataException.class, () -> SkipGram.of(contexts, negatives, 0))
                .getMessage()
                .contains("k is 0"));
        SkipGram pairs = SkipGram.of(contexts, negatives, 1);
        assertThrows(DataException.class, () -> pairs.batches(0));
        assertThrows(DataException.class, () -> pairs.batches(0, 1));
    }

    /** Rows of a centre, the true word and the drawn ones. */
    private static List<List<Long>> walk(Iterable<ArrayBatch> batches) {
        List<List<Long>> rows = new ArrayList<>();
        for (ArrayBatch batch : batches) {
            try (batch) {
                long[] centres = batch.inputs().get(0).toLongArray();
                long[] words = batch.inputs().get(1).toLongArray();
                int width = words.length / centres.length;
                for (int i = 0; i < centres.length; i++) {
                    rows.add(Stream.concat(
                                    Stream.of(centres[i]),
                                    Arrays.stream(words, i * width, (i + 1) * width)
                                            .boxed())
                            .toList());
                }
            }
        }
        return rows;
    }
}
