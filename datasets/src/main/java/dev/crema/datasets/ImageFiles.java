package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads files of your own as labelled images; {@link ImageDataset#of} cuts them into parts. */
public final class ImageFiles {
    private ImageFiles() {}

    /**
     * Reads gray images in MNIST's format, IDX; the files may be gzipped.
     *
     * @param images file of the images, {@code [n, height, width]} of unsigned bytes
     * @param labels file of their classes, {@code [n]} of unsigned bytes
     * @param classes names of the classes, the name of label 0 first
     * @return n images {@code [n, 1, height, width]}
     * @throws DataException if a file is missing, truncated or in another format, there is not a label for each image, or not
     *     a name for each label
     */
    public static LabelledImages idx(Path images, Path labels, List<String> classes) {
        try (Idx pixels = Idx.open(images, 3);
                Idx labelFile = Idx.open(labels, 1)) {
            byte[] label = labelFile.values();
            Shape shape =
                    new Shape(Arrays.stream(pixels.dimensions()).asLongStream().toArray());
            if (shape.get(0) != label.length) {
                throw new DataException(images + " has " + shape.get(0) + " images and " + labels + " has "
                        + label.length + " labels, expected one label for each image. Take the two files that belong"
                        + " together.");
            }
            if (shape.size() == 0) {
                throw new DataException(images + " has no pixels, expected at least one image of at least one.");
            }
            checkLabels(label, labels.toString(), classes);
            ImageBytes read = new ImageBytes(label.length, new Shape(1, shape.get(1), shape.get(2)));
            read.read(0, pixels, label);
            return read.all(List.copyOf(classes));
        }
    }

    /**
     * Reads colour images in the binary version of CIFAR-10: for each image a byte of its label and 3 072 of its pixels.
     *
     * @param classes names of the classes, the name of label 0 first
     * @param files such as data_batch_1.bin, unpacked
     * @return all images of the files in their order, {@code [n, 3, 32, 32]}
     * @throws DataException if there is no file, one is missing, empty or truncated, or a label has no name
     */
    public static LabelledImages cifarBinary(List<String> classes, Path... files) {
        if (files.length == 0) {
            throw new DataException("No file was named, expected at least one, such as data_batch_1.bin.");
        }
        ImageBytes images = CifarBinary.read(List.of(files));
        checkLabels(images.labels(), List.of(files).toString(), classes);
        return images.all(List.copyOf(classes));
    }

    /**
     * Reads images from a directory that holds a directory for each class: {@code cats/tom.jpg}, {@code dogs/rex.png}.
     *
     * <p>PNG, JPEG, GIF and BMP are read, known by the ends of their names; other files are left out, and how many they were
     * is logged. Gray images become equal red, green and blue, and what is transparent becomes white. All are stretched to
     * one size. Directories within those of the classes are not looked into.
     *
     * @param directory holds the classes' directories
     * @param height of all images, 1 to 4096 pixels
     * @param width of all images, 1 to 4096 pixels
     * @return all images {@code [n, 3, height, width]} in the order of their directories' and their own names; the classes
     *     are the directories' names in that order
     * @throws DataException if there is no such directory or none in it, one has no image, an image cannot be read (which the
     *     message names), claims more than 100 million pixels, or a size is out of range
     */
    public static LabelledImages folder(Path directory, int height, int width) {
        return new ImageFolder(directory, height, width).load();
    }

    private static void checkLabels(byte[] labels, String file, List<String> classes) {
        for (int i = 0; i < labels.length; i++) {
            int label = Byte.toUnsignedInt(labels[i]);
            if (label >= classes.size()) {
                throw new DataException(file + " has the label " + label + " at image " + i + " and there are "
                        + classes.size() + " class names. Name every class, in the order of the labels.");
            }
        }
    }
}
