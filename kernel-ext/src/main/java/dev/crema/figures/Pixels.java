package dev.crema.figures;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleFunction;

/** Turns numbers into pictures, one pixel for each number. A pixel that is NaN is shown in orange red. */
public final class Pixels {
    private static final int NAN = 0xD55E00;

    private Pixels() {}

    /**
     * Returns the picture that an array holds.
     *
     * @param array {@code [height, width]}, {@code [1, height, width]} or, in colours, {@code [3, height, width]};
     *     values from 0, black, to 1, clipped, or bytes from 0 to 255
     * @return a picture of width × height pixels
     * @throws IllegalArgumentException if the array has another shape or is empty
     */
    public static BufferedImage image(NDArray array) {
        long[] shape = array.getShape().getShape();
        boolean flat = shape.length == 2;
        boolean layered = shape.length == 3 && (shape[0] == 1 || shape[0] == 3);
        if ((!flat && !layered) || array.getShape().size() == 0) {
            throw new IllegalArgumentException("An array of shape " + array.getShape()
                    + " is no picture; it must be [height, width], [1, height, width] or [3, height, width].");
        }
        return picture(floats(array), 0, flat ? 1 : (int) shape[0], (int) shape[shape.length - 2], (int)
                shape[shape.length - 1]);
    }

    /**
     * Returns the pictures that a batch holds.
     *
     * @param batch {@code [pictures, 1 or 3, height, width]}; values as in {@link #image}
     * @return one picture for each entry of the batch
     * @throws IllegalArgumentException if the array has another shape
     */
    public static List<BufferedImage> images(NDArray batch) {
        return PixelRows.of(batch).pictures();
    }

    /**
     * Returns a picture in greys.
     *
     * @param pixels brightness from 0, black, to 1, white, clipped; row by row
     * @param height number of rows
     * @param width pixels in a row
     * @return the picture
     * @throws IllegalArgumentException if there are not height × width values
     */
    public static BufferedImage grey(float[] pixels, int height, int width) {
        check(pixels, height, width);
        return picture(pixels, 0, 1, height, width);
    }

    /**
     * Returns a picture of values on both sides of zero: blue below, white at zero, orange above; the value farthest
     * from zero has the full colour.
     *
     * @param pixels the values, row by row
     * @param height number of rows
     * @param width pixels in a row
     * @return the picture
     * @throws IllegalArgumentException if there are not height × width values
     */
    public static BufferedImage signed(float[] pixels, int height, int width) {
        double most = 0;
        for (float pixel : pixels) {
            most = Float.isFinite(pixel) ? Math.max(most, Math.abs(pixel)) : most;
        }
        double scale = most == 0 ? 1 : most;
        return coloured(pixels, height, width, value -> Palette.diverging(value / scale));
    }

    /**
     * Returns a picture of values by viridis: the smallest dark violet, the largest yellow.
     *
     * @param pixels the values, row by row
     * @param height number of rows
     * @param width pixels in a row
     * @return the picture; of one colour if all values are the same
     * @throws IllegalArgumentException if there are not height × width values
     */
    public static BufferedImage sequential(float[] pixels, int height, int width) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float pixel : pixels) {
            if (Float.isFinite(pixel)) {
                low = Math.min(low, pixel);
                high = Math.max(high, pixel);
            }
        }
        double start = low;
        double length = high > low ? high - low : 1;
        return coloured(pixels, height, width, value -> Palette.sequential((value - start) / length));
    }

    /** Averages a picture down until it has at most so many pixels each way, so that no row is just left out. */
    static BufferedImage atMost(BufferedImage picture, double width, double height) {
        int columns = (int) Math.max(1, Math.min(picture.getWidth(), Math.round(width)));
        int rows = (int) Math.max(1, Math.min(picture.getHeight(), Math.round(height)));
        if (columns == picture.getWidth() && rows == picture.getHeight()) {
            return picture;
        }
        BufferedImage small = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                small.setRGB(x, y, mean(picture, x, columns, y, rows));
            }
        }
        return small;
    }

    private static int mean(BufferedImage picture, int x, int columns, int y, int rows) {
        int left = x * picture.getWidth() / columns;
        int right = (x + 1) * picture.getWidth() / columns;
        int top = y * picture.getHeight() / rows;
        int bottom = (y + 1) * picture.getHeight() / rows;
        long[] sums = new long[4];
        for (int j = top; j < bottom; j++) {
            for (int i = left; i < right; i++) {
                int argb = picture.getRGB(i, j);
                int alpha = argb >>> 24;
                sums[3] += alpha;
                for (int channel = 0; channel < 3; channel++) {
                    sums[channel] += (long) alpha * ((argb >> (8 * channel)) & 0xFF);
                }
            }
        }
        long pixels = (long) (right - left) * (bottom - top);
        int argb = (int) (sums[3] / pixels) << 24;
        for (int channel = 0; channel < 3 && sums[3] > 0; channel++) {
            argb |= (int) ((sums[channel] + sums[3] / 2) / sums[3]) << (8 * channel);
        }
        return argb;
    }

    private static BufferedImage coloured(float[] pixels, int height, int width, DoubleFunction<Color> colours) {
        check(pixels, height, width);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.length; i++) {
            int rgb = Float.isNaN(pixels[i]) ? NAN : colours.apply(pixels[i]).getRGB();
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }

    static BufferedImage picture(float[] values, int from, int channels, int height, int width) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            boolean nan = false;
            for (int channel = 0; channel < 3; channel++) {
                float value = values[from + i + (channels == 1 ? 0 : channel * plane)];
                nan |= Float.isNaN(value);
                rgb = (rgb << 8) | Math.round(255 * Math.max(0, Math.min(1, value)));
            }
            picture.setRGB(i % width, i / width, nan ? NAN : rgb);
        }
        return picture;
    }

    static float[] floats(NDArray array) {
        if (array.getDataType() == DataType.FLOAT32) {
            return array.toFloatArray();
        }
        boolean bytes = array.getDataType() == DataType.UINT8 || array.getDataType() == DataType.INT8;
        try (NDArray converted = array.toType(DataType.FLOAT32, true)) {
            float[] values = converted.toFloatArray();
            for (int i = 0; bytes && i < values.length; i++) {
                values[i] /= 255;
            }
            return values;
        }
    }

    private static void check(float[] pixels, int height, int width) {
        if (height < 1 || width < 1 || pixels.length != height * width) {
            throw new IllegalArgumentException("A picture of " + height + " rows of " + width + " pixels needs "
                    + (long) height * width + " values, but got " + pixels.length + ".");
        }
    }
}
