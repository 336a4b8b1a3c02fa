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
     * Returns the names of the classes.
     *
     * @return one name for each label
     */
    public List<String> classes() {
        return train.classes();
    }
}
