package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the binary version of CIFAR-10: for each image a byte of its label, from 0 to 9, then 1024 bytes of red, 1024 of
 * green and 1024 of blue, each 32 rows of 32.
 */
final class CifarBinary {
    private static final Shape IMAGE = new Shape(3, 32, 32);
    private static final int SIZE = 3 * 32 * 32;
    private static final int RECORD = 1 + SIZE;
    private static final int CLASSES = 10;

    private CifarBinary() {}

    /** Returns how many images a file of this size has. */
    static int images(long size) {
        return Math.toIntExact(size / RECORD);
    }

    /**
     * Reads all images of a file.
     *
     * @param content the whole file, not compressed
     * @param name what to call the file in errors
     * @return the images in the order of the file
     * @throws DataException if the file is empty, ends within an image or has a label above 9
     */
    static ImageBytes read(byte[] content, String name) {
        ImageBytes images = empty(checkedImages(content.length, name));
        try (InputStream in = new ByteArrayInputStream(content)) {
            read(in, images, 0, images.labels().length, name);
        } catch (IOException e) {
            throw new AssertionError("An array can be read", e);
        }
        return images;
    }

    /**
     * Reads all images of several files, straight to where they stay.
     *
     * @param files not compressed
     * @return the images in the order of the files
     * @throws DataException if a file is missing, empty, ends within an image or has a label above 9
     */
    static ImageBytes read(List<Path> files) {
        int[] counts = files.stream()
                .mapToInt(file -> checkedImages(LocalFile.size(file), file.toString()))
                .toArray();
        ImageBytes images = empty(Arrays.stream(counts).sum());
        int first = 0;
        for (int i = 0; i < counts.length; i++) {
            Path file = files.get(i);
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                read(in, images, first, counts[i], file.toString());
            } catch (IOException e) {
                throw LocalFile.unreadable(file, e);
            }
            first += counts[i];
        }
        return images;
    }

    private static ImageBytes empty(int n) {
        return new ImageBytes(n, IMAGE);
    }

    private static void read(InputStream file, ImageBytes images, int first, int n, String name) throws IOException {
        DataInputStream in = new DataInputStream(file);
        byte[] record = new byte[RECORD];
        images.fill(first, n, parts -> {
            int i = first;
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    in.readFully(record);
                    images.labels()[i] = checkedLabel(record[0], i - first, name);
                    part.put(record, 1, SIZE);
                    i++;
                }
            }
        });
    }

    private static byte checkedLabel(byte label, int image, String name) {
        if (Byte.toUnsignedInt(label) >= CLASSES) {
            throw wrong(name, "has the label " + Byte.toUnsignedInt(label) + " at image " + image, "0 to 9");
        }
        return label;
    }

    private static int checkedImages(long size, String name) {
        if (size == 0 || size % RECORD != 0) {
            throw wrong(name, "has " + size + " bytes", "a multiple of " + RECORD);
        }
        return images(size);
    }

    /**
     * Makes the file of which {@link #read(byte[], String)} gives these images.
     *
     * @param pixels {@code [n, 3, 32, 32]}
     * @param labels {@code [n]}
     * @param name what to call the images in errors
     * @return the whole file
     * @throws DataException if there is not one label for each image
     */
    static byte[] write(byte[] pixels, byte[] labels, String name) {
        if (pixels.length != labels.length * SIZE) {
            throw new DataException("There are " + labels.length + " labels for the " + pixels.length / SIZE
                    + " images of " + name + ", expected one for each.");
        }
        byte[] content = new byte[labels.length * RECORD];
        for (int i = 0; i < labels.length; i++) {
            content[i * RECORD] = labels[i];
            System.arraycopy(pixels, i * SIZE, content, i * RECORD + 1, SIZE);
        }
        return content;
    }

    private static DataException wrong(String name, String found, String expected) {
        return new DataException("The data file " + name + " " + found + ", expected " + expected
                + " in CIFAR-10's binary version. Fetch the file again, unpack it if it is compressed, or check that it is"
                + " the one you meant.");
    }
}
