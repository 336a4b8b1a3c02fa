package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ImageBatch;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** An augmentation that changes values and leaves what is seen where it is: labels, masks and boxes stay. */
record Recolouring(String words, Step step) implements Augmentation {
    /** Computes the new images; whatever it makes from the old ones is freed after it. */
    @FunctionalInterface
    interface Step {
        NDArray apply(NDArray images, SplittableRandom random);
    }

    @Override
    public ImageBatch apply(ImageBatch batch, SplittableRandom random) {
        Checks.requireShapes(batch);
        NDManager manager = batch.manager();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray view = batch.images().reshape(batch.images().getShape());
            view.attach(scratch);
            NDArray images = step.apply(view, random).clip(0, 1);
            images.attach(manager);
            return new ImageBatch(images, batch.labels(), batch.masks(), batch.boxes());
        }
    }

    /** Draws one number for each image, {@code [n, 1, 1, 1]}. */
    static NDArray each(NDArray images, SplittableRandom random, ToDoubleFunction<SplittableRandom> drawing) {
        float[] values = new float[Math.toIntExact(images.size(0))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) drawing.applyAsDouble(random);
        }
        return array(images, values, 1, 1, 1);
    }

    /** Puts numbers beside the images, {@code [n, ...]}. */
    static NDArray array(NDArray images, float[] values, long... shape) {
        return images.getManager()
                .create(values, new Shape(images.size(0)).addAll(new Shape(shape)))
                .toDevice(images.getDevice(), false);
    }

    /** Draws a number evenly between two. */
    static double between(double from, double to, SplittableRandom random) {
        return from + (to - from) * random.nextDouble();
    }

    /** Adds normal noise: each image from a seed of its own, so that cores can share the work. */
    static NDArray noise(NDArray images, double deviation, SplittableRandom random) {
        int n = Math.toIntExact(images.size(0));
        int size = Math.toIntExact(images.size() / n);
        float[] values = new float[Math.multiplyExact(n, size)];
        long[] seeds = random.longs(n).toArray();
        IntStream.range(0, n)
                .parallel()
                .forEach(i -> Normal.fill(values, i * size, (i + 1) * size, deviation, new SplittableRandom(seeds[i])));
        return array(images, values, images.getShape().slice(1).getShape()).add(images);
    }

    /** Puts a square of zeros at a random centre; where the centre is near the edge, less of it lies in the image. */
    static NDArray cutOut(NDArray images, int size, SplittableRandom random) {
        int n = Math.toIntExact(images.size(0));
        int height = Math.toIntExact(images.size(2));
        int width = Math.toIntExact(images.size(3));
        float[] rows = new float[n * height];
        float[] columns = new float[n * width];
        for (int i = 0; i < n; i++) {
            mark(rows, i * height, height, size, random);
            mark(columns, i * width, width, size, random);
        }
        NDArray hole = array(images, rows, 1, height, 1).mul(array(images, columns, 1, 1, width));
        return images.mul(hole.mul(-1).add(1));
    }

    private static void mark(float[] line, int from, int length, int size, SplittableRandom random) {
        int first = random.nextInt(length) - size / 2;
        Arrays.fill(line, from + Math.max(0, first), from + Math.min(length, first + size), 1);
    }

    @Override
    public String toString() {
        return words;
    }
}
