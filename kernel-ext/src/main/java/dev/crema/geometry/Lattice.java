package dev.crema.geometry;

import dev.crema.figures.Contours;
import dev.crema.figures.PlaneChart;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * Places spread evenly over a rectangle, all its edges included.
 *
 * @param xLow left end
 * @param xHigh right end, above the left
 * @param yLow lower end
 * @param yHigh upper end, above the lower
 * @param size places along each side, at least 2
 */
public record Lattice(double xLow, double xHigh, double yLow, double yHigh, int size) {
    /**
     * Checks the rectangle.
     *
     * @param xLow as above
     * @param xHigh as above
     * @param yLow as above
     * @param yHigh as above
     * @param size as above
     * @throws IllegalArgumentException if an end is not finite or not above the other, or the size is less than 2
     */
    public Lattice {
        if (!(xLow < xHigh) || !(yLow < yHigh) || !Double.isFinite(xHigh - xLow) || !Double.isFinite(yHigh - yLow)) {
            throw new IllegalArgumentException("The range is " + xLow + " to " + xHigh + " and " + yLow + " to " + yHigh
                    + "; each upper end must be above its lower end, and all be finite");
        }
        if (size < 2) {
            throw new IllegalArgumentException("size is " + size + "; it must be at least 2");
        }
    }

    /** The rectangle around points, with a rim of 15 % of its longer side. */
    static Lattice around(float[][] points, int size) {
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (float[] point : points) {
            for (int axis = 0; axis < 2; axis++) {
                low[axis] = Math.min(low[axis], point[axis]);
                high[axis] = Math.max(high[axis], point[axis]);
            }
        }
        double[] rim = {0.15 * (high[0] - low[0]), 0.15 * (high[1] - low[1])};
        for (int axis = 0; axis < 2; axis++) {
            rim[axis] = rim[axis] > 0 ? rim[axis] : 0.5;
        }
        return new Lattice(low[0] - rim[0], high[0] + rim[0], low[1] - rim[1], high[1] + rim[1], size);
    }

    double x(double column) {
        return xLow + column / (size - 1) * (xHigh - xLow);
    }

    double y(double row) {
        return yLow + row / (size - 1) * (yHigh - yLow);
    }

    /** All places, row by row from below. */
    float[][] places() {
        return IntStream.range(0, size * size)
                .mapToObj(i -> new float[] {(float) x(i % size), (float) y(Math.floorDiv(i, size))})
                .toArray(float[][]::new);
    }

    /** A function at all places, {@code [rows][columns]}, the lowest row first; an interrupt ends it. */
    double[][] values(DoubleBinaryOperator function) {
        double[][] values = new double[size][size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                if (Thread.interrupted()) {
                    throw new CancellationException("The surface was stopped by an interrupt after "
                            + (row * size + column) + " of " + size * size + " places");
                }
                values[row][column] = function.applyAsDouble(x(column), y(row));
            }
        }
        return values;
    }

    /** The lines along which a function has one value: x and y of each. */
    List<double[][]> lines(double[][] values, double level) {
        return Contours.of(values, level).stream()
                .map(line -> new double[][] {
                    Arrays.stream(line.columns()).map(this::x).toArray(),
                    Arrays.stream(line.rows()).map(this::y).toArray()
                })
                .toList();
    }

    PlaneChart shown(PlaneChart chart) {
        return chart.range(xLow, xHigh, yLow, yHigh);
    }
}
