package dev.crema.datasets;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads gzipped IDX files of unsigned bytes, the format of MNIST: a magic number, the dimensions, the values. */
final class Idx {
    private static final int UNSIGNED_BYTE = 8;

    private Idx() {}

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
        int length = Arrays.stream(expected).reduce(1, Math::multiplyExact);
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(gzip), 1 << 16);
                DataInputStream in = new DataInputStream(unzipped)) {
            checkMagic(in.readInt(), name, expected.length);
            int[] dimensions = new int[expected.length];
            for (int i = 0; i < dimensions.length; i++) {
                dimensions[i] = in.readInt();
            }
            if (!Arrays.equals(dimensions, expected)) {
                throw wrong(name, "has the dimensions " + Arrays.toString(dimensions), Arrays.toString(expected));
            }
            byte[] values = in.readNBytes(length);
            if (values.length < length) {
                throw wrong(name, "ends after " + values.length + " values", length + " values");
            }
            if (in.read() >= 0) {
                throw wrong(name, "goes on after its last value", length + " values and no more");
            }
            return values;
        } catch (EOFException e) {
            throw new DataException(message(name, "is truncated", "a whole gzipped IDX file"), e);
        } catch (ZipException e) {
            throw new DataException(
                    message(name, "is not valid gzip (" + e.getMessage() + ")", "a gzipped IDX file"), e);
        } catch (IOException e) {
            throw new DataException(message(name, "cannot be read (" + e + ")", "a gzipped IDX file"), e);
        }
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
