package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.datasets.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WordContextsTest {
    private static final int COMMON = 4;
    private static final int MIDDLE = 5;
    private static final int RARE = 6;

    /** 81 times one word, 16 times another, once a third: the fourth roots are whole numbers. */
    private final Vocabulary vocabulary = counted(81, 16, 1);

    @Test
    void paper_keepsTheSquareRootOfThresholdOverFrequency() {
        Vocabulary hundred = counted(64, 32, 4);
        Subsampling kept = Subsampling.ofPaper(hundred, 0.04);
        assertEquals(0.25, kept.keeps(COMMON), 1e-12); // √(0.04 / 0.64)
        assertEquals(Math.sqrt(0.125), kept.keeps(MIDDLE), 1e-12);
        assertEquals(1, kept.keeps(RARE));
        assertEquals(0, kept.keeps(Vocabulary.UNKNOWN));
    }

    @Test
    void word2vec_keepsMore_asItsProgramSays() {
        Subsampling kept = Subsampling.ofWord2vec(counted(64, 32, 4), 0.04);
        // (sqrt(cn / (sample * train_words)) + 1) * (sample * train_words) / cn with sample * train_words = 4
        assertEquals((Math.sqrt(64 / 4.0) + 1) * 4 / 64, kept.keeps(COMMON), 1e-12);
        assertEquals((Math.sqrt(32 / 4.0) + 1) * 4 / 32, kept.keeps(MIDDLE), 1e-12);
        assertEquals(1, kept.keeps(RARE));
        double golden = (3 + Math.sqrt(5)) / 2;
        assertEquals(1, (Math.sqrt(golden) + 1) / golden, 1e-12);
    }

    @Test
    void sample_keepsWordsAsOftenAsItSays_inOrder() {
        Subsampling kept = Subsampling.ofPaper(counted(64, 32, 4), 0.04);
        int[] text = IntStream.range(0, 30_000).map(i -> 4 + i % 3).toArray();
        int[] left = kept.sample(List.of(text), 1).get(0);
        for (int id = COMMON; id <= RARE; id++) {
            int word = id;
            long count = Arrays.stream(left).filter(other -> other == word).count();
            assertEquals(kept.keeps(id), count / 10_000.0, 0.02);
        }
        assertArrayEquals(
                new int[] {6, 6},
                kept.sample(List.of(new int[] {1, 6, 0, 6, 3}), 1).get(0));
        assertArrayEquals(left, kept.sample(List.of(text), 1).get(0));
        assertTrue(!Arrays.equals(left, kept.sample(List.of(text), 2).get(0)));
    }

    @Test
    void subsampling_isRefused_whenThresholdOrTokenAreWrong() {
        for (double threshold : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(refusal(() -> Subsampling.ofPaper(vocabulary, threshold)).contains("The threshold is"));
        }
        Subsampling kept = Subsampling.ofWord2vec(vocabulary, 1e-3);
        assertTrue(refusal(() -> kept.sample(List.of(new int[] {7}), 1)).contains("number 7, expected 0 to 6"));
    }

    @Test
    void contexts_endWithTheText() {
        Contexts contexts = Contexts.of(List.of(new int[] {4, 5, 6, 7}, new int[] {9}, new int[] {8, 8}), 2);
        assertArrayEquals(new int[] {4, 5, 6, 7, 8, 8}, contexts.centres());
        assertArrayEquals(new int[][] {{5, 6}, {4, 6, 7}, {4, 5, 7}, {5, 6}, {8}, {8}}, contexts.contexts());
        assertEquals("6 words in context, 12 pairs", contexts.toString());
    }

    @Test
    void pairs_areOneForEachWordOfEachContext() {
        assertArrayEquals(
                new int[][] {{4, 5}, {5, 4}, {5, 6}, {6, 5}},
                Contexts.of(List.of(new int[] {4, 5, 6}), 1).pairs());
    }

    @Test
    void dynamicWindow_reachesEveryDistanceEquallyOften() {
        int[] text = IntStream.range(0, 20_000).toArray();
        Contexts contexts = Contexts.of(List.of(text), 4, 1);
        int[] reach = new int[5];
        for (int i = 4; i < text.length - 4; i++) {
            int side = contexts.contexts()[i].length / 2;
            reach[side]++;
            int from = i - side;
            assertArrayEquals(
                    IntStream.rangeClosed(from, i + side)
                            .filter(id -> id != from + side)
                            .toArray(),
                    contexts.contexts()[i]);
        }
        assertEquals(0, reach[0]);
        for (int side = 1; side <= 4; side++) {
            assertEquals(0.25, reach[side] / 20_000.0, 0.02);
        }
        assertArrayEquals(contexts.contexts(), Contexts.of(List.of(text), 4, 1).contexts());
    }

    @Test
    void contexts_areRefused_whenThereAreNone() {
        assertTrue(refusal(() -> Contexts.of(List.of(new int[] {4}), 2)).contains("No token has a neighbour"));
        assertTrue(refusal(() -> Contexts.of(List.of(new int[] {4, 5}), 0)).contains("The window is 0"));
        assertTrue(refusal(() -> Contexts.of(List.of(new int[] {4, 5}), 0, 1)).contains("The window is 0"));
        assertTrue(refusal(() -> new Contexts(new int[1], new int[2][1])).contains("2 contexts for 1 centres"));
        assertTrue(refusal(() -> new Contexts(new int[1], new int[1][0])).contains("Context 0 is empty"));
    }

    @Test
    void negatives_areDrawnByThePowerOfTheirCounts() {
        NegativeSampling negatives = NegativeSampling.of(vocabulary);
        // 81^0.75 = 27, 16^0.75 = 8, 1^0.75 = 1
        assertEquals(27 / 36.0, negatives.probability(COMMON), 1e-12);
        assertEquals(8 / 36.0, negatives.probability(MIDDLE), 1e-12);
        assertEquals(1 / 36.0, negatives.probability(RARE), 1e-12);
        assertEquals(0, negatives.probability(Vocabulary.UNKNOWN));
        assertEquals(0, negatives.probability(Vocabulary.PADDING));
        int[] drawn = new int[7];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 36_000; i++) {
            drawn[negatives.draw(random)]++;
        }
        for (int id = 0; id < 7; id++) {
            assertEquals(negatives.probability(id), drawn[id] / 36_000.0, 0.01);
        }
    }

    @Test
    void otherPowers_drawAsTheTextDoes_orEvenly() {
        assertEquals(81 / 98.0, NegativeSampling.of(vocabulary, 1).probability(COMMON), 1e-12);
        assertEquals(1 / 3.0, NegativeSampling.of(vocabulary, 0).probability(RARE), 1e-12);
    }

    @Test
    void negatives_areNeverTheTruth() {
        NegativeSampling negatives = NegativeSampling.of(vocabulary);
        int[] drawn = negatives.draw(COMMON, 9_000, new Random(1));
        assertEquals(0, Arrays.stream(drawn).filter(id -> id == COMMON).count());
        assertEquals(8_000, Arrays.stream(drawn).filter(id -> id == MIDDLE).count(), 150);
        assertArrayEquals(drawn, negatives.draw(COMMON, 9_000, new Random(1)));
    }

    @Test
    void negatives_areRefused_whenThereIsNothingToDraw() {
        assertTrue(refusal(() -> NegativeSampling.of(counted(3))).contains("has 1 tokens"));
        assertTrue(refusal(() -> NegativeSampling.of(vocabulary, 1.1)).contains("The power is 1.1"));
        NegativeSampling negatives = NegativeSampling.of(vocabulary);
        assertTrue(refusal(() -> negatives.probability(-1)).contains("number -1"));
        assertTrue(refusal(() -> negatives.draw(COMMON, 0, new Random(1))).contains("0 negative words"));
    }

    /** A vocabulary of words with those counts, the largest first. */
    private static Vocabulary counted(int... counts) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            text.addAll(Collections.nCopies(counts[i], "word" + i));
        }
        return Vocabulary.of(List.of(text));
    }

    private static String refusal(Executable request) {
        return assertThrows(DataException.class, request).getMessage();
    }
}
