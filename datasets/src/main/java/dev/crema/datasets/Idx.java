package dev.crema.datasets;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An IDX file of unsigned bytes, the format of MNIST: a magic number, the dimensions, the values.
 *
 * @param dimensions lengths of the axes
 * @param values in row-major order, to be read as unsigned
 */
record Idx(int[] dimensions, byte[] values) {
    private static final int UNSIGNED_BYTE = 8;
    private static final int GZIP = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    /** Deflate makes nothing smaller than this. */
    private static final long LARGEST_RATIO = 1_032;

    /**
     * Reads a file that may be gzipped.
     *
     * @param file the file
     * @param rank number of its dimensions
     * @return the whole array
     * @throws DataException if there is no such file, or it is anything else, or shorter or longer than it says
     */
    static Idx read(Path file, int rank) {
        String name = file.toString();
        long size = LocalFile.size(file);
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                InputStream in = isGzip(packed) ? new GZIPInputStream(packed, BUFFER) : packed) {
            long most = in == packed ? size : size * LARGEST_RATIO;
            return read(in, name, rank, dimensions -> {
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
     * Reads the values of an array whose dimensions are known beforehand.
     *
     * @param gzip the whole compressed file
     * @param name what to call the file in errors
     * @param expected the dimensions it must have
     * @return the values in row-major order, to be read as unsigned
     * @throws DataException if the file is anything else, or shorter, or longer
     */
    static byte[] read(byte[] gzip, String name, int... expected) {
        try (InputStream in = unzipped(gzip)) {
            return read(in, name, expected.length, dimensions -> {
                        if (!Arrays.equals(dimensions, expected)) {
                            throw wrong(
                                    name,
                                    "has the dimensions " + Arrays.toString(dimensions),
                                    Arrays.toString(expected));
                        }
                    })
                    .values();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static Idx read(InputStream file, String name, int rank, Consumer<int[]> check) throws IOException {
        DataInputStream in = new DataInputStream(file);
        checkMagic(in.readInt(), name, rank);
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++) {
            dimensions[i] = in.readInt();
        }
        check.accept(dimensions);
        byte[] values = new byte[Arrays.stream(dimensions).reduce(1, Math::multiplyExact)];
        int read = in.readNBytes(values, 0, values.length);
        if (read < values.length) {
            throw wrong(name, "ends after " + read + " values", values.length + " values");
        }
        if (in.read() >= 0) {
            throw wrong(name, "goes on after its last value", values.length + " values and no more");
        }
        return new Idx(dimensions, values);
    }

    private static boolean isGzip(InputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == GZIP >> 8 && file.read() == (GZIP & 0xff);
        file.reset();
        return gzip;
    }

    private static InputStream unzipped(byte[] gzip) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER);
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
