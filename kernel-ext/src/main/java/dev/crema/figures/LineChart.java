package dev.crema.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Curves over a common axis, such as the loss over the epochs. Immutable: each method returns a changed chart.
 *
 * <pre>{@code
 * LineChart.of("Loss").x("epoch").y("loss").line("training", epochs, losses).marker(4, "best epoch").figure()
 * }</pre>
 */
public final class LineChart implements Drawable {
    final String title;
    String x = "x";
    String y = "y";
    List<Curve> curves = List.of();
    List<Event> events = List.of();
    List<Star> stars = List.of();
    Optional<Range> xRange = Optional.empty();
    Optional<Range> yRange = Optional.empty();
    boolean logY;
    private @Nullable String alt;

    private LineChart(String title) {
        this.title = title;
    }

    private LineChart(LineChart from) {
        title = from.title;
        x = from.x;
        y = from.y;
        curves = from.curves;
        events = from.events;
        stars = from.stars;
        xRange = from.xRange;
        yRange = from.yRange;
        logY = from.logY;
        alt = from.alt;
    }

    /**
     * Begins a chart without curves.
     *
     * @param title the title, not blank
     * @return the chart
     */
    public static LineChart of(String title) {
        return new LineChart(title);
    }

    /**
     * Names the horizontal axis.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed chart
     */
    public LineChart x(String axis) {
        LineChart changed = new LineChart(this);
        changed.x = axis;
        return changed;
    }

    /**
     * Names the vertical axis.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed chart
     */
    public LineChart y(String axis) {
        LineChart changed = new LineChart(this);
        changed.y = axis;
        return changed;
    }

    /**
     * Adds a curve. It is broken where a number is NaN or infinite.
     *
     * @param name what it shows, written at its end
     * @param xs places on the horizontal axis, ascending
     * @param ys values there, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many values as places
     */
    public LineChart line(String name, double[] xs, double[] ys) {
        return with(new Curve(name, xs, ys, mainCurves(), Curve.Role.MAIN));
    }

    /**
     * Adds a pale, thin curve without a label, such as the raw values below a smoothed curve; it takes the colour of
     * the curve of the same name, whether that is added before or after it.
     *
     * @param name name of the curve it belongs to
     * @param xs places on the horizontal axis, ascending
     * @param ys values there, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many values as places
     */
    public LineChart faint(String name, double[] xs, double[] ys) {
        return with(new Curve(name, xs, ys, mainCurves(), Curve.Role.FAINT));
    }

    /**
     * Adds a curve in dashes without a label or markers, such as the training loss beside the validation loss; it takes the
     * colour of the curve of the same name, and in a chart with such a curve all others are solid.
     *
     * @param name name of the curve it belongs to
     * @param xs places on the horizontal axis, ascending
     * @param ys values there, as many
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many values as places
     */
    public LineChart broken(String name, double[] xs, double[] ys) {
        return with(new Curve(name, xs, ys, mainCurves(), Curve.Role.BROKEN));
    }

    /**
     * Adds a vertical line that marks an event, such as the best epoch.
     *
     * @param at place on the horizontal axis
     * @param label what happened there, written above the curves
     * @return the changed chart
     */
    public LineChart marker(double at, String label) {
        LineChart changed = new LineChart(this);
        changed.events = and(events, new Event(at, label));
        return changed;
    }

    /**
     * Adds a star that marks one point, such as the lowest loss.
     *
     * @param at place on the horizontal axis
     * @param value place on the vertical axis
     * @param label what is special there
     * @return the changed chart
     */
    public LineChart star(double at, double value, String label) {
        LineChart changed = new LineChart(this);
        changed.stars = and(stars, new Star(at, value, label));
        return changed;
    }

    /**
     * Fixes the horizontal axis, so that a live chart does not move. By default it spans the data.
     *
     * @param low left end
     * @param high right end, above the left
     * @return the changed chart
     * @throws IllegalArgumentException if {@code high} is not above {@code low}
     */
    public LineChart xRange(double low, double high) {
        LineChart changed = new LineChart(this);
        changed.xRange = Optional.of(new Range(low, high));
        return changed;
    }

    /**
     * Fixes the vertical axis. By default it spans the data, with zero where that is near.
     *
     * @param low lower end
     * @param high upper end, above the lower
     * @return the changed chart
     * @throws IllegalArgumentException if {@code high} is not above {@code low}
     */
    public LineChart yRange(double low, double high) {
        LineChart changed = new LineChart(this);
        changed.yRange = Optional.of(new Range(low, high));
        return changed;
    }

    /**
     * Makes the vertical axis logarithmic; curves are broken where they are not above zero.
     *
     * @return the changed chart
     */
    public LineChart logY() {
        LineChart changed = new LineChart(this);
        changed.logY = true;
        return changed;
    }

    /**
     * Describes the chart in words. By default it names the curves with their first, last and extreme values.
     *
     * @param words the alternative text, not blank
     * @return the changed chart
     */
    public LineChart alt(String words) {
        LineChart changed = new LineChart(this);
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
        LinePlot plot = new LinePlot(this);
        CurveWords words = new CurveWords(this);
        return Figure.of(title, alt == null ? words.alt() : alt, plot.width(), plot.height(), plot::paint)
                .detail(words.sparklines())
                .numbers(words.numbers());
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private LineChart with(Curve curve) {
        LineChart changed = new LineChart(this);
        changed.curves = and(curves, curve);
        return changed;
    }

    private int mainCurves() {
        return (int) curves.stream().filter(curve -> curve.is(Curve.Role.MAIN)).count();
    }

    private static <T> List<T> and(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }

    /** A vertical line with a label. */
    record Event(double x, String label) {}

    /** A marked point with a label. */
    record Star(double x, double y, String label) {}
}
