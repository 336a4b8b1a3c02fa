package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanTreeTest {
    @Test
    void fiveWords_byHand() {
        // 1 + 2 = node 0; 3 and node 0 = node 1; 4 + 5 = node 2; node 1 and node 2 = node 3, the root
        HuffmanTree tree = HuffmanTree.of(1, 2, 3, 4, 5);
        assertEquals(4, tree.nodes());
        assertEquals(3, tree.depth());
        assertArrayEquals(new int[] {3, 1, 0}, tree.path(0));
        assertArrayEquals(new boolean[] {false, true, false}, tree.code(0));
        assertArrayEquals(new boolean[] {false, true, true}, tree.code(1));
        assertArrayEquals(new boolean[] {false, false}, tree.code(2));
        assertArrayEquals(new int[] {3, 2}, tree.path(4));
        assertArrayEquals(new boolean[] {true, true}, tree.code(4));
        assertEquals((1 * 3 + 2 * 3 + 3 * 2 + 4 * 2 + 5 * 2) / 15.0, tree.meanLength(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 100})
    void equalCounts_giveABalancedTree(int words) {
        long[] counts = new long[words];
        Arrays.fill(counts, 3);
        HuffmanTree tree = HuffmanTree.of(counts);
        int bits = 32 - Integer.numberOfLeadingZeros(words - 1);
        assertEquals(bits, tree.depth());
        assertTrue(tree.meanLength() > bits - 1);
    }

    @Test
    void realText_isCodedWithinABitOfItsEntropy_andNoCodeBeginsAnother() {
        Vocabulary vocabulary = Vocabulary.of(sentences());
        HuffmanTree tree = HuffmanTree.of(vocabulary);
        int first = Vocabulary.SPECIAL.size();
        double all = 0;
        for (int id = first; id < vocabulary.size(); id++) {
            all += vocabulary.count(id);
        }
        double entropy = 0;
        double kraft = 0;
        double length = 0;
        for (int id = first; id < vocabulary.size(); id++) {
            double share = vocabulary.count(id) / all;
            entropy -= share * Math.log(share) / Math.log(2);
            length += share * tree.code(id).length;
            kraft += Math.pow(0.5, tree.code(id).length);
        }
        assertEquals(length, tree.meanLength(), 1e-9);
        assertTrue(length >= entropy && length < entropy + 1, entropy + " bits, coded in " + length);
        assertEquals(1, kraft, 1e-12, "Kraft's sum: every way through the tree ends at one word");
        assertEquals(vocabulary.size() - first - 1, tree.nodes());
    }

    @Test
    void steepCounts_areAsDeepAsThereAreWords() {
        long[] fibonacci = new long[60];
        for (int i = 0; i < fibonacci.length; i++) {
            fibonacci[i] = i < 2 ? 1 : fibonacci[i - 1] + fibonacci[i - 2];
        }
        assertEquals(59, HuffmanTree.of(fibonacci).depth());
    }

    @Test
    void wordsThatDoNotOccur_areNotInTheTree() {
        HuffmanTree tree = HuffmanTree.of(0, 2, 0, 3);
        assertEquals(1, tree.nodes());
        assertTrue(refusal(() -> tree.path(0)).contains("number 0 is not in the tree, which has 2 words"));
        assertTrue(refusal(() -> tree.code(4)).contains("number 4"));
        assertTrue(refusal(() -> HuffmanTree.of(0, 5)).startsWith("1 words occur"));
        assertTrue(refusal(() -> HuffmanTree.of(4, -5)).contains("-5"));
    }

    @Test
    void batches_haveTheWays_filledUpWithZeros() {
        HuffmanTree tree = HuffmanTree.of(1, 2, 3, 4, 5);
        SkipGram pairs = SkipGram.of(Contexts.of(List.of(new int[] {2, 0}), 1), tree);
        assertEquals(
                "2 pairs of words, each with a way through a tree of 5 words, 2.2 decisions each on average and 3 at most",
                pairs.toString());
        List<float[]> targets = new ArrayList<>();
        for (ArrayBatch batch : pairs.batches(2)) {
            try (batch) {
                assertArrayEquals(new long[] {2, 0}, batch.inputs().get(0).toLongArray());
                assertEquals(new Shape(2, 3), batch.inputs().get(1).getShape());
                assertArrayEquals(
                        new long[] {3, 1, 0, 3, 1, 0}, batch.inputs().get(1).toLongArray());
                targets.add(batch.targets().head().toFloatArray());
            }
        }
        assertArrayEquals(new float[] {-1, 1, -1, -1, -1, 0}, targets.get(0));
    }

    @Test
    void contextsWithUnknownWords_areRefused() {
        Vocabulary vocabulary = Vocabulary.of(List.of(List.of("a", "b", "a")));
        Contexts contexts = Contexts.of(List.of(new int[] {vocabulary.index("a"), Vocabulary.UNKNOWN}), 1);
        String message = refusal(() -> SkipGram.of(contexts, HuffmanTree.of(vocabulary)));
        assertTrue(message.contains("Subsampling"), message);
    }

    private static List<List<String>> sentences() {
        return Tokenizer.words()
                .tokens(MovieReviews.load().train().stream().map(Review::text).toList());
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(DataException.class, call).getMessage();
    }
}
