package dev.crema.insight;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What the figures that explain a score have in common. */
final class Explained {
    /** Nominal length of the pictures' longer side. */
    static final int SIDE = 260;

    /** Fills up a row of a grid. */
    static final BufferedImage BLANK = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);

    private Explained() {}

    /** The sizes as a notebook writes them, such as 6×28×28. */
    static String size(Shape shape) {
        return Arrays.stream(shape.getShape()).mapToObj(Long::toString).collect(Collectors.joining("×"));
    }

    static void requireIndex(String what, long index, long count, String layer) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("There is no " + what + " " + index + "; " + layer + " has " + count
                    + ", from 0 to " + (count - 1));
        }
    }

    static String scored(Target target, double score) {
        return "%s, score %.2f".formatted(target, score);
    }

    static int peak(float[] values) {
        int peak = 0;
        for (int i = 1; i < values.length; i++) {
            peak = values[i] > values[peak] ? i : peak;
        }
        return peak;
    }

    /** Where in the image a pixel is, in words. */
    static String place(int pixel, int height, int width) {
        String row = third(pixel / width, height, "top", "middle", "bottom");
        String column = third(pixel % width, width, "left", "centre", "right");
        return "it is at the " + (row.equals("middle") ? "" : row + " ") + column;
    }

    private static String third(int index, int size, String first, String second, String last) {
        return 3 * index < size ? first : 3 * index < 2 * size ? second : last;
    }
}
