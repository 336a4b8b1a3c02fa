package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;

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

    /**
     * Reads all images of a file.
     *
     * @param content the whole file, not compressed
     * @param name what to call the file in errors
     * @return the images in the order of the file
     * @throws DataException if the file is empty, ends within an image or has a label above 9
     */
    static ImageBytes read(byte[] content, String name) {
        int n = content.length / RECORD;
        if (n == 0 || n * RECORD != content.length) {
            throw wrong(name, "has " + content.length + " bytes", "a multiple of " + RECORD);
        }
        byte[] pixels = new byte[n * SIZE];
        byte[] labels = new byte[n];
        for (int i = 0; i < n; i++) {
            labels[i] = content[i * RECORD];
            if (Byte.toUnsignedInt(labels[i]) >= CLASSES) {
                throw wrong(name, "has the label " + Byte.toUnsignedInt(labels[i]) + " at image " + i, "0 to 9");
            }
            System.arraycopy(content, i * RECORD + 1, pixels, i * SIZE, SIZE);
        }
        return new ImageBytes(pixels, labels, IMAGE);
    }

    private static DataException wrong(String name, String found, String expected) {
        return new DataException("The data file " + name + " " + found + ", expected " + expected
                + " in CIFAR-10's binary version. Fetch the file again, unpack it if it is compressed, or check that it is"
                + " the one you meant.");
    }
}
