package dev.crema.insight;

import dev.crema.figures.Palette;
import dev.crema.figures.Pixels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** One number for each pixel of an image, row by row. */
record PixelMap(float[] values, int height, int width) {
    private static final double MAP_SHARE = 0.55;

    /** What the channels of each pixel come to together. */
    interface Together {
        float of(float one, float other);
    }

    /** One number a pixel from several channels, laid out as {@code [channels][height · width]}. */
    static PixelMap of(float[] channels, int height, int width, Together together) {
        float[] values = Arrays.copyOf(channels, height * width);
        for (int i = values.length; i < channels.length; i++) {
            int pixel = i % values.length;
            values[pixel] = together.of(values[pixel], channels[i]);
        }
        return new PixelMap(values, height, width);
    }

    /** The size that so many of the values stay below: a few extreme pixels would leave all others pale. */
    float most(double share) {
        float[] sizes = new float[values.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(values[i]);
        }
        Arrays.sort(sizes);
        float most = sizes[(int) Math.min(sizes.length - 1, Math.ceil(share * sizes.length) - 1)];
        return most > 0 ? most : sizes[sizes.length - 1];
    }

    PixelMap clipped(float most) {
        float[] clipped = new float[values.length];
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.max(-most, Math.min(most, values[i]));
        }
        return new PixelMap(clipped, height, width);
    }

    /** Enlarged between the centres of four neighbours each. */
    PixelMap resized(int newHeight, int newWidth) {
        float[] resized = new float[newHeight * newWidth];
        for (int i = 0; i < resized.length; i++) {
            double y = source(i / newWidth, newHeight, height);
            double x = source(i % newWidth, newWidth, width);
            int top = (int) y;
            int left = (int) x;
            int bottom = Math.min(top + 1, height - 1);
            int right = Math.min(left + 1, width - 1);
            double down = y - top;
            double across = x - left;
            resized[i] = (float) ((1 - down) * ((1 - across) * at(top, left) + across * at(top, right))
                    + down * ((1 - across) * at(bottom, left) + across * at(bottom, right)));
        }
        return new PixelMap(resized, newHeight, newWidth);
    }

    BufferedImage sequential() {
        return Pixels.sequential(values, height, width);
    }

    BufferedImage signed() {
        return Pixels.signed(values, height, width);
    }

    /** The map in viridis, from zero on, over an image of any size. */
    BufferedImage sequentialOver(BufferedImage image) {
        float most = most(1);
        return over(image, value -> Palette.sequential(most == 0 ? 0 : value / most));
    }

    /** The map in blue below zero and orange above it, over an image of any size. */
    BufferedImage signedOver(BufferedImage image) {
        float most = most(1);
        return over(image, value -> Palette.diverging(most == 0 ? 0 : value / most));
    }

    private interface Colours {
        Color of(float value);
    }

    private BufferedImage over(BufferedImage image, Colours colours) {
        PixelMap full = resized(image.getHeight(), image.getWidth());
        BufferedImage over = new BufferedImage(full.width, full.height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < full.values.length; i++) {
            int x = i % full.width;
            int y = i / full.width;
            Color below = new Color(image.getRGB(x, y));
            // in grey, since colours of the image would be mistaken for the map's
            int grey = (int) Math.round(0.299 * below.getRed() + 0.587 * below.getGreen() + 0.114 * below.getBlue());
            Color colour = colours.of(full.values[i]);
            over.setRGB(
                    x,
                    y,
                    new Color(
                                    mixed(grey, colour.getRed()),
                                    mixed(grey, colour.getGreen()),
                                    mixed(grey, colour.getBlue()))
                            .getRGB());
        }
        return over;
    }

    private static int mixed(int below, int above) {
        return (int) Math.round((1 - MAP_SHARE) * below + MAP_SHARE * above);
    }

    private float at(int row, int column) {
        return values[row * width + column];
    }

    private static double source(int pixel, int newSize, int size) {
        return Math.max(0, Math.min(size - 1.0, (pixel + 0.5) * size / newSize - 0.5));
    }
}
