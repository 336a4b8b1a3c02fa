package dev.crema.figures;

import java.util.List;

/** Two named axes around a plot of fixed size; the origin is the plot's upper left corner. */
record Axes(Axis x, Axis y, double width, double height) {
    static final Lettering TICK = Lettering.of(13).toned(Theme::mutedInk);
    static final Lettering NAME = Lettering.of(14);
    private static final Pen GRID = Pen.of(Theme::grid, 1);
    private static final Pen BASE = Pen.of(Theme::mutedInk, 1.4);

    /** One axis. */
    record Axis(String name, Range range, boolean logarithmic, List<Tick> ticks) {
        static Axis linear(String name, Range range, int about, boolean whole) {
            return new Axis(name, range, false, Tick.linear(range, about, whole));
        }

        static Axis logarithmic(String name, Range range) {
            return new Axis(name, range, true, Tick.logarithmic(range));
        }

        double share(double value) {
            return logarithmic
                    ? Math.log(value / range.low()) / Math.log(range.high() / range.low())
                    : range.share(value);
        }

        boolean shows(double value) {
            return Double.isFinite(value) && (!logarithmic || value > 0);
        }
    }

    double px(double value) {
        return x.share(value) * width;
    }

    double py(double value) {
        return (1 - y.share(value)) * height;
    }

    /** Room for what stands left of the plot. */
    double left() {
        double widest = y.ticks().stream()
                .mapToDouble(tick -> TICK.width(tick.label()))
                .max()
                .orElse(0);
        return widest + 10 + (y.name().isBlank() ? 0 : 24);
    }

    /** Room for what stands below the plot. */
    double below() {
        return 22 + (x.name().isBlank() ? 0 : 22);
    }

    void paint(Canvas canvas) {
        for (Tick tick : y.ticks()) {
            double at = py(tick.value());
            canvas.line(0, at, width, at, GRID);
            canvas.text(tick.label(), -8, at + 4.5, TICK.ending());
        }
        for (Tick tick : x.ticks()) {
            double at = px(tick.value());
            canvas.line(at, height, at, height + 5, BASE);
            canvas.text(tick.label(), at, height + 19, TICK.centred());
        }
        canvas.line(0, height, width, height, BASE);
        names(canvas);
    }

    private void names(Canvas canvas) {
        if (!x.name().isBlank()) {
            canvas.text(x.name(), width / 2, height + 40, NAME.centred());
        }
        if (!y.name().isBlank()) {
            canvas.text(y.name(), 14 - left(), height / 2, NAME.centred().turned(-90));
        }
    }
}
