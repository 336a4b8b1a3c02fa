package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        ImageBytes images = empty(images(content.length));
        read(content, name, images, 0);
        return images;
    }

    /** Makes room for images. */
    static ImageBytes empty(int n) {
        return new ImageBytes(new byte[n * SIZE], new byte[n], IMAGE);
    }

    /**
     * Reads all images of a file, as {@link #read(byte[], String)} does, to a place among others.
     *
     * @return the place behind them
     */
    static int read(byte[] content, String name, ImageBytes images, int first) {
        int n = images(content.length);
        if (n == 0 || n * RECORD != content.length) {
            throw wrong(name, "has " + content.length + " bytes", "a multiple of " + RECORD);
        }
        for (int i = 0; i < n; i++) {
            byte label = content[i * RECORD];
            if (Byte.toUnsignedInt(label) >= CLASSES) {
                throw wrong(name, "has the label " + Byte.toUnsignedInt(label) + " at image " + i, "0 to 9");
            }
            images.labels()[first + i] = label;
            System.arraycopy(content, i * RECORD + 1, images.pixels(), (first + i) * SIZE, SIZE);
        }
        return first + n;
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

    /**
     * Reads all images of several files, straight to where they stay.
     *
     * @param files not compressed
     * @return the images in the order of the files
     * @throws DataException if a file is missing, empty, ends within an image or has a label above 9
     */
    static ImageBytes read(List<Path> files) {
        long n = 0;
        for (Path file : files) {
            long size = LocalFile.size(file);
            if (size == 0 || size % RECORD != 0) {
                throw wrong(file.toString(), "has " + size + " bytes", "a multiple of " + RECORD);
            }
            n += size / RECORD;
        }
        byte[] pixels = new byte[Math.toIntExact(n * SIZE)];
        byte[] labels = new byte[Math.toIntExact(n)];
        int i = 0;
        for (Path file : files) {
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                for (long left = LocalFile.size(file) / RECORD; left > 0; left--, i++) {
                    labels[i] = in.readByte();
                    if (Byte.toUnsignedInt(labels[i]) >= CLASSES) {
                        throw wrong(file.toString(), "has the label " + Byte.toUnsignedInt(labels[i]), "0 to 9");
                    }
                    in.readFully(pixels, i * SIZE, SIZE);
                }
            } catch (IOException e) {
                throw LocalFile.unreadable(file, e);
            }
        }
        return new ImageBytes(pixels, labels, IMAGE);
    }

    private static DataException wrong(String name, String found, String expected) {
        return new DataException("The data file " + name + " " + found + ", expected " + expected
                + " in CIFAR-10's binary version. Fetch the file again, unpack it if it is compressed, or check that it is"
                + " the one you meant.");
    }
}
