package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/** Lays out and paints a line chart. */
final class LinePlot {
    private static final double WIDTH = 310;
    private static final double HEIGHT = 230;
    private static final double KEY = 26;
    private static final double LABEL_LINE = 18;
    private static final Lettering LABEL = Lettering.of(14);
    private static final Lettering NOTE = Lettering.of(13);

    private final LineChart chart;
    private final Axes axes;
    private final List<Integer> eventRows;

    LinePlot(LineChart chart) {
        this.chart = chart;
        Range xRange = chart.xRange.orElseGet(() -> Range.of(xs().toArray()));
        Range yRange = chart.yRange.orElseGet(() -> chart.logY ? logarithmic(shown(xRange)) : linear(shown(xRange)));
        Axes.Axis x = Axes.Axis.linear(chart.x, xRange, 6, xs().allMatch(v -> v == Math.rint(v)));
        Axes.Axis y = chart.logY ? Axes.Axis.logarithmic(chart.y, yRange) : Axes.Axis.linear(chart.y, yRange, 5, false);
        this.axes = new Axes(x, y, WIDTH, HEIGHT, false);
        this.eventRows = rows();
    }

    double width() {
        double labels = solid().stream()
                .mapToDouble(curve -> LABEL.width(curve.name()))
                .max()
                .orElse(0);
        return axes.left() + WIDTH + 8 + (labels == 0 ? 0 : KEY + labels);
    }

    double height() {
        return top() + HEIGHT + axes.below();
    }

    void paint(Canvas canvas) {
        canvas.shifted(axes.left(), top(), plot -> {
            axes.paint(plot);
            events(plot);
            eventLabels(plot);
            plot.clipped(-6, -6, WIDTH + 12, HEIGHT + 12, inside -> {
                for (Curve.Role role : List.of(Curve.Role.FAINT, Curve.Role.BROKEN, Curve.Role.MAIN)) {
                    chart.curves.stream().filter(curve -> curve.is(role)).forEach(curve -> curve(inside, curve));
                }
            });
            stars(plot);
            labels(plot);
            if (shown(axes.x().range()).length == 0) {
                plot.text("no data yet", WIDTH / 2, HEIGHT / 2, LABEL.centred().toned(Theme::mutedInk));
            }
        });
    }

    private void curve(Canvas canvas, Curve curve) {
        int look = look(curve);
        Tone tone = Palette.category(look);
        Pen pen = curve.is(Curve.Role.FAINT)
                ? Pen.of(tone.faded(0.4), 1.3)
                : curve.is(Curve.Role.BROKEN) ? Pen.of(tone, 1.8).dashed(Dash.DASHED) : main(look);
        int points = curve.xs().length;
        int every = Math.max(1, points / 8);
        for (int start = 0; start < points; start++) {
            int end = start;
            while (end < points && visible(curve, end)) {
                end++;
            }
            if (end - start > 1) {
                thinned(canvas, curve, start, end, pen);
            }
            for (int i = start; i < end; i++) {
                boolean marked = points <= 30 || i % every == 0 || end - start == 1;
                if (marked && curve.is(Curve.Role.MAIN)) {
                    canvas.marker(Palette.marker(look), axes.px(curve.xs()[i]), axes.py(curve.ys()[i]), 8, tone);
                }
            }
            start = end;
        }
    }

    /** A curve with more points than pixels keeps the lowest and the highest of each column of pixels. */
    private void thinned(Canvas canvas, Curve curve, int start, int end, Pen pen) {
        DoubleStream.Builder xs = DoubleStream.builder();
        DoubleStream.Builder ys = DoubleStream.builder();
        int bucket = Math.max(1, (int) Math.ceil((end - start) / WIDTH));
        for (int from = start; from < end; from += bucket) {
            int low = from;
            int high = from;
            for (int i = from; i < Math.min(end, from + bucket); i++) {
                low = curve.ys()[i] < curve.ys()[low] ? i : low;
                high = curve.ys()[i] > curve.ys()[high] ? i : high;
            }
            for (int i : low == high ? new int[] {low} : new int[] {Math.min(low, high), Math.max(low, high)}) {
                xs.add(axes.px(curve.xs()[i]));
                ys.add(axes.py(curve.ys()[i]));
            }
        }
        canvas.polyline(xs.build().toArray(), ys.build().toArray(), pen);
    }

    private void events(Canvas canvas) {
        for (int i = 0; i < chart.events.size(); i++) {
            LineChart.Event event = chart.events.get(i);
            double at = axes.px(event.x());
            if (at < -1 || at > WIDTH + 1) {
                continue;
            }
            double y = -8 - LABEL_LINE * eventRows.get(i);
            canvas.line(at, y + 4, at, HEIGHT, Pen.of(Theme::mutedInk, 1.4).dashed(Dash.DASHED));
        }
    }

    /** After the lines, so that no line crosses another's label. */
    private void eventLabels(Canvas canvas) {
        for (int i = 0; i < chart.events.size(); i++) {
            LineChart.Event event = chart.events.get(i);
            if (axes.px(event.x()) >= -1 && axes.px(event.x()) <= WIDTH + 1) {
                canvas.text(event.label(), labelStart(event), -8 - LABEL_LINE * eventRows.get(i), NOTE.haloed());
            }
        }
    }

    private void stars(Canvas canvas) {
        for (LineChart.Star star : chart.stars) {
            double x = axes.px(star.x());
            double y = axes.py(star.y());
            if (!axes.y().shows(star.y()) || x < -1 || x > WIDTH + 1 || y < -1 || y > HEIGHT + 1) {
                continue;
            }
            canvas.marker(Marker.STAR, x, y, 19, Theme::paper);
            canvas.marker(Marker.STAR, x, y, 15, Theme::ink);
            double half = NOTE.width(star.label()) / 2;
            double middle = Math.max(half, Math.min(WIDTH - half, x));
            canvas.text(
                    star.label(),
                    middle,
                    y > 40 ? y - 14 : y + 24,
                    NOTE.centred().haloed());
        }
    }

    /** Names beside the curves' ends, moved apart where they would overlap. */
    private void labels(Canvas canvas) {
        List<Curve> named = new ArrayList<>(solid());
        named.removeIf(curve -> last(curve) < 0);
        named.sort(Comparator.comparingDouble(curve -> end(curve)));
        double[] at = new double[named.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(end(named.get(i)), i == 0 ? 6 : at[i - 1] + LABEL_LINE);
        }
        double lowest = HEIGHT - 2;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], lowest);
            lowest = at[i] - LABEL_LINE;
        }
        for (int i = 0; i < at.length; i++) {
            Curve curve = named.get(i);
            double x = axes.px(curve.xs()[last(curve)]);
            if (WIDTH - x > 10) {
                canvas.line(
                        x + 5,
                        end(curve),
                        WIDTH + 6,
                        at[i],
                        Pen.of(Theme::mutedInk, 0.8).dashed(Dash.DOTTED));
            }
            key(canvas, curve, WIDTH + 8, at[i]);
        }
    }

    private void key(Canvas canvas, Curve curve, double x, double y) {
        int look = look(curve);
        Tone tone = Palette.category(look);
        canvas.line(x, y, x + KEY - 6, y, main(look));
        canvas.marker(Palette.marker(look), x + (KEY - 6) / 2, y, 8, tone);
        canvas.text(curve.name(), x + KEY, y + 5, LABEL);
    }

    private double top() {
        int rows = eventRows.stream().mapToInt(row -> row + 1).max().orElse(0);
        return 10 + LABEL_LINE * rows;
    }

    /** Puts each event's label in the lowest row above the plot where it touches no other. */
    private List<Integer> rows() {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < chart.events.size(); i++) {
            int row = 0;
            for (int j = 0; j < i; j++) {
                boolean apart = labelStart(chart.events.get(i)) > labelEnd(chart.events.get(j)) + 10
                        || labelStart(chart.events.get(j)) > labelEnd(chart.events.get(i)) + 10;
                row = apart ? row : Math.max(row, rows.get(j) + 1);
            }
            rows.add(row);
        }
        return rows;
    }

    private double labelStart(LineChart.Event event) {
        double half = NOTE.width(event.label()) / 2;
        return Math.max(0, Math.min(WIDTH - 2 * half, axes.px(event.x()) - half));
    }

    private double labelEnd(LineChart.Event event) {
        return labelStart(event) + NOTE.width(event.label());
    }

    private List<Curve> solid() {
        return chart.curves.stream().filter(curve -> curve.is(Curve.Role.MAIN)).toList();
    }

    private Pen main(int look) {
        boolean dashesMean = chart.curves.stream().anyMatch(curve -> curve.is(Curve.Role.BROKEN));
        return Pen.of(Palette.category(look), 2.5).dashed(dashesMean ? Dash.SOLID : Palette.dash(look));
    }

    /** Which colour and marker: a faint or broken curve has those of the curve that it belongs to. */
    private int look(Curve curve) {
        return chart.curves.stream()
                .filter(other -> other.is(Curve.Role.MAIN)
                        && !curve.is(Curve.Role.MAIN)
                        && other.name().equals(curve.name()))
                .findFirst()
                .orElse(curve)
                .index();
    }

    private boolean visible(Curve curve, int i) {
        return Double.isFinite(curve.xs()[i]) && axes.y().shows(curve.ys()[i]);
    }

    /** The last point inside the axes, or −1. */
    private int last(Curve curve) {
        int i = curve.xs().length - 1;
        while (i >= 0 && !(visible(curve, i) && axes.px(curve.xs()[i]) <= WIDTH + 1)) {
            i--;
        }
        return i;
    }

    private double end(Curve curve) {
        return Math.max(0, Math.min(HEIGHT, axes.py(curve.ys()[last(curve)])));
    }

    private DoubleStream xs() {
        return chart.curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.xs()))
                .filter(Double::isFinite);
    }

    /** All values that the axes have a place for. */
    private double[] shown(Range xRange) {
        DoubleStream.Builder values = DoubleStream.builder();
        for (Curve curve : chart.curves) {
            for (int i = 0; i < curve.xs().length; i++) {
                double y = curve.ys()[i];
                if (xRange.holds(curve.xs()[i]) && Double.isFinite(y) && (!chart.logY || y > 0)) {
                    values.add(y);
                }
            }
        }
        return values.build().toArray();
    }

    private static Range linear(double[] values) {
        Range tight = Range.of(values);
        double room = tight.length() * 0.06;
        boolean nearZero = tight.low() >= 0 && tight.low() < 0.4 * tight.high();
        double low = nearZero ? 0 : tight.low() >= 0 ? Math.max(0, tight.low() - room) : tight.low() - room;
        return new Range(low, tight.high() + room);
    }

    private static Range logarithmic(double[] values) {
        if (values.length == 0) {
            return new Range(0.1, 10);
        }
        double low = Arrays.stream(values).min().orElse(1);
        double high = Arrays.stream(values).max().orElse(1);
        double room = Math.max(1.15, Math.pow(high / low, 0.05));
        return new Range(low / room, high * room);
    }
}
