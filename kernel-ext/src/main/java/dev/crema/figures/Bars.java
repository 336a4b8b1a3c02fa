package dev.crema.figures;

import java.util.Arrays;
import java.util.List;

/** Lays out and paints a bar chart. */
final class Bars {
    private static final double HEIGHT = 260;
    // as long as the whole stays narrower, bars are wide enough for their names to be read without turning one's head
    private static final double WIDEST = 480;
    private static final Lettering VALUE = Lettering.of(13);

    private final BarChart chart;
    private final Axes axes;
    private final double slot;
    private final boolean turned;

    Bars(BarChart chart) {
        this.chart = chart;
        int n = Math.max(1, chart.names.size());
        double widestValue = Arrays.stream(chart.values)
                .mapToObj(Words::number)
                .mapToDouble(VALUE::width)
                .max()
                .orElse(0);
        double usual = Math.max(n <= 12 ? 46 : n <= 40 ? 24 : 16, n <= 24 ? widestValue + 8 : 0);
        double upright = widestName() + 14;
        slot = n * upright <= WIDEST ? Math.max(usual, upright) : usual;
        turned = widestName() + 8 > slot;
        Range data = Range.of(Arrays.copyOf(chart.values, chart.values.length + 1));
        double room = data.length() * 0.12;
        Range y = new Range(data.low() < 0 ? data.low() - room : 0, data.high() > 0 ? data.high() + room : 0);
        Axes.Axis x = new Axes.Axis("", new Range(0, n), false, List.of());
        axes = new Axes(x, Axes.Axis.linear(chart.y, y, 5, false), n * slot, HEIGHT, false);
    }

    double width() {
        return axes.left() + axes.width() + 8;
    }

    double height() {
        return 8 + HEIGHT + below();
    }

    void paint(Canvas canvas) {
        canvas.shifted(axes.left(), 8, area -> {
            axes.paint(area);
            for (int i = 0; i < chart.values.length; i++) {
                bar(area, i);
                name(area, i);
            }
            area.line(0, axes.py(0), axes.width(), axes.py(0), Pen.of(Theme::mutedInk, 1.4));
            area.text(chart.x, axes.width() / 2, HEIGHT + below() - 4, Axes.NAME.centred());
        });
    }

    private void bar(Canvas canvas, int i) {
        double value = chart.values[i];
        double middle = (i + 0.5) * slot;
        double zero = axes.py(0);
        double end = Double.isFinite(value) ? axes.py(value) : zero;
        canvas.rectangle(
                middle - slot * 0.36, Math.min(zero, end), slot * 0.72, Math.abs(zero - end), Palette.category(0));
        if (VALUE.width(Words.number(value)) + 4 <= slot) {
            canvas.text(Words.number(value), middle, value < 0 ? end + 15 : end - 5, VALUE.centred());
        }
    }

    private void name(Canvas canvas, int i) {
        double middle = (i + 0.5) * slot;
        if (turned) {
            canvas.text(
                    chart.names.get(i),
                    middle + 4.5,
                    HEIGHT + 8,
                    Axes.TICK.ending().turned(-90));
        } else {
            canvas.text(chart.names.get(i), middle, HEIGHT + 19, Axes.TICK.centred());
        }
    }

    private double below() {
        return (turned ? 14 + widestName() : 22) + (chart.x.isBlank() ? 0 : 24);
    }

    private double widestName() {
        return chart.names.stream().mapToDouble(Axes.TICK::width).max().orElse(0);
    }
}
