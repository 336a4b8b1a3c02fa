package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Gray 28×28 images in the two files that the scripts write: the training part, then validation, then test.
 *
 * @param name what the field calls the data set
 * @param classes names of the classes
 * @param images file of the pixels
 * @param labels file of the labels
 * @param train images to train on
 * @param validation images to validate on
 * @param test images to test on
 * @param source origin and licence
 */
record BundledImages(
        String name,
        List<String> classes,
        DataFile images,
        DataFile labels,
        int train,
        int validation,
        int test,
        String source) {
    private static final int SIDE = 28;

    ImageDataset load() {
        int count = train + validation + test;
        byte[] zippedImages = images.bytes();
        byte[] zippedLabels = labels.bytes();
        ImageBytes read = new ImageBytes(count, new Shape(1, SIDE, SIDE));
        try (Idx pixels = Idx.open(zippedImages, images.name(), count, SIDE, SIDE);
                Idx label = Idx.open(zippedLabels, labels.name(), count)) {
            read.read(0, pixels, label.values());
        }
        return read.dataset(name, classes, train, validation, test, source);
    }
}
