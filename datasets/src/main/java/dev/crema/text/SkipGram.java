package dev.crema.text;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ArrayBatch;
import dev.crema.datasets.DataException;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Order;
import dev.crema.memory.Owned;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Pairs of words to learn word vectors from by skip-gram (Mikolov, Sutskever, Chen, Corrado, Dean 2013, "Distributed
 * representations of words and phrases and their compositionality"). With negative sampling the question is: is this a word
 * that occurred near the centre, or one drawn at random? With hierarchical softmax: which ways lead through a Huffman tree to
 * the word that occurred?
 *
 * <pre>{@code
 * var pairs = SkipGram.of(Contexts.of(texts, 5, seed), NegativeSampling.of(vocabulary), 5);
 * for (var batch : pairs.batches(512, seed)) { ... }
 * }</pre>
 *
 * <p>A batch has as inputs the centres {@code [n]}, int64, and the words {@code [n, 1 + k]}, int64, of which the first
 * occurred and the k others were drawn; as targets {@code [n, 1 + k]}, float32, 1 for the first and 0 for the others. With a
 * tree the second input has inner nodes {@code [n, depth]} in place of the words, and the targets are 1 where the way to the
 * word goes right, −1 where it goes left, and 0 after its end, for a word less deep than others.
 */
public final class SkipGram implements Examples {
    private final int[][] pairs;
    private final Question question;
    private final NDManager manager;

    private SkipGram(int[][] pairs, Question question) {
        this.pairs = pairs;
        this.question = question;
        this.manager = Owned.managerOf(this);
    }

    /** What is asked about a word of the context. */
    private interface Question {
        /** Returns how many numbers are asked about. */
        int width();

        /** Writes as many numbers, of words or of nodes, and as many answers. */
        void ask(int word, RandomGenerator random, LongBuffer numbers, FloatBuffer answers);
    }

    private record Occurred(NegativeSampling negatives, int k) implements Question {
        @Override
        public int width() {
            return 1 + k;
        }

        @Override
        public void ask(int word, RandomGenerator random, LongBuffer numbers, FloatBuffer answers) {
            numbers.put(word);
            answers.put(1);
            for (int drawn : negatives.draw(word, k, random)) {
                numbers.put(drawn);
                answers.put(0);
            }
        }

        @Override
        public String toString() {
            return k + " drawn at random";
        }
    }

    private record Way(HuffmanTree tree, int width) implements Question {
        @Override
        public void ask(int word, RandomGenerator random, LongBuffer numbers, FloatBuffer answers) {
            int[] path = tree.path(word);
            boolean[] code = tree.code(word);
            for (int i = 0; i < width; i++) {
                numbers.put(i < path.length ? path[i] : 0);
                answers.put(i >= path.length ? 0 : code[i] ? 1 : -1);
            }
        }

        @Override
        public String toString() {
            return "a way through a tree of " + tree;
        }
    }

    /**
     * Makes a pair of each word and each word of its context, for negative sampling.
     *
     * @param contexts words and the words around them
     * @param negatives where the words at random are drawn from
     * @param k how many are drawn for each pair, at least 1, such as 5
     * @return the pairs
     * @throws DataException if k is less than 1
     */
    public static SkipGram of(Contexts contexts, NegativeSampling negatives, int k) {
        if (k < 1) {
            throw new DataException("k is " + k + ", expected at least 1 negative word for each pair, such as 5.");
        }
        return new SkipGram(contexts.pairs(), new Occurred(negatives, k));
    }

    /**
     * Makes a pair of each word and each word of its context, for hierarchical softmax.
     *
     * @param contexts words and the words around them
     * @param tree has the words of the contexts, and so no special ones
     * @return the pairs
     * @throws DataException if a word of a context is not in the tree
     */
    public static SkipGram of(Contexts contexts, HuffmanTree tree) {
        int[][] pairs = contexts.pairs();
        for (int[] pair : pairs) {
            tree.path(pair[1]);
        }
        return new SkipGram(pairs, new Way(tree, tree.depth()));
    }

    @Override
    public int size() {
        return pairs.length;
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize) {
        List<int[]> parts = Order.cut(Order.natural(size()), batchSize);
        return () -> batches(parts, 0);
    }

    /**
     * Cuts the pairs into batches in random order.
     *
     * @param batchSize pairs in a batch, at least 1; the last batch has what is left
     * @param seed of the order and of the words that are drawn: give every epoch another one
     * @return batches, each to be closed by its user
     * @throws DataException if {@code batchSize} is less than 1
     */
    @Override
    public Iterable<ArrayBatch> batches(int batchSize, long seed) {
        List<int[]> parts = Order.cut(Order.shuffled(size(), new SplittableRandom(seed)), batchSize);
        return () -> batches(parts, seed);
    }

    private Iterator<ArrayBatch> batches(List<int[]> parts, long seed) {
        SplittableRandom random = new SplittableRandom(seed).split();
        return parts.stream().map(part -> batch(part, random)).iterator();
    }

    private ArrayBatch batch(int[] chosen, SplittableRandom random) {
        Shape shape = new Shape(chosen.length, question.width());
        long[] centres = new long[chosen.length];
        LongBuffer numbers = LongBuffer.allocate(Math.toIntExact(shape.size()));
        FloatBuffer answers = FloatBuffer.allocate(numbers.capacity());
        for (int i = 0; i < chosen.length; i++) {
            int[] pair = pairs[chosen[i]];
            centres[i] = pair[0];
            question.ask(pair[1], random, numbers, answers);
        }
        NDManager memory = manager.newSubManager();
        return new ArrayBatch(
                new NDList(memory.create(centres), memory.create(numbers.flip(), shape)),
                new NDList(memory.create(answers.flip(), shape)));
    }

    @Override
    public String toString() {
        return size() + " pairs of words, each with " + question;
    }
}
