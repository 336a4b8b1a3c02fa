package dev.crema.datasets;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Pairs of images, half of them of one class, for a siamese network (Hadsell, Chopra and LeCun 2006, "Dimensionality
 * reduction by learning an invariant mapping"; there Y is 0 for the same and 1 for different).
 *
 * <p>A batch has two inputs {@code [n, channels, height, width]} and the target {@code [n]}, float32, 1 if the two are of the
 * same class and 0 if not.
 *
 * @param images where the images are
 * @param first the first image of each pair
 * @param second the second image of each pair
 * @param same 1 for each pair of one class, 0 for each of two
 */
public record Pairs(LabelledImages images, int[] first, int[] second, int[] same) implements Examples {
    /**
     * Checks a user's own pairs.
     *
     * @param images where the images are
     * @param first the first image of each pair
     * @param second the second image of each pair
     * @param same 1 for each pair of one class, 0 for each of two
     * @throws DataException if there is no pair, the arrays differ in length, an image does not exist, or {@code same} is not
     *     true
     */
    public Pairs {
        Tuples.check(images, first, second);
        if (same.length != first.length) {
            throw new DataException("There are " + first.length + " pairs and " + same.length
                    + " answers whether they are the same, expected one for each.");
        }
        for (int i = 0; i < same.length; i++) {
            int truth = images.label(first[i]) == images.label(second[i]) ? 1 : 0;
            if (same[i] != truth) {
                throw new DataException("Pair " + i + " is said to be " + same[i] + ", expected " + truth
                        + ", for the classes are " + images.label(first[i]) + " and " + images.label(second[i]) + ".");
            }
        }
    }

    /**
     * Draws pairs: one of the same class, one of different classes, and so on, every class as likely as the others.
     *
     * @param images what to draw from, with at least two classes, one of them with at least two images
     * @param n number of pairs, at least 1
     * @param seed the same seed draws the same pairs
     * @return n pairs, each of two different images; a pair may come twice
     * @throws DataException if n is less than 1, or there are not enough images
     */
    public static Pairs of(LabelledImages images, int n, long seed) {
        if (n < 1) {
            throw new DataException(n + " pairs were asked for, expected at least 1.");
        }
        Draw draw = new Draw(images, new SplittableRandom(seed));
        int[] first = new int[n];
        int[] second = new int[n];
        int[] same = new int[n];
        for (int i = 0; i < n; i++) {
            same[i] = (i + 1) % 2;
            int[] two = same[i] == 1 ? draw.same() : draw.different();
            first[i] = two[0];
            second[i] = two[1];
        }
        return new Pairs(images, first, second, same);
    }

    @Override
    public int size() {
        return first.length;
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize) {
        return Minibatches.of(tuples(), size(), batchSize);
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize, long seed) {
        return Minibatches.of(tuples(), size(), batchSize, seed);
    }

    /**
     * Says what the pairs are of.
     *
     * @return for example "1000 pairs of 7000 images (1, 28, 28) of 10 classes"
     */
    @Override
    public String toString() {
        return size() + " pairs of " + images;
    }

    private Tuples tuples() {
        return new Tuples(images, List.of(first, second), same);
    }
}
