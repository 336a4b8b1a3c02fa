package dev.crema.insight;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Simple linear iterative clustering (Achanta et al. 2012, "SLIC superpixels compared to state-of-the-art superpixel
 * methods", IEEE TPAMI 34, algorithm 1): k-means in colour and place, where a centre looks no farther than its neighbours
 * are. The distance is {@code √(colour² + (place · compactness / step)²)}, with colours in CIELAB and {@code step} the
 * distance of the first centres.
 */
final class Slic {
    private static final int ROUNDS = 10;

    private final int height;
    private final int width;
    private final int rows;
    private final int columns;
    private final double step;
    private final double[][] lab;

    Slic(BufferedImage image, int about) {
        height = image.getHeight();
        width = image.getWidth();
        rows = (int) Math.max(1, Math.min(height, Math.round(Math.sqrt((double) about * height / width))));
        columns = (int) Math.max(1, Math.min(width, Math.round((double) about / rows)));
        step = Math.sqrt((double) height * width / (rows * columns));
        lab = new double[height * width][];
        for (int i = 0; i < lab.length; i++) {
            lab[i] = lab(image.getRGB(i % width, i / width));
        }
    }

    /** Number of the segment of each pixel, row by row; each segment is connected. */
    int[] labels(double compactness) {
        double[][] centres = new double[rows * columns][];
        for (int i = 0; i < centres.length; i++) {
            // the middle of a tile
            int y = (2 * (i / columns) + 1) * height / (2 * rows);
            int x = (2 * (i % columns) + 1) * width / (2 * columns);
            centres[i] = five(flattest(y, x));
        }
        int[] labels = new int[lab.length];
        for (int round = 0; round < ROUNDS; round++) {
            assign(centres, compactness / step, labels);
            average(labels, centres);
        }
        return connected(labels);
    }

    /** A pixel's colour and place. */
    private double[] five(int pixel) {
        double[] five = Arrays.copyOf(lab[pixel], 5);
        int row = pixel / width;
        five[3] = row;
        five[4] = pixel % width;
        return five;
    }

    /** The pixel of nine where the colour changes least, lest a centre begin on an edge. */
    private int flattest(int y, int x) {
        int best = y * width + x;
        double least = Double.POSITIVE_INFINITY;
        for (int row = Math.max(1, y - 1); row <= Math.min(height - 2, y + 1); row++) {
            for (int column = Math.max(1, x - 1); column <= Math.min(width - 2, x + 1); column++) {
                int pixel = row * width + column;
                double change = apart(lab[pixel + 1], lab[pixel - 1]) + apart(lab[pixel + width], lab[pixel - width]);
                best = change < least ? pixel : best;
                least = Math.min(least, change);
            }
        }
        return best;
    }

    private void assign(double[][] centres, double ratio, int[] labels) {
        double[] nearest = new double[labels.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int reach = (int) Math.ceil(Math.max((double) height / rows, (double) width / columns));
        for (int i = 0; i < centres.length; i++) {
            double[] centre = centres[i];
            int y = (int) centre[3];
            int x = (int) centre[4];
            for (int row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
                for (int column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
                    int pixel = row * width + column;
                    double place = ratio * ratio * (square(row - centre[3]) + square(column - centre[4]));
                    double distance = apart(lab[pixel], centre) + place;
                    if (distance < nearest[pixel]) {
                        nearest[pixel] = distance;
                        labels[pixel] = i;
                    }
                }
            }
        }
    }

    private void average(int[] labels, double[][] centres) {
        double[][] sums = new double[centres.length][5];
        int[] counts = new int[centres.length];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            double[] five = five(pixel);
            for (int j = 0; j < 5; j++) {
                sums[labels[pixel]][j] += five[j];
            }
            counts[labels[pixel]]++;
        }
        for (int i = 0; i < centres.length; i++) {
            for (int j = 0; j < 5 && counts[i] > 0; j++) {
                centres[i][j] = sums[i][j] / counts[i];
            }
        }
    }

    /** Numbers the connected pieces; one below a quarter of the usual size joins the piece before it. */
    private int[] connected(int[] labels) {
        int[] pieces = new int[labels.length];
        Arrays.fill(pieces, -1);
        int[] piece = new int[labels.length];
        int count = 0;
        for (int start = 0; start < pieces.length; start++) {
            if (pieces[start] < 0) {
                int size = fill(labels, start, count, pieces, piece);
                boolean small = size < step * step / 4;
                if (small && start > 0) {
                    // what is left of it or above has its number already
                    int before = pieces[start % width > 0 ? start - 1 : start - width];
                    Arrays.stream(piece, 0, size).forEach(pixel -> pieces[pixel] = before);
                }
                // a small first piece shares its number with the next, which touches it
                count += small ? 0 : 1;
            }
        }
        return pieces;
    }

    private int fill(int[] labels, int start, int number, int[] pieces, int[] piece) {
        int size = 1;
        piece[0] = start;
        pieces[start] = number;
        for (int done = 0; done < size; done++) {
            int pixel = piece[done];
            for (int way = 0; way < 4; way++) {
                int next = neighbour(pixel, way);
                if (next >= 0 && pieces[next] < 0 && labels[next] == labels[start]) {
                    pieces[next] = number;
                    piece[size++] = next;
                }
            }
        }
        return size;
    }

    /** The pixel to the left, right, above or below; −1 beyond the edge. */
    private int neighbour(int pixel, int way) {
        return switch (way) {
            case 0 -> pixel % width > 0 ? pixel - 1 : -1;
            case 1 -> pixel % width < width - 1 ? pixel + 1 : -1;
            case 2 -> pixel >= width ? pixel - width : -1;
            default -> pixel < (height - 1) * width ? pixel + width : -1;
        };
    }

    private static double apart(double[] one, double[] other) {
        return square(one[0] - other[0]) + square(one[1] - other[1]) + square(one[2] - other[2]);
    }

    private static double square(double x) {
        return x * x;
    }

    /** CIELAB of a colour in sRGB, for daylight (D65): L from 0 to 100. */
    static double[] lab(int rgb) {
        double r = linear((rgb >> 16) & 0xFF);
        double g = linear((rgb >> 8) & 0xFF);
        double b = linear(rgb & 0xFF);
        double x = bent((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.95047);
        double y = bent(0.212671 * r + 0.715160 * g + 0.072169 * b);
        double z = bent((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double linear(int channel) {
        double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static double bent(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
    }
}
