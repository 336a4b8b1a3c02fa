package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Images that say which they are: every pixel of image i is i / 1000, its label is i mod 3. */
final class NumberedImages {
    private NumberedImages() {}

    static LabelledImages of(int n) {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] pixels = new float[n * 4];
            long[] labels = new long[n];
            for (int i = 0; i < n; i++) {
                java.util.Arrays.fill(pixels, 4 * i, 4 * i + 4, i / 1000f);
                labels[i] = i % 3;
            }
            return LabelledImages.of(
                    manager.create(pixels, new Shape(n, 1, 2, 2)), manager.create(labels), List.of("a", "b", "c"));
        }
    }

    /** The numbers of the images, each checked to be whole and to have its own label. */
    static int[] numbers(NDArray images, NDArray labels) {
        float[] pixels = images.toFloatArray();
        long[] label = labels.toLongArray();
        int[] numbers = new int[label.length];
        if (pixels.length != 4 * label.length) {
            throw new AssertionError(pixels.length + " pixels for " + label.length + " labels");
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.round(1000 * pixels[4 * i]);
            for (int p = 0; p < 4; p++) {
                if (pixels[4 * i + p] != numbers[i] / 1000f) {
                    throw new AssertionError("image " + i + " is torn at pixel " + p);
                }
            }
            if (label[i] != numbers[i] % 3) {
                throw new AssertionError("image " + numbers[i] + " has the label " + label[i]);
            }
        }
        return numbers;
    }

    static int[] numbers(LabelledImages set) {
        return numbers(set.images(), set.labels());
    }
}
