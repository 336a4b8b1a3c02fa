package dev.crema.datasets;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * Images as their files have them, a byte for each value: a quarter of the memory of floats, and never the memory of both.
 * Taking a batch costs no more time than from floats, of which four times as many bytes have to be fetched.
 */
final class BytePixels implements Pixels {
    private static final int CHUNK = 1 << 22;

    private final byte[] bytes;
    private final int offset;
    private final Shape shape;
    private final int size;

    /** PyTorch reads from here; kept from batch to batch, because Java frees such buffers late. */
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    /**
     * Keeps images of an array, which must not change any more.
     *
     * @param bytes values in row-major order, to be read as unsigned; other images may stand before and behind
     * @param offset where the first image begins
     * @param shape {@code [n, channels, height, width]}
     */
    BytePixels(byte[] bytes, int offset, Shape shape) {
        this.bytes = bytes;
        this.offset = offset;
        this.shape = shape;
        this.size = Math.toIntExact(shape.slice(1).size());
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Device device() {
        return Device.cpu();
    }

    @Override
    public NDArray slice(int from, int to, NDManager target) {
        return gather(IntStream.range(from, to).toArray(), target);
    }

    @Override
    public synchronized NDArray gather(int[] indices, NDManager target) {
        ByteBuffer batch = staging(indices.length * size);
        for (int i : indices) {
            batch.put(bytes, offset + i * size, size);
        }
        return Pixels.unitRange(target.create(batch.flip(), shape(indices.length), DataType.UINT8));
    }

    @Override
    public Pixels first(int n, NDManager owner) {
        return new BytePixels(bytes, offset, shape(n));
    }

    @Override
    public Pixels select(int[] indices, NDManager owner) {
        byte[] chosen = new byte[Math.multiplyExact(indices.length, size)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(bytes, offset + indices[i] * size, chosen, i * size, size);
        }
        return new BytePixels(chosen, 0, shape(indices.length));
    }

    /** Makes all images floats, a few at a time: whole copies on the way would cost as much memory once more. */
    FloatPixels floats(NDManager owner) {
        NDArray images = owner.create(shape, DataType.FLOAT32);
        int n = Math.toIntExact(shape.get(0));
        int step = Math.max(1, CHUNK / size);
        for (int from = 0; from < n; from += step) {
            int to = Math.min(n, from + step);
            try (NDManager memory = owner.newSubManager()) {
                images.set(new NDIndex().addSliceDim(from, to), slice(from, to, memory));
            }
        }
        return new FloatPixels(images);
    }

    private Shape shape(int n) {
        return new Shape(n).addAll(shape.slice(1));
    }

    private ByteBuffer staging(int length) {
        if (staging.capacity() < length) {
            staging = ByteBuffer.allocateDirect(length);
        }
        return staging.clear();
    }
}
