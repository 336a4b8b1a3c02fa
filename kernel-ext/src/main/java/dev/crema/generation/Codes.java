package dev.crema.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.figures.PixelRows;
import java.util.Arrays;
import java.util.Random;

/** Rows of latent numbers, and the images of them. */
final class Codes {
    private Codes() {}

    static float[][] normal(int n, int latent, long seed) {
        requireAtLeast("latent", latent, 1);
        Random random = new Random(seed);
        float[][] codes = new float[n][latent];
        for (float[] code : codes) {
            for (int i = 0; i < latent; i++) {
                code[i] = (float) random.nextGaussian();
            }
        }
        return codes;
    }

    /** Makes one image a row, and frees what was computed on the way. */
    static PixelRows images(Generator generator, float[][] codes) {
        int latent = codes[0].length;
        float[] flat = new float[codes.length * latent];
        for (int i = 0; i < codes.length; i++) {
            System.arraycopy(codes[i], 0, flat, i * latent, latent);
        }
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray images = generator.images(scratch.create(flat, new Shape(codes.length, latent)));
            images.attach(scratch);
            Shape shape = images.getShape();
            if (shape.dimension() != 4 || shape.get(0) != codes.length) {
                throw new IllegalArgumentException("The generator makes " + shape + " of " + codes.length
                        + " codes, expected [" + codes.length + ", 1 or 3, height, width]");
            }
            return PixelRows.of(images);
        }
    }

    static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
        }
    }

    static void requireFinite(String name, float[] code) {
        for (float number : code) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException(
                        name + " is " + Arrays.toString(code) + "; all its numbers must be finite");
            }
        }
    }
}
