package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images as files have them, a byte for each value and a byte for each label.
 *
 * @param pixels {@code [n, channels, height, width]} in row-major order, to be read as unsigned
 * @param labels {@code [n]}
 * @param image {@code [channels, height, width]}
 */
record ImageBytes(byte[] pixels, byte[] labels, Shape image) {

    /** Cuts the first train images, the next validation images and the test images after them into a data set. */
    ImageDataset dataset(String name, List<String> classes, int train, int validation, int test, String source) {
        return new ImageDataset(
                name,
                part(0, train, classes),
                part(train, validation, classes),
                part(train + validation, test, classes),
                source);
    }

    /**
     * Moves the last images of each class behind the others, so that a training set can be cut into one part to train on and
     * one to validate on, with the classes in the same proportion. The order within each part stays. This happens in place:
     * a copy of CIFAR-10 would cost 150 MB.
     *
     * @param learned how many images, from the first on, are the training set; those after it stay where they are
     * @param validation how many of these to move
     */
    void holdOut(int learned, int validation) {
        int[] share = shares(learned, validation);
        int size = Math.toIntExact(image.size());
        boolean[] moves = new boolean[learned];
        for (int i = learned - 1; i >= 0; i--) {
            moves[i] = share[Byte.toUnsignedInt(labels[i])]-- > 0;
        }
        byte[] movedPixels = new byte[validation * size];
        byte[] movedLabels = new byte[validation];
        int moved = 0;
        int kept = 0;
        for (int i = 0; i < learned; i++) {
            int to = moves[i] ? moved++ : kept++;
            (moves[i] ? movedLabels : labels)[to] = labels[i];
            System.arraycopy(pixels, i * size, moves[i] ? movedPixels : pixels, to * size, size);
        }
        System.arraycopy(movedLabels, 0, labels, kept, moved);
        System.arraycopy(movedPixels, 0, pixels, kept * size, moved * size);
    }

    /** Splits a number over the classes in proportion to their sizes, the rest to the largest remainders. */
    private int[] shares(int learned, int total) {
        int[] count = new int[1 << Byte.SIZE];
        for (int i = 0; i < learned; i++) {
            count[Byte.toUnsignedInt(labels[i])]++;
        }
        int[] share = new int[count.length];
        for (int c = 0; c < count.length; c++) {
            share[c] = Math.toIntExact((long) count[c] * total / learned);
        }
        int rest = total - IntStream.of(share).sum();
        IntStream.range(0, count.length)
                .boxed()
                .sorted(Comparator.comparing((Integer c) -> -((long) count[c] * total % learned)))
                .limit(rest)
                .forEach(c -> share[c]++);
        return share;
    }

    /** Returns all images. */
    LabelledImages all(List<String> classes) {
        return part(0, labels.length, classes);
    }

    private LabelledImages part(int from, int count, List<String> classes) {
        int[] part = new int[count];
        for (int i = 0; i < count; i++) {
            part[i] = Byte.toUnsignedInt(labels[from + i]);
        }
        int size = Math.toIntExact(image.size());
        BytePixels kept = new BytePixels(pixels, from * size, new Shape(count).addAll(image));
        return new LabelledImages(owner -> kept, part, classes);
    }
}
