package dev.crema.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** A small data set in MNIST's form: 60 random images to train, 20 to test, of 3 classes in turn. */
final class SmallIdx {
    static final int TRAIN = 60;
    static final int TEST = 20;
    static final IdxSet SET = new IdxSet("Small", List.of("a", "b", "c"), TRAIN, TEST, "made: random");

    private SmallIdx() {}

    /** Random pixels of n images. */
    static byte[] pixels(int n) {
        byte[] pixels = new byte[n * 28 * 28];
        new Random(n).nextBytes(pixels);
        return pixels;
    }

    /** Labels of n images, from first to first + 2. */
    static byte[] labels(int n, int first) {
        byte[] labels = new byte[n];
        for (int i = 0; i < n; i++) {
            labels[i] = (byte) (first + i % 3);
        }
        return labels;
    }

    static byte[] images(byte[] pixels) throws IOException {
        int n = pixels.length / (28 * 28);
        ByteBuffer file = ByteBuffer.allocate(16 + pixels.length);
        file.putInt(0x803).putInt(n).putInt(28).putInt(28).put(pixels);
        return TarBytes.gzip(file.array());
    }

    static byte[] labelFile(byte[] labels) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
        file.putInt(0x801).putInt(labels.length).put(labels);
        return TarBytes.gzip(file.array());
    }

    /** The contents of MNIST's four files. */
    static List<byte[]> files() throws IOException {
        return List.of(
                images(pixels(TRAIN)), labelFile(labels(TRAIN, 0)), images(pixels(TEST)), labelFile(labels(TEST, 0)));
    }
}
