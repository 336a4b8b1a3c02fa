package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Images as files have them, a byte for each value and a byte for each label.
 *
 * @param pixels {@code [n, channels, height, width]} in row-major order, to be read as unsigned
 * @param labels {@code [n]}
 * @param image {@code [channels, height, width]}
 */
record ImageBytes(byte[] pixels, byte[] labels, Shape image) {

    /** Cuts the first train images, the next validation images and the test images after them into a data set. */
    ImageDataset dataset(String name, List<String> classes, int train, int validation, int test, String source) {
        return new ImageDataset(
                name,
                part(0, train, classes),
                part(train, validation, classes),
                part(train + validation, test, classes),
                source);
    }

    private LabelledImages part(int from, int count, List<String> classes) {
        int[] part = new int[count];
        for (int i = 0; i < count; i++) {
            part[i] = Byte.toUnsignedInt(labels[from + i]);
        }
        int size = Math.toIntExact(image.size());
        ByteBuffer bytes = ByteBuffer.wrap(pixels, from * size, count * size);
        Shape shape = new Shape(count).addAll(image);
        return new LabelledImages(owner -> unitRange(owner, bytes, shape), part, classes);
    }

    /** Bytes to floats on the engine: a float[] of Java would cost four times the memory once more. */
    private static NDArray unitRange(NDManager owner, ByteBuffer bytes, Shape shape) {
        try (NDArray values = owner.create(bytes, shape, DataType.UINT8)) {
            return values.toType(DataType.FLOAT32, false).divi(255);
        }
    }
}
