package dev.crema.datasets;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** The images of a set, in whatever form they are kept; whoever takes some of them gets floats. */
sealed interface Pixels permits BytePixels, FloatPixels {
    /** Returns {@code [n, channels, height, width]}. */
    Shape shape();

    Device device();

    /** Returns neighbours as float32, from the first number to before the last: may be a view. */
    NDArray slice(int from, int to, NDManager target);

    /** Returns a copy of chosen images as float32. */
    NDArray gather(int[] indices, NDManager target);

    /** Returns the first images, kept as these are, in the owner's memory. */
    Pixels first(int n, NDManager owner);

    /** Copies chosen images, to be kept as these are, into the owner's memory. */
    Pixels select(int[] indices, NDManager owner);

    /** Bytes to floats from 0 to 1, on the engine. Frees the bytes. */
    static NDArray unitRange(NDArray bytes) {
        try (bytes) {
            return bytes.toType(DataType.FLOAT32, false).divi(255);
        }
    }

    /** Copies numbers into an array of the engine's own. */
    static NDArray int64(int[] values, NDManager manager, Device device) {
        long[] wide = Arrays.stream(values).asLongStream().toArray();
        // an array over Java's memory dies with its Java object, even under a view of it: the copy is PyTorch's own
        try (NDArray overJavaMemory = manager.create(wide)) {
            return overJavaMemory.getDevice().equals(device)
                    ? overJavaMemory.duplicate()
                    : overJavaMemory.toDevice(device, true);
        }
    }
}
