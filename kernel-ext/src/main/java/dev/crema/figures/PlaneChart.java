package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a plane: a function of two numbers as colours and contour lines, the regions of classes, and over them
 * points, curves and paths. Immutable: each method returns a changed chart.
 *
 * <pre>{@code
 * PlaneChart.of("Descent").range(-2, 2, -1, 3).field(losses, "loss").contours(1, 10, 100).path(0, "adam", xs, ys).figure()
 * }</pre>
 */
public final class PlaneChart implements Drawable {
    final String title;
    String x = "x";
    String y = "y";

    @Nullable
    Range xRange;

    @Nullable
    Range yRange;

    double @Nullable [][] field;
    String unit = "";
    boolean logColours;
    double[] levels = {};
    double[][][] regions = {};
    List<Mark> marks = List.of();
    private @Nullable String alt;

    private PlaneChart(String title) {
        this.title = title;
    }

    private PlaneChart(PlaneChart from) {
        title = from.title;
        x = from.x;
        y = from.y;
        xRange = from.xRange;
        yRange = from.yRange;
        field = from.field;
        unit = from.unit;
        logColours = from.logColours;
        levels = from.levels;
        regions = from.regions;
        marks = from.marks;
        alt = from.alt;
    }

    /** How a mark is drawn. */
    enum Kind {
        POINTS,
        CURVE,
        PATH,
        GRID,
        BOUNDARY,
        STAR
    }

    /** Something drawn over the plane. */
    record Mark(Kind kind, int look, String name, double[] xs, double[] ys) {
        Mark {
            if (xs.length != ys.length) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has " + xs.length + " places on x, but " + ys.length + " on y.");
            }
            xs = xs.clone();
            ys = ys.clone();
        }

        boolean named() {
            return !name.isBlank() && kind != Kind.STAR;
        }
    }

    /**
     * Begins an empty chart.
     *
     * @param title the title, not blank
     * @return the chart
     */
    public static PlaneChart of(String title) {
        return new PlaneChart(title);
    }

    /**
     * Names the axes.
     *
     * @param horizontal name of the horizontal axis
     * @param vertical name of the vertical axis
     * @return the changed chart
     */
    public PlaneChart axes(String horizontal, String vertical) {
        PlaneChart changed = new PlaneChart(this);
        changed.x = horizontal;
        changed.y = vertical;
        return changed;
    }

    /**
     * Fixes what part of the plane is seen; by default all that is drawn, with a rim.
     *
     * @param xLow left end
     * @param xHigh right end, above the left
     * @param yLow lower end
     * @param yHigh upper end, above the lower
     * @return the changed chart
     * @throws IllegalArgumentException if an upper end is not above its lower end
     */
    public PlaneChart range(double xLow, double xHigh, double yLow, double yHigh) {
        PlaneChart changed = new PlaneChart(this);
        changed.xRange = new Range(xLow, xHigh);
        changed.yRange = new Range(yLow, yHigh);
        return changed;
    }

    /**
     * Colours the plane by a function of both axes, from dark violet for the smallest value to yellow for the largest.
     *
     * @param values {@code [rows][columns]}, at least 2 × 2: its values at places spread evenly over the {@link #range}, both
     *     ends included; the first row at the lower end
     * @param name what the values are
     * @return the changed chart
     * @throws IllegalArgumentException if there are less than 2 × 2 values or the rows differ in length
     */
    public PlaneChart field(double[][] values, String name) {
        PlaneChart changed = new PlaneChart(this);
        changed.field = lattice(values);
        changed.unit = name;
        return changed;
    }

    /**
     * Spreads the colours of a {@link #field} evenly over its logarithm; for values above 0.
     *
     * @return the changed chart
     */
    public PlaneChart logColours() {
        PlaneChart changed = new PlaneChart(this);
        changed.logColours = true;
        return changed;
    }

    /**
     * Draws lines along which the {@link #field} has the same value.
     *
     * @param values the values to draw lines for
     * @return the changed chart
     */
    public PlaneChart contours(double... values) {
        PlaneChart changed = new PlaneChart(this);
        changed.levels = values.clone();
        return changed;
    }

    /**
     * Colours the plane by classes, the paler the less probable the most probable one is.
     *
     * @param probabilities {@code [classes][rows][columns]}, laid out as a {@link #field} each
     * @return the changed chart
     * @throws IllegalArgumentException if there are less than 2 × 2 values or the rows differ in length
     */
    public PlaneChart regions(double[][][] probabilities) {
        PlaneChart changed = new PlaneChart(this);
        changed.regions = Arrays.stream(probabilities).map(PlaneChart::lattice).toArray(double[][][]::new);
        return changed;
    }

    /**
     * Adds points of one class.
     *
     * @param look number of the class, for its colour and shape
     * @param name name of the class
     * @param xs places on the horizontal axis
     * @param ys places on the vertical axis, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many of each
     */
    public PlaneChart points(int look, String name, double[] xs, double[] ys) {
        return with(new Mark(Kind.POINTS, look, name, xs, ys));
    }

    /**
     * Adds a line through places.
     *
     * @param look number of the line, for its colour and dashes
     * @param name name of the line; blank to leave it out of the key
     * @param xs places on the horizontal axis
     * @param ys places on the vertical axis, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many of each
     */
    public PlaneChart curve(int look, String name, double[] xs, double[] ys) {
        return with(new Mark(Kind.CURVE, look, name, xs, ys));
    }

    /**
     * Adds a path with a dot for each step: a ring where it starts and a large mark where it ends.
     *
     * @param look number of the path, for its colour and shape
     * @param name name of the path
     * @param xs places on the horizontal axis
     * @param ys places on the vertical axis, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many of each
     */
    public PlaneChart path(int look, String name, double[] xs, double[] ys) {
        return with(new Mark(Kind.PATH, look, name, xs, ys));
    }

    /**
     * Adds a thin line, such as one of a grid.
     *
     * @param xs places on the horizontal axis
     * @param ys places on the vertical axis, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many of each
     */
    public PlaneChart grid(double[] xs, double[] ys) {
        return with(new Mark(Kind.GRID, 0, "", xs, ys));
    }

    /**
     * Adds a line between two regions.
     *
     * @param xs places on the horizontal axis
     * @param ys places on the vertical axis, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many of each
     */
    public PlaneChart boundary(double[] xs, double[] ys) {
        return with(new Mark(Kind.BOUNDARY, 0, "", xs, ys));
    }

    /**
     * Marks one point with a star.
     *
     * @param atX place on the horizontal axis
     * @param atY place on the vertical axis
     * @param label what is special there
     * @return the changed chart
     */
    public PlaneChart star(double atX, double atY, String label) {
        return with(new Mark(Kind.STAR, 0, label, new double[] {atX}, new double[] {atY}));
    }

    /**
     * Describes the chart in words. By default it names what is drawn.
     *
     * @param words the alternative text, not blank
     * @return the changed chart
     */
    public PlaneChart alt(String words) {
        PlaneChart changed = new PlaneChart(this);
        changed.alt = words;
        return changed;
    }

    /**
     * Draws the chart.
     *
     * @return the figure
     * @throws IllegalArgumentException if the title or the alternative text is blank
     */
    public Figure figure() {
        PlanePlot plot = new PlanePlot(this);
        return Figure.of(title, alt == null ? description() : alt, plot.width(), plot.height(), plot::paint);
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private String description() {
        String what = Stream.concat(
                        field == null ? Stream.empty() : Stream.of(unit + " as colours"),
                        marks.stream().filter(Mark::named).map(Mark::name).distinct())
                .collect(Collectors.joining(", "));
        return title + " over " + x + " and " + y + (what.isEmpty() ? "." : ": " + what + ".");
    }

    double[] all(boolean horizontal) {
        return marks.stream()
                .flatMapToDouble(mark -> DoubleStream.of(horizontal ? mark.xs() : mark.ys()))
                .toArray();
    }

    private PlaneChart with(Mark mark) {
        PlaneChart changed = new PlaneChart(this);
        changed.marks = new ArrayList<>(marks);
        changed.marks.add(mark);
        return changed;
    }

    private static double[][] lattice(double[][] values) {
        if (values.length < 2
                || values[0].length < 2
                || Arrays.stream(values).anyMatch(row -> row.length != values[0].length)) {
            throw new IllegalArgumentException(
                    "A plane needs values [rows][columns], at least 2 × 2 and all rows equally"
                            + " long, but got " + values.length + " rows of "
                            + Arrays.stream(values)
                                    .map(row -> "" + row.length)
                                    .distinct()
                                    .limit(5)
                                    .toList() + " values.");
        }
        return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }
}
