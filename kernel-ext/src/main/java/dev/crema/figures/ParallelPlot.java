package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Parallel coordinates (Inselberg 1985, "The plane with parallel coordinates"): one upright axis a variable and one line a
 * row across all of them, coloured by the last. A row whose last value is NaN ends in a cross below the last axis. Immutable:
 * each method returns a changed plot.
 *
 * <pre>{@code
 * ParallelPlot.of("Trials").logarithmic("rate", rates, 1e-4, 1).categories("kind", kinds, names).linear("loss", losses, 0, 2)
 * }</pre>
 */
public final class ParallelPlot implements Drawable {
    private static final double HEIGHT = 260;
    private static final double GAP = 150;
    private static final double TOP = 30;
    private static final double MISSING = 24;
    private static final Lettering NAME = Lettering.of(13).heavy().centred();
    private static final Lettering TICK = Lettering.of(12).haloed();

    private record Column(Axes.Axis axis, double[] values) {}

    private final String title;
    private final List<Column> columns;
    private final int best;

    private ParallelPlot(String title, List<Column> columns, int best) {
        this.title = title;
        this.columns = columns;
        this.best = best;
    }

    /**
     * Begins a plot without axes.
     *
     * @param title the title, not blank
     * @return the plot
     */
    public static ParallelPlot of(String title) {
        return new ParallelPlot(title, List.of(), -1);
    }

    /**
     * Adds an axis.
     *
     * @param name what is measured
     * @param values one for each row; NaN where there is none
     * @param low lower end of the axis
     * @param high upper end, above the lower
     * @return the changed plot
     * @throws IllegalArgumentException if there are not as many values as on the other axes, or {@code high} is not above
     *     {@code low}
     */
    public ParallelPlot linear(String name, double[] values, double low, double high) {
        boolean whole = Arrays.stream(values).allMatch(v -> v == Math.rint(v));
        return with(new Column(Axes.Axis.linear(name, new Range(low, high), 5, whole), values.clone()));
    }

    /**
     * Adds a logarithmic axis.
     *
     * @param name what is measured
     * @param values one for each row
     * @param low lower end of the axis, above 0
     * @param high upper end, above the lower
     * @return the changed plot
     * @throws IllegalArgumentException as {@link #linear}
     */
    public ParallelPlot logarithmic(String name, double[] values, double low, double high) {
        return with(new Column(Axes.Axis.logarithmic(name, new Range(low, high)), values.clone()));
    }

    /**
     * Adds an axis of categories.
     *
     * @param name what is chosen
     * @param values the number of the category of each row
     * @param names the categories
     * @return the changed plot
     * @throws IllegalArgumentException if there are not as many values as on the other axes
     */
    public ParallelPlot categories(String name, double[] values, List<String> names) {
        List<Tick> ticks = IntStream.range(0, names.size())
                .mapToObj(i -> new Tick(i, Words.fitting(names.get(i), TICK, GAP - 30)))
                .toList();
        Range range = new Range(-0.3, names.size() - 0.7);
        return with(new Column(new Axes.Axis(name, range, false, ticks), values.clone()));
    }

    /**
     * Draws one row in ink, above the others.
     *
     * @param row its number
     * @return the changed plot
     */
    public ParallelPlot best(int row) {
        return new ParallelPlot(title, columns, row);
    }

    /**
     * Draws the plot.
     *
     * @return the figure
     * @throws IllegalArgumentException if there are less than two axes, or the title is blank
     */
    public Figure figure() {
        if (columns.size() < 2) {
            throw new IllegalArgumentException(
                    "Parallel coordinates need at least two axes, but got " + columns.size() + ".");
        }
        double width = 100 + GAP * (columns.size() - 1) + 30;
        return Figure.of(title, alt(), width, TOP + HEIGHT + MISSING + 8, this::paint);
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private ParallelPlot with(Column column) {
        int rows = columns.isEmpty() ? column.values.length : columns.get(0).values.length;
        if (column.values.length != rows) {
            throw new IllegalArgumentException("The axis \"" + column.axis.name() + "\" has " + column.values.length
                    + " values, but there are " + rows + " rows.");
        }
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new ParallelPlot(title, List.copyOf(more), best);
    }

    private Column last() {
        return columns.get(columns.size() - 1);
    }

    private void paint(Canvas canvas) {
        canvas.shifted(50, TOP, area -> {
            int rows = last().values.length;
            // what has no value below, the best on top
            IntStream.range(0, rows)
                    .filter(row -> Double.isNaN(last().values[row]))
                    .forEach(row -> line(area, row));
            IntStream.range(0, rows)
                    .filter(row -> !Double.isNaN(last().values[row]) && row != best)
                    .forEach(row -> line(area, row));
            if (best >= 0 && best < rows) {
                line(area, best);
            }
            for (int i = 0; i < columns.size(); i++) {
                axis(area, columns.get(i).axis, i * GAP);
            }
        });
    }

    private void line(Canvas canvas, int row) {
        int n = columns.size();
        double[] xs = new double[n];
        double[] ys = new double[n];
        for (int i = 0; i < n; i++) {
            double value = columns.get(i).values[row];
            xs[i] = i * GAP;
            ys[i] = Double.isNaN(value) ? HEIGHT + MISSING - 6 : y(columns.get(i).axis, value);
        }
        double score = last().values[row];
        boolean missing = Double.isNaN(score);
        Tone tone = missing
                ? Theme::warning
                : row == best
                        ? Theme::ink
                        : Tone.of(Palette.sequential(0.9 * last().axis.share(score)));
        Pen pen = missing ? Pen.of(tone, 1.4).dashed(Dash.DOTTED) : Pen.of(tone, row == best ? 3.2 : 1.8);
        canvas.polyline(xs, ys, pen);
        canvas.marker(
                missing ? Marker.CROSS : row == best ? Marker.STAR : Marker.CIRCLE,
                xs[n - 1],
                ys[n - 1],
                row == best ? 15 : 8,
                tone);
    }

    private static double y(Axes.Axis axis, double value) {
        return (1 - axis.share(value)) * HEIGHT;
    }

    private static void axis(Canvas canvas, Axes.Axis axis, double x) {
        canvas.line(x, 0, x, HEIGHT, Pen.of(Theme::ink, 1.6));
        canvas.text(axis.name(), x, -14, NAME);
        for (Tick tick : axis.ticks()) {
            double y = y(axis, tick.value());
            canvas.line(x - 4, y, x, y, Pen.of(Theme::ink, 1.4));
            canvas.text(tick.label(), x - 7, y + 4, TICK.ending());
        }
    }

    private String alt() {
        double[] scores = last().values;
        double[] finite = Arrays.stream(scores).filter(Double::isFinite).toArray();
        String axes = columns.stream().map(column -> column.axis.name()).collect(Collectors.joining(", "));
        String span = finite.length == 0
                ? "none has a value of " + last().axis.name()
                : last().axis.name() + " from "
                        + Words.number(Arrays.stream(finite).min().orElseThrow()) + " to "
                        + Words.number(Arrays.stream(finite).max().orElseThrow());
        int missing = scores.length - finite.length;
        return title + ": " + Words.count(scores.length) + " lines across the axes " + axes + "; " + span
                + (missing == 0 || finite.length == 0 ? "" : "; " + missing + " without a value, dotted, to a cross")
                + (best < 0 ? "" : "; the best, in ink, is line " + (best + 1)) + ".";
    }
}
