package dev.crema.figures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A dot for each value against a number, a number on a logarithmic scale, or a category; dots without a value are crosses
 * on the base line. Immutable: each method returns a changed plot.
 *
 * <pre>{@code
 * DotPlot.of("Learning rate").x("learning rate").logX().y("loss").dots(rates, losses, order).figure()
 * }</pre>
 */
public final class DotPlot implements Drawable {
    private static final double WIDTH = 240;
    private static final double HEIGHT = 190;
    private static final double TOP = 26;
    private static final Lettering KEY = Lettering.of(13);

    private final String title;
    private String x = "";
    private String y = "";
    private boolean logX;
    private List<String> categories = List.of();
    private @Nullable Range xRange;
    private double[] xs = {};
    private double[] ys = {};
    private double[] shades = {};
    private String stepsName = "";
    private double[] stepXs = {};
    private double[] stepYs = {};
    private double[] star = {};

    private DotPlot(String title) {
        this.title = title;
    }

    private DotPlot(DotPlot from) {
        title = from.title;
        x = from.x;
        y = from.y;
        logX = from.logX;
        categories = from.categories;
        xRange = from.xRange;
        xs = from.xs;
        ys = from.ys;
        shades = from.shades;
        stepsName = from.stepsName;
        stepXs = from.stepXs;
        stepYs = from.stepYs;
        star = from.star;
    }

    /**
     * Begins a plot without dots.
     *
     * @param title the title, not blank
     * @return the plot
     */
    public static DotPlot of(String title) {
        return new DotPlot(title);
    }

    /**
     * Sets the dots.
     *
     * @param places where each stands on the horizontal axis; the number of its category where there are categories
     * @param values where each stands on the vertical axis; NaN or infinite for a cross on the base line
     * @param order colour of each, from 0, dark violet, to 1, yellow
     * @return the changed plot
     * @throws IllegalArgumentException if there are not as many of each
     */
    public DotPlot dots(double[] places, double[] values, double[] order) {
        requireEqual(places.length, values.length);
        requireEqual(places.length, order.length);
        DotPlot changed = new DotPlot(this);
        changed.xs = places.clone();
        changed.ys = values.clone();
        changed.shades = order.clone();
        return changed;
    }

    /**
     * Adds a line that stays level from each place to the next, such as the best value so far.
     *
     * @param name what it shows
     * @param places where each level begins
     * @param levels the levels; none where NaN
     * @return the changed plot
     * @throws IllegalArgumentException if there are not as many of each
     */
    public DotPlot steps(String name, double[] places, double[] levels) {
        requireEqual(places.length, levels.length);
        DotPlot changed = new DotPlot(this);
        changed.stepsName = name;
        changed.stepXs = places.clone();
        changed.stepYs = levels.clone();
        return changed;
    }

    /**
     * Marks one dot with a star.
     *
     * @param place where it stands on the horizontal axis
     * @param value where it stands on the vertical axis
     * @return the changed plot
     */
    public DotPlot star(double place, double value) {
        DotPlot changed = new DotPlot(this);
        changed.star = new double[] {place, value};
        return changed;
    }

    /**
     * Names the horizontal axis.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed plot
     */
    public DotPlot x(String axis) {
        DotPlot changed = new DotPlot(this);
        changed.x = axis;
        return changed;
    }

    /**
     * Names the vertical axis.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed plot
     */
    public DotPlot y(String axis) {
        DotPlot changed = new DotPlot(this);
        changed.y = axis;
        return changed;
    }

    /**
     * Makes the horizontal axis logarithmic.
     *
     * @return the changed plot
     */
    public DotPlot logX() {
        DotPlot changed = new DotPlot(this);
        changed.logX = true;
        return changed;
    }

    /**
     * Puts categories on the horizontal axis.
     *
     * @param names their names; places are then 0, 1, …
     * @return the changed plot
     */
    public DotPlot categories(List<String> names) {
        DotPlot changed = new DotPlot(this);
        changed.categories = List.copyOf(names);
        changed.xRange = new Range(-0.5, names.size() - 0.5);
        return changed;
    }

    /**
     * Fixes the horizontal axis, so that a live plot does not move. By default it spans the data.
     *
     * @param low left end; above 0 where the axis is logarithmic
     * @param high right end, above the left
     * @return the changed plot
     * @throws IllegalArgumentException if {@code high} is not above {@code low}
     */
    public DotPlot xRange(double low, double high) {
        DotPlot changed = new DotPlot(this);
        changed.xRange = new Range(low, high);
        return changed;
    }

    /**
     * Draws the plot.
     *
     * @return the figure
     * @throws IllegalArgumentException if the title is blank
     */
    public Figure figure() {
        Axes axes = axes();
        return Figure.of(
                title, alt(), axes.left() + WIDTH + 16, TOP + HEIGHT + axes.below(), canvas -> paint(canvas, axes));
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private Axes axes() {
        Range across = xRange != null ? xRange : Range.of(xs);
        Range tight = Range.of(
                DoubleStream.concat(Arrays.stream(ys), Arrays.stream(stepYs)).toArray());
        Axes.Axis horizontal = logX
                ? Axes.Axis.logarithmic(x, across)
                : categories.isEmpty()
                        ? Axes.Axis.linear(x, across, 5, Arrays.stream(xs).allMatch(v -> v == Math.rint(v)))
                        : new Axes.Axis(x, across, false, categoryTicks());
        return new Axes(
                horizontal, Axes.Axis.linear(y, tight.widened(tight.length() * 1.16), 4, false), WIDTH, HEIGHT, false);
    }

    private List<Tick> categoryTicks() {
        double room = WIDTH / categories.size() - 6;
        return IntStream.range(0, categories.size())
                .mapToObj(i -> new Tick(i, Words.fitting(categories.get(i), Axes.TICK, room)))
                .toList();
    }

    private void paint(Canvas canvas, Axes axes) {
        canvas.shifted(axes.left(), TOP, area -> {
            axes.paint(area);
            key(area);
            area.clipped(-8, -8, WIDTH + 16, HEIGHT + 16, inside -> {
                steps(inside, axes);
                for (int i = 0; i < xs.length; i++) {
                    dot(inside, axes, i);
                }
                if (star.length == 2) {
                    double atX = axes.px(star[0] + starBeside());
                    double atY = axes.py(star[1]);
                    inside.marker(Marker.STAR, atX, atY, 20, Theme::paper);
                    inside.marker(Marker.STAR, atX, atY, 16, Theme::ink);
                }
            });
        });
    }

    private void dot(Canvas canvas, Axes axes, int i) {
        double at = axes.px(xs[i] + beside(i));
        if (!Double.isFinite(ys[i])) {
            canvas.marker(Marker.CROSS, at, HEIGHT - 6, 9, Theme::warning);
        } else {
            // a rim: the ends of the scale are close to the paper, one in each theme
            canvas.marker(Marker.CIRCLE, at, axes.py(ys[i]), 9.4, Theme::mutedInk);
            canvas.marker(Marker.CIRCLE, at, axes.py(ys[i]), 8, Tone.of(Palette.sequential(shades[i])));
        }
    }

    /** Dots of one category stand beside each other in their order, lest they hide each other. */
    private double beside(int i) {
        return categories.isEmpty() ? 0 : 0.5 * (shades[i] - 0.5);
    }

    private double starBeside() {
        return IntStream.range(0, xs.length)
                .filter(i -> xs[i] == star[0] && ys[i] == star[1])
                .mapToDouble(this::beside)
                .findFirst()
                .orElse(0);
    }

    private void steps(Canvas canvas, Axes axes) {
        DoubleStream.Builder along = DoubleStream.builder();
        DoubleStream.Builder levels = DoubleStream.builder();
        for (int i = 0; i < stepXs.length; i++) {
            if (Double.isFinite(stepYs[i])) {
                double end = i + 1 < stepXs.length ? stepXs[i + 1] : stepXs[i];
                along.add(axes.px(stepXs[i])).add(axes.px(end));
                levels.add(axes.py(stepYs[i])).add(axes.py(stepYs[i]));
            }
        }
        double[] path = along.build().toArray();
        if (path.length > 0) {
            canvas.polyline(path, levels.build().toArray(), line());
        }
    }

    private void key(Canvas canvas) {
        double at = 0;
        if (!stepsName.isEmpty()) {
            canvas.line(at, -13, at + 20, -13, line());
            canvas.text(stepsName, at + 26, -8.5, KEY);
            at += 42 + KEY.width(stepsName);
        }
        if (missing() > 0) {
            canvas.marker(Marker.CROSS, at + 5, -13, 9, Theme::warning);
            canvas.text("no value", at + 15, -8.5, KEY);
        }
    }

    private static Pen line() {
        return Pen.of(Palette.category(0), 2.5);
    }

    private long missing() {
        return Arrays.stream(ys).filter(y -> !Double.isFinite(y)).count();
    }

    private String alt() {
        double[] finite = Arrays.stream(ys).filter(Double::isFinite).toArray();
        String all = title + ": " + Words.count(finite.length) + " dots" + (y.isBlank() ? "" : " of " + y)
                + (x.isBlank() ? "" : " against " + x);
        String span = finite.length == 0
                ? ""
                : ", from " + Words.number(Arrays.stream(finite).min().orElseThrow()) + " to "
                        + Words.number(Arrays.stream(finite).max().orElseThrow());
        String best = star.length == 0 ? "" : "; the star is at " + at(star[0]) + ", " + Words.number(star[1]);
        return all + span + best + (missing() == 0 ? "" : "; " + missing() + " without a value") + ".";
    }

    private String at(double place) {
        return categories.isEmpty() ? Words.number(place) : categories.get((int) place);
    }

    private static void requireEqual(int expected, int got) {
        if (expected != got) {
            throw new IllegalArgumentException(
                    "A dot plot needs as many places as values and colours, but got " + expected + " and " + got + ".");
        }
    }
}
