package dev.crema.figures;

import java.awt.Color;
import java.util.List;

/** What colours mean: the colour of a value, and a bar that shows it. */
record ColourScale(Range range, boolean diverging, String name, double height) {
    private static final double BAR = 16;
    private static final int STEPS = 64;

    Color colour(double value) {
        double share = range.share(value);
        return diverging ? Palette.diverging(2 * share - 1) : Palette.sequential(share);
    }

    double width() {
        double widest = ticks().stream()
                .mapToDouble(tick -> Axes.TICK.width(tick.label()))
                .max()
                .orElse(0);
        return BAR + 9 + widest + (name.isBlank() ? 0 : 24);
    }

    void paint(Canvas canvas) {
        for (int i = 0; i < STEPS; i++) {
            double value = range.high() - range.length() * (i + 0.5) / STEPS;
            // a little overlap, lest the paper shine through between two steps
            double extent = i == STEPS - 1 ? height / STEPS : height / STEPS + 0.6;
            canvas.rectangle(0, i * height / STEPS, BAR, extent, Tone.of(colour(value)));
        }
        for (Tick tick : ticks()) {
            double y = (1 - range.share(tick.value())) * height;
            canvas.line(BAR, y, BAR + 4, y, Pen.of(Theme::mutedInk, 1.4));
            canvas.text(tick.label(), BAR + 8, y + 4.5, Axes.TICK);
        }
        if (!name.isBlank()) {
            canvas.text(name, width() - 4, height / 2, Axes.NAME.centred().turned(-90));
        }
    }

    private List<Tick> ticks() {
        return Tick.linear(range, (int) Math.max(2, Math.min(6, height / 50)), false);
    }
}
