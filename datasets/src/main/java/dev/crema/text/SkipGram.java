package dev.crema.text;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ArrayBatch;
import dev.crema.datasets.DataException;
import dev.crema.datasets.Examples;
import dev.crema.memory.Owned;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pairs of words to learn word vectors from by skip-gram with negative sampling: is this a word that occurred near the
 * centre, or one drawn at random? (Mikolov, Sutskever, Chen, Corrado, Dean 2013, "Distributed representations of words and
 * phrases and their compositionality".)
 *
 * <pre>{@code
 * var pairs = SkipGram.of(Contexts.of(texts, 5, seed), NegativeSampling.of(vocabulary), 5);
 * for (var batch : pairs.batches(512, seed)) { ... }
 * }</pre>
 *
 * <p>A batch has as inputs the centres {@code [n]}, int64, and the words {@code [n, 1 + k]}, int64, of which the first
 * occurred and the k others were drawn; as targets {@code [n, 1 + k]}, float32, 1 for the first and 0 for the others.
 */
public final class SkipGram implements Examples {
    private final int[][] pairs;
    private final NegativeSampling negatives;
    private final int k;
    private final NDManager manager;

    private SkipGram(int[][] pairs, NegativeSampling negatives, int k) {
        this.pairs = pairs;
        this.negatives = negatives;
        this.k = k;
        this.manager = Owned.managerOf(this);
    }

    /**
     * Makes a pair of each word and each word of its context.
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
        return new SkipGram(contexts.pairs(), negatives, k);
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
     * @param seed of the order and of the negative words: give every epoch another one
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
        int width = 1 + k;
        long[] centres = new long[chosen.length];
        LongBuffer words = LongBuffer.allocate(chosen.length * width);
        FloatBuffer occurred = FloatBuffer.allocate(words.capacity());
        for (int i = 0; i < chosen.length; i++) {
            int[] pair = pairs[chosen[i]];
            centres[i] = pair[0];
            words.put(i * width, pair[1]);
            occurred.put(i * width, 1);
            int[] drawn = negatives.draw(pair[1], k, random);
            for (int j = 0; j < k; j++) {
                words.put(i * width + 1 + j, drawn[j]);
            }
        }
        NDManager memory = manager.newSubManager();
        Shape shape = new Shape(chosen.length, width);
        return new ArrayBatch(
                new NDList(memory.create(centres), memory.create(words, shape)),
                new NDList(memory.create(occurred, shape)));
    }

    @Override
    public String toString() {
        return size() + " pairs of words, each with " + k + " drawn at random";
    }
}
