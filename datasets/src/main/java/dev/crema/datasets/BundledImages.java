package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
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
        byte[] pixels = Idx.read(zippedImages, images.name(), count, SIDE, SIDE);
        byte[] label = Idx.read(zippedLabels, labels.name(), count);
        return new ImageDataset(
                name,
                part(pixels, label, 0, train),
                part(pixels, label, train, validation),
                part(pixels, label, train + validation, test),
                source);
    }

    private LabelledImages part(byte[] pixels, byte[] label, int from, int count) {
        int[] part = new int[count];
        for (int i = 0; i < count; i++) {
            part[i] = label[from + i];
        }
        ByteBuffer bytes = ByteBuffer.wrap(pixels, from * SIDE * SIDE, count * SIDE * SIDE);
        Shape shape = new Shape(count, 1, SIDE, SIDE);
        return new LabelledImages(owner -> unitRange(owner, bytes, shape), part, classes);
    }

    /** Bytes to floats on the engine: a float[] of Java would cost four times the memory once more. */
    private static NDArray unitRange(NDManager owner, ByteBuffer bytes, Shape shape) {
        try (NDArray gray = owner.create(bytes, shape, DataType.UINT8)) {
            return gray.toType(DataType.FLOAT32, false).divi(255);
        }
    }
}
