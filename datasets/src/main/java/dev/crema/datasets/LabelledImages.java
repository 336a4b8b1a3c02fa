package dev.crema.datasets;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.memory.Owned;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Images with a class for each, as two arrays: {@code images [n, channels, height, width]} float32 in [0, 1], and
 * {@code labels [n]} int64, an index into {@link #classes}.
 *
 * <p>What was read from files is kept as bytes, a quarter of the memory, and each batch is divided by 255 when it is taken.
 * {@link #images} makes all of them floats and from then on keeps these instead. Either way the values are the same.
 *
 * <p>The arrays live as long as this object or any of them can be reached, or until {@link #close}. Do not change them in
 * place: {@link #first}, {@link #image} and batches in order are views of the same memory. Whatever needs the arrays
 * throws a {@link DataException} after {@link #close}.
 */
public final class LabelledImages implements Examples, AutoCloseable {
    private final NDManager manager;
    private final NDArray labels;
    private final int[] label;
    private final List<String> classes;
    private volatile Pixels pixels;

    /** Has {@code pixels} put the images into the manager of this set. */
    LabelledImages(Function<NDManager, Pixels> pixels, int[] label, List<String> classes) {
        this.manager = Owned.managerOf(this);
        this.pixels = pixels.apply(manager);
        this.labels = Pixels.int64(label, manager, this.pixels.device());
        this.label = label;
        this.classes = classes;
    }

    /**
     * Copies a user's own arrays into a labelled set.
     *
     * @param images {@code [n, channels, height, width]}, n at least 1, float32 in [0, 1], or uint8, which are kept as bytes
     * @param labels {@code [n]}, int64, from 0 to one less than the number of classes
     * @param classes names of the classes
     * @return a set that does not depend on the given arrays, on the images' device
     * @throws DataException if a shape, a type or a value is not as above, NaN among them
     */
    public static LabelledImages of(NDArray images, NDArray labels, List<String> classes) {
        Shape shape = images.getShape();
        require(
                shape.dimension() == 4 && shape.size() > 0,
                () -> "The images have the shape " + shape + ", expected [n, channels, height, width] without a zero."
                        + " Reshape them, for example images.reshape(n, 1, 28, 28) for gray images of 28x28.");
        require(
                images.getDataType() == DataType.FLOAT32 || images.getDataType() == DataType.UINT8,
                () -> "The images are " + images.getDataType() + ", expected float32 from 0 to 1, or uint8."
                        + " Convert them: images.toType(DataType.FLOAT32, false).");
        require(
                labels.getShape().equals(new Shape(shape.get(0))),
                () -> "The labels have the shape " + labels.getShape() + ", expected (" + shape.get(0)
                        + "), one for each image.");
        require(
                labels.getDataType() == DataType.INT64,
                () -> "The labels are " + labels.getDataType()
                        + ", expected int64. Convert them: labels.toType(DataType.INT64, false).");
        require(!classes.isEmpty(), () -> "There are no class names, expected one for each label.");
        if (images.getDataType() == DataType.FLOAT32) {
            requireUnitRange(images);
        }
        long[] values = labels.toLongArray();
        for (int i = 0; i < values.length; i++) {
            long value = values[i];
            int at = i;
            require(
                    value >= 0 && value < classes.size(),
                    () -> "Label " + at + " is " + value + ", expected 0 to " + (classes.size() - 1)
                            + ". Name every class, or number the labels from 0.");
        }
        int[] label = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        return new LabelledImages(owner -> copied(images, owner), label, List.copyOf(classes));
    }

    /**
     * Returns all images. If they were kept as bytes, they now become floats and take four times the memory.
     *
     * @return {@code [n, channels, height, width]}, float32 in [0, 1], owned by this set
     */
    public NDArray images() {
        return open().floats().images();
    }

    /**
     * Returns all labels.
     *
     * @return {@code [n]}, int64, owned by this set
     */
    public NDArray labels() {
        return open().labels;
    }

    /**
     * Returns the number of images.
     *
     * @return at least 1
     */
    @Override
    public int size() {
        return label.length;
    }

    @Override
    public String unit() {
        return "images";
    }

    /**
     * Returns the names of the classes.
     *
     * @return one name for each label, whether or not this set holds an image of it
     */
    public List<String> classes() {
        return classes;
    }

    /**
     * Returns one image.
     *
     * @param i its number, from 0
     * @return {@code [channels, height, width]}, float32 in [0, 1]: a view owned by this set or, where it is kept as bytes, a
     *     copy that lives as long as it can be reached
     * @throws DataException if there is no such image
     */
    public NDArray image(int i) {
        open().checkIndex(i);
        return pixels instanceof FloatPixels floats
                ? floats.image(i, manager)
                : pixels.gather(new int[] {i}, Owned.managerOf(this)).squeeze(0);
    }

    /**
     * Returns the label of one image.
     *
     * @param i the number of the image, from 0
     * @return its class, an index into {@link #classes}
     * @throws DataException if there is no such image
     */
    public int label(int i) {
        open().checkIndex(i);
        return label[i];
    }

    /**
     * Returns all labels as a Java array.
     *
     * @return a new array of n labels
     */
    public int[] labelArray() {
        return open().label.clone();
    }

    /**
     * Returns the first images.
     *
     * @param n how many
     * @return a set of n images that shares its memory with this one
     * @throws DataException if n is less than 1 or more than {@link #size}
     */
    public LabelledImages first(int n) {
        open().checkCount(n);
        return new LabelledImages(owner -> pixels.first(n, owner), Arrays.copyOf(label, n), classes);
    }

    /**
     * Returns all images of one class, in their order.
     *
     * @param label the class, an index into {@link #classes}
     * @return a copy of those images, with all the class names
     * @throws DataException if there is no such class, or no image of it
     */
    public LabelledImages where(int label) {
        require(
                label >= 0 && label < classes.size(),
                () -> "There is no label " + label + ": labels go from 0 to " + (classes.size() - 1) + ", " + classes
                        + ".");
        int[] indices =
                IntStream.range(0, size()).filter(i -> this.label[i] == label).toArray();
        require(
                indices.length > 0,
                () -> "None of these " + size() + " images is of class " + label + " (" + classes.get(label)
                        + "). Take a larger part of the data.");
        return select(indices);
    }

    /**
     * Draws images at random, each at most once.
     *
     * @param n how many
     * @param seed the same seed draws the same images
     * @return a copy of n images in random order
     * @throws DataException if n is less than 1 or more than {@link #size}
     */
    public LabelledImages sample(int n, long seed) {
        checkCount(n);
        return select(Arrays.copyOf(Order.shuffled(size(), new SplittableRandom(seed)), n));
    }

    /**
     * Returns chosen images.
     *
     * @param indices their numbers, from 0, in the order wanted; a number may occur more than once
     * @return a copy of those images
     * @throws DataException if there are none, or one does not exist
     */
    public LabelledImages select(int... indices) {
        open();
        require(indices.length > 0, () -> "No image was asked for, expected at least one index.");
        for (int i : indices) {
            checkIndex(i);
        }
        return new LabelledImages(owner -> pixels.select(indices, owner), labelsOf(indices), classes);
    }

    /**
     * Cuts the set in two at random, with the classes in the same proportion in both parts.
     *
     * @param fraction share of the images to train on, between 0 and 1, such as 0.8
     * @param seed the same seed gives the same parts
     * @return copies of the images, each part in the order of this set; of each class the share to within one image, and at least one image in each part
     * @throws DataException if the fraction is not between 0 and 1, or there is only one image of a class
     */
    public Split<LabelledImages> split(double fraction, long seed) {
        return strata().split(fraction, seed).map(this::select);
    }

    /**
     * Cuts the set into k folds at random, with the classes in the same proportion in all of them, to test on each fold
     * what was trained on the others.
     *
     * @param k number of folds, from 2 to the number of images of the smallest class
     * @param seed the same seed gives the same folds
     * @return k splits: the f-th tests on fold f. Each is copied when it is asked for, so that one is in memory at a time
     * @throws DataException if k is less than 2, or a class has fewer than k images
     */
    public List<Split<LabelledImages>> folds(int k, long seed) {
        return strata().folds(k, seed, this::select);
    }

    /**
     * Cuts the set into batches in its own order.
     *
     * @param batchSize images in a batch, at least 1; the last batch has what is left
     * @return batches whose images may be views of this set; each is to be closed by its user
     * @throws DataException if {@code batchSize} is less than 1
     */
    @Override
    public Iterable<ImageBatch> batches(int batchSize) {
        return Minibatches.of(open().new Source(), size(), batchSize);
    }

    /**
     * Cuts the set into batches in random order: one epoch, with every image once.
     *
     * @param batchSize images in a batch, at least 1; the last batch has what is left
     * @param seed the same seed gives the same order: give every epoch another one
     * @return batches that are copies; each is to be closed by its user
     * @throws DataException if {@code batchSize} is less than 1
     */
    @Override
    public Iterable<ImageBatch> batches(int batchSize, long seed) {
        return Minibatches.of(open().new Source(), size(), batchSize, seed);
    }

    /**
     * Moves the images to another device.
     *
     * @param device where to, such as {@code Device.gpu()}
     * @return a copy there, or this set if it is there already
     * @throws DataException if there is no such GPU
     */
    public LabelledImages toDevice(Device device) {
        if (open().pixels.device().equals(device)) {
            return this;
        }
        int gpus = Engine.getInstance().getGpuCount();
        require(
                !device.isGpu() || device.getDeviceId() < gpus,
                () -> "There is no " + device + ": the engine sees " + gpus + " GPUs. Use Device.cpu().");
        return new LabelledImages(
                owner -> new FloatPixels(moved(images().toDevice(device, true), owner)), label, classes);
    }

    /** Frees the images and labels now, instead of when this set can no longer be reached. */
    @Override
    public void close() {
        manager.close();
    }

    /**
     * Says what the set holds.
     *
     * @return for example "7000 images (1, 28, 28) of 10 classes"
     */
    @Override
    public String toString() {
        return manager.isOpen()
                ? size() + " images " + pixels.shape().slice(1) + " of " + classes.size() + " classes"
                : size() + " images, closed";
    }

    private Strata strata() {
        return new Strata(open().label, classes::get);
    }

    private LabelledImages open() {
        require(
                manager.isOpen(),
                () -> "These " + size() + " images were closed and their memory is freed. Load the data again.");
        return this;
    }

    private void checkIndex(int i) {
        require(
                i >= 0 && i < size(),
                () -> "There is no image " + i + ": this set has " + size() + ", numbered from 0 to " + (size() - 1)
                        + ".");
    }

    private void checkCount(int n) {
        require(
                n > 0 && n <= size(),
                () -> n + " images were asked for, expected 1 to " + size() + ", the size of this set.");
    }

    private static void require(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new DataException(message.get());
        }
    }

    private static void requireUnitRange(NDArray images) {
        try (NDArray smallest = images.min();
                NDArray largest = images.max()) {
            float min = smallest.getFloat();
            float max = largest.getFloat();
            // NaN fails every comparison, and PyTorch's min and max pass it on
            require(
                    min >= 0 && max <= 1,
                    () -> Float.isNaN(min)
                            ? "The images hold NaN (not a number), expected values from 0 to 1."
                                    + " Find where they come from: images.isNaN().any()."
                            : "The images go from " + min + " to " + max
                                    + ", expected values from 0 to 1. Divide by 255 if they were bytes.");
        }
    }

    private int[] labelsOf(int[] indices) {
        return Arrays.stream(indices).map(i -> label[i]).toArray();
    }

    private synchronized FloatPixels floats() {
        if (pixels instanceof BytePixels bytes) {
            pixels = bytes.floats(manager);
        }
        return (FloatPixels) pixels;
    }

    private static Pixels copied(NDArray images, NDManager owner) {
        return images.getDataType() == DataType.UINT8
                ? BytePixels.of(images.toByteArray(), images.getShape(), owner)
                : new FloatPixels(moved(images.duplicate(), owner));
    }

    private static NDArray moved(NDArray array, NDManager owner) {
        array.attach(owner);
        return array;
    }

    /** An inner class, so that a loop over batches keeps the set alive. */
    private final class Source implements Minibatches.Source<ImageBatch> {
        @Override
        public ImageBatch slice(int from, int to) {
            NDManager memory = batchMemory();
            int[] part = Arrays.copyOfRange(label, from, to);
            return new ImageBatch(pixels.slice(from, to, memory), Pixels.int64(part, memory, pixels.device()));
        }

        @Override
        public ImageBatch gather(int[] indices) {
            NDManager memory = batchMemory();
            return new ImageBatch(
                    pixels.gather(indices, memory), Pixels.int64(labelsOf(indices), memory, pixels.device()));
        }

        private NDManager batchMemory() {
            return open().manager.newSubManager(pixels.device());
        }
    }
}
