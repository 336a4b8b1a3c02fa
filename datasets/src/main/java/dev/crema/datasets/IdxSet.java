package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gray 28×28 images in the form of MNIST: gzipped IDX files of images and of labels, to train and to test.
 *
 * @param name what the field calls the data set
 * @param classes names of the classes
 * @param train number of training images; the last tenth of each class is for validation
 * @param test number of test images
 * @param source origin and licence
 */
record IdxSet(String name, List<String> classes, int train, int test, String source) {
    /** What MNIST calls its files: images and labels to train, images and labels to test. */
    static final List<String> FILES = List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz");

    private static final int SIDE = 28;

    /** Reads MNIST's four files from the cache, where they are brought if need be. */
    ImageDataset full(CachedFiles files, Download download) {
        Path directory = files.fetch(download);
        ImageBytes images = room();
        read(images, 0, train, content(directory, 0), content(directory, 1));
        read(images, train, test, content(directory, 2), content(directory, 3));
        return split(images);
    }

    /** Makes room for all images. */
    ImageBytes room() {
        return new ImageBytes(train + test, new Shape(1, SIDE, SIDE));
    }

    private void read(ImageBytes into, int first, int count, byte[] imageFile, byte[] labelFile) {
        try (Idx pixels = images(imageFile, count, name);
                Idx label = labels(labelFile, count, name)) {
            into.read(first, pixels, label.values());
        }
    }

    /** Opens a file of {@code count} images. */
    static Idx images(byte[] file, int count, String name) {
        return Idx.open(file, "of images of " + name, count, SIDE, SIDE);
    }

    /** Opens a file of {@code count} labels. */
    static Idx labels(byte[] file, int count, String name) {
        return Idx.open(file, "of labels of " + name, count);
    }

    /** Checks the labels, and holds out a tenth of the training images. */
    ImageDataset split(ImageBytes images) {
        for (int i = 0; i < images.labels().length; i++) {
            int label = Byte.toUnsignedInt(images.labels()[i]);
            if (label >= classes.size()) {
                throw new DataException(name + " has the label " + label + " at image " + i + ", expected 0 to "
                        + (classes.size() - 1) + ". Delete its files in the cache and call again to fetch them.");
            }
        }
        return images.dataset(name, classes, train, source);
    }

    private static byte[] content(Path directory, int file) {
        Path path = directory.resolve(FILES.get(file));
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new DataException("The data file " + path + " cannot be read: " + e + ". Call again to fetch it.", e);
        }
    }
}
