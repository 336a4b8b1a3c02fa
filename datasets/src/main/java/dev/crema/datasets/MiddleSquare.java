package dev.crema.datasets;

import java.awt.image.BufferedImage;

/**
 * The largest square in the middle of a picture, as numbers.
 *
 * @param planes red, green and blue one after the other, {@code [3 · side · side]}, from 0 to 255
 * @param side its height and width in pixels
 */
record MiddleSquare(float[] planes, int side) {
    private static final int CHANNELS = 3;

    static MiddleSquare of(BufferedImage picture) {
        int side = Math.min(picture.getHeight(), picture.getWidth());
        int left = (picture.getWidth() - side) / 2;
        int top = (picture.getHeight() - side) / 2;
        int[] colours = picture.getRGB(left, top, side, side, null, 0, side);
        float[] planes = new float[CHANNELS * colours.length];
        for (int i = 0; i < planes.length; i++) {
            int shift = 16 - 8 * (i / colours.length);
            planes[i] = colours[i % colours.length] >> shift & 0xFF;
        }
        return new MiddleSquare(planes, side);
    }

    /** Resized between the centres of four pixels each; halved before, so that no pixel is left out. */
    MiddleSquare resized(int newSide) {
        MiddleSquare large = this;
        while (large.side > 2 * newSide) {
            large = large.stretched((large.side + 1) / 2);
        }
        return large.stretched(newSide);
    }

    private MiddleSquare stretched(int newSide) {
        float[] stretched = new float[CHANNELS * newSide * newSide];
        for (int i = 0; i < stretched.length; i++) {
            float y = source(i / newSide % newSide, newSide);
            float x = source(i % newSide, newSide);
            int plane = i / (newSide * newSide);
            float down = y - (int) y;
            float right = x - (int) x;
            stretched[i] =
                    (1 - down) * ((1 - right) * at(plane, (int) y, (int) x) + right * at(plane, (int) y, (int) x + 1))
                            + down
                                    * ((1 - right) * at(plane, (int) y + 1, (int) x)
                                            + right * at(plane, (int) y + 1, (int) x + 1));
        }
        return new MiddleSquare(stretched, newSide);
    }

    private float source(int pixel, int newSide) {
        return Math.max(0, (float) side / newSide * (pixel + 0.5f) - 0.5f);
    }

    private float at(int plane, int row, int column) {
        return planes[(plane * side + Math.min(row, side - 1)) * side + Math.min(column, side - 1)];
    }
}
