package dev.crema.attack;

import java.util.SplittableRandom;

/**
 * A square that is stuck on images, {@code [channels][side · side]} values in [0, 1].
 *
 * @param values row by row, channel after channel
 * @param channels as many as the images have
 * @param side in pixels
 */
record Sticker(float[] values, int channels, int side) {
    static Sticker noise(int channels, int side, SplittableRandom random) {
        float[] values = new float[channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new Sticker(values, channels, side);
    }

    /** Index of the first pixel that a sticker covers in an image, for each of so many images: anywhere within. */
    int[] places(int images, int height, int width, SplittableRandom random) {
        int[] places = new int[images];
        for (int i = 0; i < images; i++) {
            places[i] = random.nextInt(height - side + 1) * width + random.nextInt(width - side + 1);
        }
        return places;
    }

    /** Covers part of an image, {@code [channels · height · width]}. */
    void stick(float[] images, int image, int place, int height, int width) {
        for (int i = 0; i < values.length; i++) {
            images[image * channels * height * width + covered(i, place, height, width)] = values[i];
        }
    }

    /** Adds to the sums the slopes of the pixels that the sticker covers: the slope of what is stuck on. */
    void gather(float[] slopes, int image, int place, int height, int width, double[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += slopes[image * channels * height * width + covered(i, place, height, width)];
        }
    }

    private int covered(int i, int place, int height, int width) {
        int row = i / side % side;
        return i / (side * side) * height * width + place + row * width + i % side;
    }
}
