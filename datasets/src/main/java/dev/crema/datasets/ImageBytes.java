package dev.crema.datasets;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.memory.Owned;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Images as files have them, a byte for each value and a byte for each label, while they are read. */
final class ImageBytes {
    private final NDManager manager = Owned.managerOf(this);
    private final BytePixels pixels;
    private final byte[] labels;

    /**
     * Makes room for images.
     *
     * @param n how many
     * @param image {@code [channels, height, width]}
     */
    ImageBytes(int n, Shape image) {
        this.pixels = BytePixels.room(new Shape(n).addAll(image), manager);
        this.labels = new byte[n];
    }

    /** Copies whole images and their labels to where image {@code first} and those after it are. */
    void put(int first, byte[] images, byte[] label) {
        pixels.put(first, images);
        System.arraycopy(label, 0, labels, first, label.length);
    }

    /** Has images written to where image {@code first} and those after it are. */
    <E extends Exception> void fill(int first, int n, BytePixels.Writer<E> writer) throws E {
        pixels.fill(first, n, writer);
    }

    /** Reads all images of a file, and copies their labels, to where image {@code first} and those after it are. */
    void read(int first, Idx images, byte[] label) {
        pixels.fill(first, label.length, images::read);
        System.arraycopy(label, 0, labels, first, label.length);
    }

    /** Returns the labels, to be read as unsigned. */
    byte[] labels() {
        return labels;
    }

    /** Cuts the first train images, the next validation images and the test images after them into a data set. */
    ImageDataset dataset(String name, List<String> classes, int train, int validation, int test, String source) {
        int learned = train + validation;
        return dataset(
                name,
                classes,
                new Split<>(range(0, train), range(train, learned)),
                range(learned, learned + test),
                source);
    }

    /**
     * Cuts into a data set, with the last tenth of each class of the training set held out to validate on. The order within
     * each part stays.
     *
     * @param learned how many images, from the first on, are the training set; those after it are to test on
     */
    ImageDataset dataset(String name, List<String> classes, int learned, String source) {
        Strata strata = new Strata(IntStream.range(0, learned).map(this::label).toArray(), classes::get);
        return dataset(name, classes, strata.split(.9), range(learned, labels.length), source);
    }

    /** Returns all images. */
    LabelledImages all(List<String> classes) {
        try (manager) {
            return part(range(0, labels.length), classes);
        }
    }

    private ImageDataset dataset(String name, List<String> classes, Split<int[]> learned, int[] test, String source) {
        // the parts have the pieces now, and free them one by one
        try (manager) {
            return new ImageDataset(
                    name, part(learned.train(), classes), part(learned.test(), classes), part(test, classes), source);
        }
    }

    private LabelledImages part(int[] indices, List<String> classes) {
        int[] part = Arrays.stream(indices).map(this::label).toArray();
        return new LabelledImages(owner -> pixels.share(indices, owner), part, classes);
    }

    private int label(int i) {
        return Byte.toUnsignedInt(labels[i]);
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
