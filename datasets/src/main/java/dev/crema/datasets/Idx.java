package dev.crema.datasets;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An IDX file of unsigned bytes, the format of MNIST: a magic number, the dimensions, the values in row-major order. It is
 * open, and read as far as its dimensions.
 */
final class Idx implements AutoCloseable {
    private static final int UNSIGNED_BYTE = 8;
    private static final int GZIP = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    /** Deflate makes nothing smaller than this. */
    private static final long LARGEST_RATIO = 1_032;

    private final ReadableByteChannel file;
    private final String name;
    private final int[] dimensions;

    /** Reads the dimensions; the file is closed if that fails. */
    private Idx(ReadableByteChannel file, String name, int rank, Consumer<int[]> check) throws IOException {
        this.file = file;
        this.name = name;
        try {
            checkMagic(integers(1).get(), name, rank);
            this.dimensions = new int[rank];
            integers(rank).get(dimensions);
            check.accept(dimensions);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens a file that may be gzipped.
     *
     * @param path the file
     * @param rank number of its dimensions
     * @return the file, to be closed
     * @throws DataException if there is no such file, it is anything else, or it cannot have as many values as it says
     */
    static Idx open(Path path, int rank) {
        String name = path.toString();
        long size = LocalFile.size(path);
        try {
            FileChannel file = FileChannel.open(path);
            boolean gzip = isGzip(file);
            long most = gzip ? size * LARGEST_RATIO : size;
            return new Idx(gzip ? unzipped(Channels.newInputStream(file)) : file, name, rank, dimensions -> {
                long length = 1;
                for (int dimension : dimensions) {
                    length = dimension < 0 ? Long.MAX_VALUE : length * dimension;
                    if (length > most) {
                        throw wrong(
                                name,
                                "has the dimensions " + Arrays.toString(dimensions),
                                "at most " + most + " values");
                    }
                }
            });
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Opens an array whose dimensions are known beforehand.
     *
     * @param gzip the whole compressed file
     * @param name what to call the file in errors
     * @param expected the dimensions it must have
     * @return the file, to be closed
     * @throws DataException if the file is anything else
     */
    static Idx open(byte[] gzip, String name, int... expected) {
        try {
            return new Idx(unzipped(new ByteArrayInputStream(gzip)), name, expected.length, dimensions -> {
                if (!Arrays.equals(dimensions, expected)) {
                    throw wrong(name, "has the dimensions " + Arrays.toString(dimensions), Arrays.toString(expected));
                }
            });
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Returns the lengths of the axes. */
    int[] dimensions() {
        return dimensions;
    }

    /**
     * Reads all values.
     *
     * @return the values, to be read as unsigned
     * @throws DataException if the file is shorter or longer than it says
     */
    byte[] values() {
        byte[] values = new byte[Arrays.stream(dimensions).reduce(1, Math::multiplyExact)];
        read(List.of(ByteBuffer.wrap(values)));
        return values;
    }

    /**
     * Reads all values to where they are to stay.
     *
     * @param room for all values, in their order
     * @throws DataException if the file is shorter or longer than it says
     */
    void read(List<ByteBuffer> room) {
        try {
            int read = 0;
            int length = 0;
            for (ByteBuffer part : room) {
                length += part.remaining();
                read += fill(part);
            }
            if (read < length) {
                throw wrong(name, "ends after " + read + " values", length + " values");
            }
            if (fill(ByteBuffer.allocate(1)) > 0) {
                throw wrong(name, "goes on after its last value", length + " values and no more");
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private IntBuffer integers(int n) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(n * Integer.BYTES);
        if (fill(bytes) < bytes.capacity()) {
            throw new EOFException();
        }
        return bytes.flip().asIntBuffer();
    }

    /** Reads until the room is full or the file ends; returns how many bytes. */
    private int fill(ByteBuffer room) throws IOException {
        int before = room.position();
        int read = 0;
        while (room.hasRemaining() && read >= 0) {
            read = file.read(room);
        }
        return room.position() - before;
    }

    private static boolean isGzip(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Short.BYTES);
        return file.read(start, 0) == Short.BYTES && Short.toUnsignedInt(start.getShort(0)) == GZIP;
    }

    private static ReadableByteChannel unzipped(InputStream gzip) throws IOException {
        try {
            return Channels.newChannel(new GZIPInputStream(gzip, BUFFER));
        } catch (IOException e) {
            gzip.close();
            throw e;
        }
    }

    private static DataException unreadable(String name, IOException e) {
        if (e instanceof EOFException) {
            return new DataException(message(name, "is truncated", "a whole IDX file"), e);
        }
        if (e instanceof ZipException) {
            return new DataException(message(name, "is not valid gzip (" + e.getMessage() + ")", "an IDX file"), e);
        }
        return new DataException(message(name, "cannot be read (" + e + ")", "an IDX file"), e);
    }

    private static void checkMagic(int magic, String name, int rank) {
        int expected = UNSIGNED_BYTE << 8 | rank;
        if (magic != expected) {
            throw wrong(
                    name,
                    String.format("starts with 0x%08x", magic),
                    String.format("0x%08x, an IDX array of unsigned bytes with %d dimensions", expected, rank));
        }
    }

    private static DataException wrong(String name, String found, String expected) {
        return new DataException(message(name, found, expected));
    }

    private static String message(String name, String found, String expected) {
        return "The data file " + name + " " + found + ", expected " + expected
                + ". Fetch the file again, or check that it is the one you meant.";
    }
}
