package dev.crema.figures;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out and paints a chart of a plane. */
final class PlanePlot {
    private static final double SIDE = 320;
    // of a class: too many to be told apart, few enough for a picture of one byte a pixel
    private static final double SHADES = 25;
    private static final double KEY_LINE = 21;
    private static final int MOST_STEPS = 60;
    private static final Lettering LABEL = Lettering.of(14);

    private final PlaneChart chart;
    private final Axes axes;
    private final double @Nullable [][] field;
    private final @Nullable ColourScale scale;
    private final List<List<PlaneChart.Mark>> key;

    PlanePlot(PlaneChart chart) {
        this.chart = chart;
        Range x = chart.xRange == null ? padded(chart.all(true)) : chart.xRange;
        Range y = chart.yRange == null ? padded(chart.all(false)) : chart.yRange;
        axes = new Axes(
                Axes.Axis.linear(chart.x, x, 5, false), Axes.Axis.linear(chart.y, y, 5, false), SIDE, SIDE, true);
        field = chart.field == null
                ? null
                : Arrays.stream(chart.field)
                        .map(row -> Arrays.stream(row).map(this::shade).toArray())
                        .toArray(double[][]::new);
        scale = field == null
                ? null
                : new ColourScale(
                        Range.of(Arrays.stream(field)
                                .flatMapToDouble(Arrays::stream)
                                .toArray()),
                        false,
                        chart.logColours ? "log₁₀ of " + chart.unit : chart.unit,
                        SIDE);
        key = key();
    }

    double width() {
        return axes.left() + SIDE + 12 + (scale == null ? 0 : 10 + scale.width());
    }

    double height() {
        return 8 + SIDE + axes.below() + (key.isEmpty() ? 0 : 6 + key.size() * KEY_LINE);
    }

    void paint(Canvas canvas) {
        canvas.shifted(axes.left(), 8, area -> {
            axes.paint(area);
            if (scale != null) {
                area.image(field(scale), 0, 0, SIDE, SIDE);
            } else if (chart.regions.length > 0) {
                area.image(regions(), 0, 0, SIDE, SIDE);
            }
            area.clipped(0, 0, SIDE, SIDE, inside -> {
                contours(inside);
                chart.marks.forEach(mark -> mark(inside, mark));
            });
            stars(area);
            keys(area);
            if (scale != null) {
                area.shifted(SIDE + 16, 0, scale::paint);
            }
        });
    }

    private void mark(Canvas canvas, PlaneChart.Mark mark) {
        double[] xs = Arrays.stream(mark.xs()).map(axes::px).toArray();
        double[] ys = Arrays.stream(mark.ys()).map(axes::py).toArray();
        Tone tone = Palette.category(mark.look());
        switch (mark.kind()) {
            case POINTS -> points(canvas, mark.look(), xs, ys);
            case CURVE -> line(canvas, xs, ys, Pen.of(tone, 2.5).dashed(Palette.dash(mark.look())));
            case GRID -> line(canvas, xs, ys, Pen.of(Theme::mutedInk, 0.7));
            case BOUNDARY -> line(canvas, xs, ys, Pen.of(Theme::ink, 2));
            case PATH -> path(canvas, mark.look(), xs, ys);
            case STAR -> {}
        }
    }

    private static void points(Canvas canvas, int look, double[] xs, double[] ys) {
        double size = xs.length <= 100 ? 9 : xs.length <= 400 ? 7 : 5;
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i] + ys[i])) {
                canvas.marker(Palette.marker(look), xs[i], ys[i], size + 2.4, Theme::paper);
                canvas.marker(Palette.marker(look), xs[i], ys[i], size, Palette.category(look));
            }
        }
    }

    private static void path(Canvas canvas, int look, double[] xs, double[] ys) {
        Tone tone = Palette.category(look);
        line(canvas, xs, ys, Pen.of(Theme::paper, 5));
        line(canvas, xs, ys, Pen.of(tone, 2.5));
        for (int i = 1; i + 1 < xs.length && xs.length <= MOST_STEPS; i++) {
            dot(canvas, Marker.CIRCLE, xs[i], ys[i], 5.5, tone);
        }
        if (xs.length > 0) {
            dot(canvas, Marker.CIRCLE, xs[0], ys[0], 11, Theme::ink);
            dot(canvas, Marker.CIRCLE, xs[0], ys[0], 6, Theme::paper);
            int last = xs.length - 1;
            dot(canvas, Palette.marker(look), xs[last], ys[last], 15, Theme::paper);
            dot(canvas, Palette.marker(look), xs[last], ys[last], 12, tone);
        }
    }

    private static void dot(Canvas canvas, Marker shape, double x, double y, double size, Tone tone) {
        if (Double.isFinite(x + y)) {
            canvas.marker(shape, x, y, size, tone);
        }
    }

    /** A line is broken where it is not a number, and kept near the plot: a canvas knows no places beyond 10⁹ px. */
    private static void line(Canvas canvas, double[] xs, double[] ys, Pen pen) {
        int start = 0;
        for (int i = 0; i <= xs.length; i++) {
            if (i == xs.length || !Double.isFinite(xs[i] + ys[i]) || Math.max(Math.abs(xs[i]), Math.abs(ys[i])) > 1e5) {
                if (i - start > 1) {
                    canvas.polyline(Arrays.copyOfRange(xs, start, i), Arrays.copyOfRange(ys, start, i), pen);
                }
                start = i + 1;
            }
        }
    }

    private void contours(Canvas canvas) {
        double[][] values = field;
        if (values == null) {
            return;
        }
        for (double level : chart.levels) {
            for (Contours.Line line : Contours.of(values, shade(level))) {
                double[] xs = Arrays.stream(line.columns())
                        .map(column -> column / (values[0].length - 1) * SIDE)
                        .toArray();
                double[] ys = Arrays.stream(line.rows())
                        .map(row -> (1 - row / (values.length - 1)) * SIDE)
                        .toArray();
                canvas.polyline(xs, ys, Pen.of(Tone.of(Color.WHITE).faded(0.65), 1));
            }
        }
    }

    private void stars(Canvas canvas) {
        for (PlaneChart.Mark mark : chart.marks) {
            double x = axes.px(mark.xs().length == 0 ? 0 : mark.xs()[0]);
            double y = axes.py(mark.ys().length == 0 ? 0 : mark.ys()[0]);
            if (mark.kind() == PlaneChart.Kind.STAR && Double.isFinite(x + y)) {
                canvas.marker(Marker.STAR, x, y, 19, Theme::paper);
                canvas.marker(Marker.STAR, x, y, 15, Theme::ink);
                double half = LABEL.width(mark.name()) / 2;
                canvas.text(
                        mark.name(),
                        Math.max(half, Math.min(SIDE - half, x)),
                        y > 40 ? y - 14 : y + 26,
                        LABEL.centred().haloed());
            }
        }
    }

    /** Named marks in rows below the plot, each name once. */
    private List<List<PlaneChart.Mark>> key() {
        List<List<PlaneChart.Mark>> rows = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        double room = 0;
        for (PlaneChart.Mark mark : chart.marks) {
            if (!mark.named() || seen.contains(mark.name())) {
                continue;
            }
            seen.add(mark.name());
            if (rows.isEmpty() || room < entry(mark)) {
                rows.add(new ArrayList<>());
                room = width();
            }
            rows.get(rows.size() - 1).add(mark);
            room -= entry(mark);
        }
        return rows;
    }

    private static double entry(PlaneChart.Mark mark) {
        return 46 + LABEL.width(mark.name());
    }

    private void keys(Canvas canvas) {
        double y = SIDE + axes.below() + 18;
        for (List<PlaneChart.Mark> row : key) {
            double x = -axes.left();
            for (PlaneChart.Mark mark : row) {
                Tone tone = Palette.category(mark.look());
                if (mark.kind() != PlaneChart.Kind.POINTS) {
                    Dash dash = mark.kind() == PlaneChart.Kind.CURVE ? Palette.dash(mark.look()) : Dash.SOLID;
                    canvas.line(x + 2, y - 5, x + 24, y - 5, Pen.of(tone, 2.5).dashed(dash));
                }
                if (mark.kind() != PlaneChart.Kind.CURVE) {
                    canvas.marker(Palette.marker(mark.look()), x + 13, y - 5, 11, tone);
                }
                canvas.text(mark.name(), x + 30, y, LABEL);
                x += entry(mark);
            }
            y += KEY_LINE;
        }
    }

    private BufferedImage field(ColourScale colours) {
        double[][] values = field;
        return picture(
                (column, row) -> colours.colour(between(values, column, row)).getRGB());
    }

    private BufferedImage regions() {
        return picture((column, row) -> {
            int best = 0;
            double[] probabilities = new double[chart.regions.length];
            for (int k = 0; k < probabilities.length; k++) {
                probabilities[k] = between(chart.regions[k], column, row);
                best = probabilities[k] > probabilities[best] ? k : best;
            }
            double certain = (probabilities[best] - 1.0 / probabilities.length) / (1 - 1.0 / probabilities.length);
            double opacity = Double.isNaN(certain) ? 0 : 0.1 + 0.4 * Math.round(certain * SHADES) / SHADES;
            return Palette.category(best).faded(opacity).in(Theme.light()).getRGB();
        });
    }

    private interface Shader {
        int rgb(double column, double row);
    }

    /** A picture with a pixel for each of the plot's; columns and rows from 0 to 1, rows upwards. */
    private static BufferedImage picture(Shader shader) {
        int side = (int) SIDE;
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int v = 0; v < side; v++) {
            for (int u = 0; u < side; u++) {
                picture.setRGB(u, v, shader.rgb((u + 0.5) / side, 1 - (v + 0.5) / side));
            }
        }
        return picture;
    }

    private static double between(double @Nullable [][] values, double column, double row) {
        if (values == null) {
            return Double.NaN;
        }
        double x = column * (values[0].length - 1);
        double y = row * (values.length - 1);
        int left = (int) Math.min(x, values[0].length - 2.0);
        int below = (int) Math.min(y, values.length - 2.0);
        double right = x - left;
        double up = y - below;
        return (1 - up) * ((1 - right) * values[below][left] + right * values[below][left + 1])
                + up * ((1 - right) * values[below + 1][left] + right * values[below + 1][left + 1]);
    }

    private double shade(double value) {
        return chart.logColours ? (value > 0 ? Math.log10(value) : Double.NaN) : value;
    }

    private static Range padded(double[] values) {
        Range tight = Range.of(values);
        return tight.widened(tight.length() * 1.1);
    }
}
