package dev.crema.datasets;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images as their files have them, a byte for each value: a quarter of the memory of floats, and never the memory of both.
 * Taking a batch costs no more time than from floats, of which four times as many bytes have to be fetched.
 *
 * <p>The bytes stand in pieces outside Java's heap, which would keep the room of those that become floats. Sets that share a
 * piece have an array of it each, and the engine frees it when the last of these is closed.
 */
final class BytePixels implements Pixels {
    // malloc gives pieces of more than 8 MB back to the system at once: binder/crema_lab/kernelspec.py
    private static final int PIECE = 9 << 20;
    private static final int CHUNK = 1 << 17;

    private final @Nullable NDArray[] pieces;
    private final ByteBuffer[] bytes;
    private final int[] place;
    private final Shape shape;
    private final int size;
    private @Nullable FloatPixels floats;

    /** Writes neighbouring images to where they stay, without a copy between. */
    interface Writer<E extends Exception> {
        /** Fills all parts, with one image after the other; no image is in two parts. */
        void write(List<ByteBuffer> parts) throws E;
    }

    /** PyTorch reads from here; kept from batch to batch, because Java frees such buffers late. */
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    /**
     * Takes images of the pieces, which belong to it from now on.
     *
     * @param pieces {@code [images in a piece, bytes of an image]}, uint8; null where no image is taken
     * @param place {@code [n]}, the numbers of the images within the pieces
     * @param image {@code [channels, height, width]}
     */
    private BytePixels(@Nullable NDArray[] pieces, int[] place, Shape image) {
        this.pieces = pieces;
        this.bytes = Arrays.stream(pieces)
                .map(piece -> piece == null ? ByteBuffer.allocate(0) : piece.toByteBuffer(true))
                .toArray(ByteBuffer[]::new);
        this.place = place;
        this.shape = new Shape(place.length).addAll(image);
        this.size = Math.toIntExact(image.size());
    }

    /**
     * Makes room for images, to be {@link #put} there before anything else is done.
     *
     * @param shape {@code [n, channels, height, width]}
     * @param owner of the memory
     */
    static BytePixels room(Shape shape, NDManager owner) {
        int n = Math.toIntExact(shape.get(0));
        Shape image = shape.slice(1);
        int size = Math.toIntExact(image.size());
        int step = Math.max(1, PIECE / size);
        NDArray[] pieces = IntStream.iterate(0, from -> from < n, from -> from + step)
                .mapToObj(from -> owner.create(new Shape(Math.min(step, n - from), size), DataType.UINT8))
                .toArray(NDArray[]::new);
        return new BytePixels(pieces, IntStream.range(0, n).toArray(), image);
    }

    /** Copies images {@code [n, channels, height, width]} in row-major order, to be read as unsigned. */
    static BytePixels of(byte[] pixels, Shape shape, NDManager owner) {
        BytePixels copy = room(shape, owner);
        copy.put(0, pixels);
        return copy;
    }

    /** Copies one or more whole images to where image {@code first} and those after it are. */
    void put(int first, byte[] images) {
        ByteBuffer source = ByteBuffer.wrap(images);
        fill(first, images.length / size, parts -> {
            for (ByteBuffer part : parts) {
                part.put(source.limit(source.position() + part.remaining()));
            }
        });
    }

    /** Has neighbouring images written to where they stay. */
    synchronized <E extends Exception> void fill(int first, int n, Writer<E> writer) throws E {
        try {
            writer.write(parts(first, first + n));
        } finally {
            // a buffer does not keep the piece that it looks into
            Reference.reachabilityFence(this);
        }
    }

    /** Returns neighbours as the stretches of the pieces that they are. */
    private List<ByteBuffer> parts(int from, int to) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int i = from; i < to; ) {
            int n = Math.min(to - i, imagesInPiece() - place[i] % imagesInPiece());
            parts.add(piece(i).slice(offset(i), n * size));
            i += n;
        }
        return parts;
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
        if (floats != null) {
            return floats.gather(indices, target);
        }
        ByteBuffer batch = staging(indices.length * size);
        for (int k = 0; k < indices.length; k++) {
            copy(indices[k], batch, k * size);
        }
        return Pixels.unitRange(
                target.create(batch.limit(indices.length * size), shape(indices.length), DataType.UINT8));
    }

    @Override
    public Pixels first(int n, NDManager owner) {
        return share(IntStream.range(0, n).toArray(), owner);
    }

    /** Returns chosen images that stay where they are, in pieces that the owner has a share of. */
    synchronized Pixels share(int[] indices, NDManager owner) {
        if (floats != null) {
            return floats.select(indices, owner);
        }
        NDArray[] shared = new NDArray[pieces.length];
        int[] places = Arrays.stream(indices).map(i -> place[i]).toArray();
        for (int i : places) {
            int p = i / imagesInPiece();
            NDArray piece = pieces[p];
            if (shared[p] == null && piece != null) {
                shared[p] = piece.get(owner, new NDIndex(":"));
            }
        }
        return new BytePixels(shared, places, shape.slice(1));
    }

    @Override
    public synchronized Pixels select(int[] indices, NDManager owner) {
        if (floats != null) {
            return floats.select(indices, owner);
        }
        BytePixels chosen = room(shape(indices.length), owner);
        for (int k = 0; k < indices.length; k++) {
            copy(indices[k], chosen.piece(k), chosen.offset(k));
        }
        return chosen;
    }

    /** Makes all images floats, a few at a time, and frees each piece behind the last of its images. */
    synchronized FloatPixels floats(NDManager owner) {
        if (floats != null) {
            return floats;
        }
        NDArray images = owner.create(shape, DataType.FLOAT32);
        int step = Math.max(1, CHUNK / size);
        for (int from = 0; from < place.length; from += step) {
            int to = Math.min(place.length, from + step);
            try (NDManager memory = owner.newSubManager()) {
                images.set(new NDIndex().addSliceDim(from, to), slice(from, to, memory));
            }
            free(Arrays.stream(place, to, place.length).min().orElse(Integer.MAX_VALUE) / imagesInPiece());
        }
        floats = new FloatPixels(images);
        staging = ByteBuffer.allocateDirect(0);
        return floats;
    }

    /** Frees the pieces before one. */
    private void free(int end) {
        for (int p = 0; p < Math.min(end, pieces.length); p++) {
            NDArray piece = pieces[p];
            if (piece != null) {
                piece.close();
                pieces[p] = null;
            }
        }
    }

    private void copy(int i, ByteBuffer target, int to) {
        try {
            target.put(to, piece(i), offset(i), size);
        } finally {
            // a buffer does not keep the piece that it looks into
            Reference.reachabilityFence(this);
        }
    }

    private ByteBuffer piece(int i) {
        return bytes[place[i] / imagesInPiece()];
    }

    private int offset(int i) {
        return place[i] % imagesInPiece() * size;
    }

    private int imagesInPiece() {
        return Math.max(1, PIECE / size);
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
