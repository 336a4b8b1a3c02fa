package dev.crema.datasets;

import java.util.List;

/**
 * A named set of labelled images, cut into three parts that have no image in common.
 *
 * @param name what the field calls it, such as "MNIST"
 * @param train what a network learns from
 * @param validation what choices are made on, such as when to stop
 * @param test what the final number is measured on, once
 * @param source where the images come from and their licence, in one line
 */
public record ImageDataset(
        String name, LabelledImages train, LabelledImages validation, LabelledImages test, String source) {

    /**
     * Cuts labelled images into a data set at random, with the classes in the same proportion in all three parts.
     *
     * @param name what to call it
     * @param images all images
     * @param train share of the images to train on, such as 0.8
     * @param validation share of the images to validate on, such as 0.1; the rest is to test on
     * @param seed the same seed gives the same parts
     * @param source where the images come from and their licence, in one line
     * @return copies of the images in three parts
     * @throws DataException if a share or the rest is not between 0 and 1, or there are fewer than three images of a class
     */
    public static ImageDataset of(
            String name, LabelledImages images, double train, double validation, long seed, String source) {
        if (!(train > 0 && validation > 0 && train + validation < 1)) {
            throw new DataException(
                    "The shares to train and to validate on are " + train + " and " + validation
                            + ", expected numbers above 0 whose sum is less than 1, such as 0.8 and 0.1: the rest is to test on.");
        }
        Split<LabelledImages> all = images.split(train + validation, seed);
        try (LabelledImages learned = all.train()) {
            Split<LabelledImages> parts = learned.split(train / (train + validation), seed);
            return new ImageDataset(name, parts.train(), parts.test(), all.test(), source);
        }
    }

    /**
     * Returns the names of the classes.
     *
     * @return one name for each label
     */
    public List<String> classes() {
        return train.classes();
    }
}
