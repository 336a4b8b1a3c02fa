package dev.crema.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.DataException;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Order;
import dev.crema.datasets.Review;
import dev.crema.memory.Owned;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Texts to train on: lists of numbers of tokens, in plain Java memory until a batch is made of them.
 *
 * <pre>{@code
 * var train = TextExamples.of(reviews.train(), tokenizer, vocabulary, Padding.upTo(60)).bucketed();
 * for (var batch : train.batches(64, seed)) {
 *     try (batch) { ... batch.ids(), batch.mask(), batch.targets() ... }
 * }
 * }</pre>
 */
public final class TextExamples implements Examples {
    // batches whose texts are sorted together: more waste less, fewer mix better
    private static final int POOL = 50;

    private final List<List<int[]>> inputs;
    private final List<List<int[]>> targets;
    private final int @Nullable [] labels;
    private final boolean bucketed;
    private final NDManager manager;

    private TextExamples(
            List<List<int[]>> inputs, List<List<int[]>> targets, int @Nullable [] labels, boolean bucketed) {
        if (inputs.get(0).isEmpty()) {
            throw new DataException("There are no texts, expected at least one.");
        }
        this.inputs = inputs;
        this.targets = targets;
        this.labels = labels;
        this.bucketed = bucketed;
        this.manager = Owned.managerOf(this);
    }

    /**
     * Makes examples to classify.
     *
     * @param texts numbers of tokens of each text
     * @param labels the class of each text, from 0
     * @param padding how long texts are cut and marked
     * @return examples of which a batch has the ids, their mask, and the labels as targets
     * @throws DataException if there is no text, not one label for each, a negative label, or a text without tokens
     */
    public static TextExamples of(List<int[]> texts, int[] labels, Padding padding) {
        if (labels.length != texts.size()) {
            throw new DataException(
                    "There are " + labels.length + " labels for " + texts.size() + " texts, expected one for each.");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new DataException("Label " + i + " is " + labels[i] + ", expected 0 or more.");
            }
        }
        return new TextExamples(List.of(rows(texts, padding, 1)), List.of(), labels.clone(), false);
    }

    /**
     * Makes examples of reviews to classify: are they negative, 0, or positive, 1?
     *
     * @param reviews reviews with a {@link Review#label}
     * @param tokenizer cuts their texts
     * @param vocabulary numbers the tokens
     * @param padding how long texts are cut and marked
     * @return examples of which a batch has the ids, their mask, and the labels as targets
     * @throws DataException if there is no review, or one of them is neutral or has no tokens
     */
    public static TextExamples of(List<Review> reviews, Tokenizer tokenizer, Vocabulary vocabulary, Padding padding) {
        return of(
                reviews.stream()
                        .map(review -> vocabulary.encode(tokenizer.tokens(review.text())))
                        .toList(),
                reviews.stream().mapToInt(Review::label).toArray(),
                padding);
    }

    /**
     * Makes examples for a language model, which foretells every token from those before it.
     *
     * @param texts numbers of tokens of each text
     * @param padding how long texts are cut and marked
     * @return examples of which a batch has all tokens but the last of each row, their mask, and as targets all tokens but
     *     the first, and their mask
     * @throws DataException if there is no text, or a row of less than two tokens
     */
    public static TextExamples nextTokens(List<int[]> texts, Padding padding) {
        List<int[]> rows = rows(texts, padding, 2);
        return new TextExamples(List.of(withoutLast(rows)), List.of(withoutFirst(rows)), null, false);
    }

    /**
     * Makes examples for an encoder and a decoder with teacher forcing: the decoder is given the true tokens so far, from
     * the start on, and foretells the next.
     *
     * @param sources numbers of tokens of each text
     * @param translations numbers of tokens of what each should become, in order
     * @param padding how long texts are cut; the translations are marked with start and end in any case
     * @return examples of which a batch has as inputs the sources, their mask, the translations from the start to their last
     *     token, and their mask; as targets the translations from their first token to the end, and their mask
     * @throws DataException if there is no text, not one translation for each, a source without tokens, or no room for start
     *     and end
     */
    public static TextExamples translations(List<int[]> sources, List<int[]> translations, Padding padding) {
        if (translations.size() != sources.size()) {
            throw new DataException("There are " + translations.size() + " translations of " + sources.size()
                    + " texts, expected one for each.");
        }
        List<int[]> marked = rows(translations, padding.withStartAndEnd(), 2);
        return new TextExamples(
                List.of(rows(sources, padding, 1), withoutLast(marked)), List.of(withoutFirst(marked)), null, false);
    }

    private static List<int[]> rows(List<int[]> texts, Padding padding, int least) {
        List<int[]> rows = texts.stream().map(padding::row).toList();
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i);
            if (row.length < least) {
                throw new DataException("Text " + i + " has " + row.length + " tokens, expected at least " + least
                        + ". Leave it out, raise the limit, or mark start and end: padding.withStartAndEnd().");
            }
            for (int id : row) {
                if (id < 0) {
                    throw new DataException(
                            "Text " + i + " has the token number " + id + ", expected 0 or more: Vocabulary.encode.");
                }
            }
        }
        return rows;
    }

    private static List<int[]> withoutLast(List<int[]> rows) {
        return each(rows, row -> Arrays.copyOf(row, row.length - 1));
    }

    private static List<int[]> withoutFirst(List<int[]> rows) {
        return each(rows, row -> Arrays.copyOfRange(row, 1, row.length));
    }

    private static List<int[]> each(List<int[]> rows, UnaryOperator<int[]> change) {
        return rows.stream().map(change).toList();
    }

    /**
     * Puts texts of about the same length into the same batch, so that little is filled up. It changes the batches in random
     * order: 50 batches at a time are sorted by length, cut, and mixed; the smaller, last batch may then be any.
     *
     * @return the same texts
     */
    public TextExamples bucketed() {
        return new TextExamples(inputs, targets, labels, true);
    }

    /**
     * Leaves the masks out, for a network of one input such as {@code seq(embedding(words, 64), lstm(128), linear(words))};
     * a loss may know the padding by its number, {@link Vocabulary#PADDING}.
     *
     * @return the same texts, of which a batch has as inputs and targets only numbers of tokens, and the labels
     */
    public Examples withoutMasks() {
        return new Unmasked(this);
    }

    @Override
    public int size() {
        return inputs.get(0).size();
    }

    @Override
    public Iterable<TextBatch> batches(int batchSize) {
        return batches(Order.cut(Order.natural(size()), batchSize));
    }

    @Override
    public Iterable<TextBatch> batches(int batchSize, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = Order.shuffled(size(), random);
        return batches(bucketed ? ofLikeLengths(order, batchSize, random) : Order.cut(order, batchSize));
    }

    private List<int[]> ofLikeLengths(int[] order, int batchSize, SplittableRandom random) {
        List<int[]> sorted = new ArrayList<>();
        int poolSize = (int) Math.min(Integer.MAX_VALUE, (long) POOL * batchSize);
        for (int[] pool : Order.cut(order, poolSize)) {
            int[] byLength = Arrays.stream(pool)
                    .boxed()
                    .sorted(Comparator.comparingInt(this::length))
                    .mapToInt(Integer::intValue)
                    .toArray();
            sorted.addAll(Order.cut(byLength, batchSize));
        }
        return Arrays.stream(Order.shuffled(sorted.size(), random))
                .mapToObj(sorted::get)
                .toList();
    }

    private int length(int text) {
        return inputs.stream().mapToInt(column -> column.get(text).length).max().orElseThrow();
    }

    private Iterable<TextBatch> batches(List<int[]> parts) {
        return () -> parts.stream().map(this::batch).iterator();
    }

    private TextBatch batch(int[] texts) {
        NDManager memory = manager.newSubManager();
        NDList given = new NDList();
        inputs.forEach(column -> given.addAll(padded(column, texts, memory)));
        NDList compared = new NDList();
        targets.forEach(column -> compared.addAll(padded(column, texts, memory)));
        if (labels != null) {
            compared.add(memory.create(
                    Arrays.stream(texts).mapToLong(text -> labels[text]).toArray()));
        }
        return new TextBatch(given, compared);
    }

    private static NDList padded(List<int[]> column, int[] texts, NDManager memory) {
        List<int[]> rows = Arrays.stream(texts).mapToObj(column::get).toList();
        int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        LongBuffer ids = LongBuffer.allocate(Math.multiplyExact(rows.size(), longest));
        FloatBuffer mask = FloatBuffer.allocate(ids.capacity());
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i);
            for (int j = 0; j < row.length; j++) {
                ids.put(i * longest + j, row[j]);
                mask.put(i * longest + j, 1);
            }
        }
        Shape shape = new Shape(rows.size(), longest);
        NDArray numbers = memory.create(ids, shape);
        return new NDList(numbers, memory.create(mask, shape));
    }

    @Override
    public String toString() {
        int tokens = inputs.get(0).stream().mapToInt(row -> row.length).sum();
        int longest = inputs.get(0).stream().mapToInt(row -> row.length).max().orElseThrow();
        return size() + " texts of " + tokens + " tokens, the longest of " + longest;
    }
}
