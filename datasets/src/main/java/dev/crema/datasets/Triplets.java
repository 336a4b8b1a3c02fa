package dev.crema.datasets;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Triplets of images: an anchor, a positive of the same class and a negative of another, for a triplet loss (Schroff,
 * Kalenichenko and Philbin 2015, "FaceNet").
 *
 * <p>A batch has three inputs {@code [n, channels, height, width]}, anchor, positive and negative, and no target: the order
 * says all.
 *
 * @param images where the images are
 * @param anchor the image that the others are compared with, in each triplet
 * @param positive another image of the anchor's class
 * @param negative an image of another class
 */
public record Triplets(LabelledImages images, int[] anchor, int[] positive, int[] negative) implements Examples {
    /**
     * Checks a user's own triplets, such as hard ones.
     *
     * @param images where the images are
     * @param anchor the image that the others are compared with
     * @param positive another image of the anchor's class
     * @param negative an image of another class
     * @throws DataException if there is no triplet, the arrays differ in length, an image does not exist, or the classes are
     *     not as above
     */
    public Triplets {
        Tuples.check(images, anchor, positive, negative);
        for (int i = 0; i < anchor.length; i++) {
            int label = images.label(anchor[i]);
            if (images.label(positive[i]) != label || images.label(negative[i]) == label) {
                throw new DataException("Triplet " + i + " has the classes " + label + ", "
                        + images.label(positive[i]) + " and " + images.label(negative[i])
                        + ", expected the first two the same and the third another.");
            }
        }
    }

    /**
     * Draws triplets, every class as likely as the others.
     *
     * @param images what to draw from, with at least two classes, one of them with at least two images
     * @param n number of triplets, at least 1
     * @param seed the same seed draws the same triplets
     * @return n triplets, each of three different images; a triplet may come twice
     * @throws DataException if n is less than 1, or there are not enough images
     */
    public static Triplets of(LabelledImages images, int n, long seed) {
        if (n < 1) {
            throw new DataException(n + " triplets were asked for, expected at least 1.");
        }
        Draw draw = new Draw(images, new SplittableRandom(seed));
        int[] anchor = new int[n];
        int[] positive = new int[n];
        int[] negative = new int[n];
        for (int i = 0; i < n; i++) {
            int[] two = draw.same();
            anchor[i] = two[0];
            positive[i] = two[1];
            negative[i] = draw.other(images.label(two[0]));
        }
        return new Triplets(images, anchor, positive, negative);
    }

    @Override
    public int size() {
        return anchor.length;
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
     * Says what the triplets are of.
     *
     * @return for example "1000 triplets of 7000 images (1, 28, 28) of 10 classes"
     */
    @Override
    public String toString() {
        return size() + " triplets of " + images;
    }

    private Tuples tuples() {
        return new Tuples(images, List.of(anchor, positive, negative));
    }
}
