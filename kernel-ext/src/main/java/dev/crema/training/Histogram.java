package dev.crema.training;

import ai.djl.ndarray.NDArray;
import java.util.stream.LongStream;

/**
 * How numbers are spread: how many of them fall into each of equal parts of their range.
 *
 * @param low the smallest number
 * @param high the largest number
 * @param counts how many lie in each part, from the smallest on; NaN and infinite numbers are not counted
 */
public record Histogram(double low, double high, long[] counts) {
    /** How many parts a range is cut into. */
    public static final int PARTS = 64;

    private static final int MOST = 100_000;

    /**
     * Counts the numbers of an array; of one with more than 100 000, every second, third, … alone.
     *
     * @param array any shape, float32
     * @return their histogram, from 0 to 0 if there is no finite number
     */
    static Histogram of(NDArray array) {
        float[] values = array.toFloatArray();
        int step = (values.length + MOST - 1) / MOST;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i += step) {
            if (Float.isFinite(values[i])) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
        }
        long[] counts = new long[PARTS];
        if (low > high) {
            return new Histogram(0, 0, counts);
        }
        for (int i = 0; i < values.length; i += step) {
            if (Float.isFinite(values[i])) {
                double share = high > low ? (values[i] - low) / (high - low) : 0.5;
                counts[(int) Math.min(PARTS - 1, share * PARTS)]++;
            }
        }
        return new Histogram(low, high, counts);
    }

    /**
     * Returns the number below which a share of all lies, to within a part of the range.
     *
     * @param share from 0 to 1
     * @return a number from {@link #low} to {@link #high}
     */
    double quantile(double share) {
        double all = LongStream.of(counts).sum();
        double below = 0;
        for (int i = 0; i < PARTS; i++) {
            double next = below + counts[i];
            if (next > 0 && next >= share * all) {
                double within = counts[i] == 0 ? 0 : (share * all - below) / counts[i];
                return low + (i + within) / PARTS * (high - low);
            }
            below = next;
        }
        return high;
    }

    /**
     * Returns the share of the numbers in each of equal parts of another range; parts that overlap are split evenly.
     *
     * @param from lower end of the range
     * @param to upper end, above {@code from}
     * @param parts how many parts
     * @return shares, summing to 1 if all numbers lie in the range, to less if some do not
     */
    double[] shares(double from, double to, int parts) {
        double[] shares = new double[parts];
        double all = LongStream.of(counts).sum();
        double width = (high - low) / PARTS;
        double cell = (to - from) / parts;
        for (int i = 0; i < PARTS && all > 0; i++) {
            double left = low + i * width;
            for (int j = 0; j < parts; j++) {
                double start = from + j * cell;
                shares[j] += counts[i] / all * overlap(left, width, start, cell, j == parts - 1);
            }
        }
        return shares;
    }

    /** The share of a part that lies in a cell; a part without width lies in the cell where it begins. */
    private static double overlap(double left, double width, double start, double cell, boolean last) {
        if (width <= 0) {
            return left >= start && (left < start + cell || (last && left <= start + cell * (1 + 1e-9))) ? 1 : 0;
        }
        return Math.max(0, Math.min(left + width, start + cell) - Math.max(left, start)) / width;
    }
}
