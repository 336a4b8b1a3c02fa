package dev.crema.insight;

/** What the figures that explain a score have in common. */
final class Explained {
    /** Nominal length of the pictures' longer side. */
    static final int SIDE = 260;

    private Explained() {}

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
