package dev.crema.reward;

import dev.crema.figures.Canvas;
import dev.crema.figures.Lettering;
import dev.crema.figures.Marker;
import dev.crema.figures.Palette;
import dev.crema.figures.Pen;
import dev.crema.figures.Theme;
import dev.crema.figures.Tone;
import java.awt.Color;

/** Draws the squares of a grid world and what is on them. */
record GridPicture(GridWorld world) {
    private static final double SIDE = 64;
    private static final Lettering WORD = Lettering.of(13).centred();
    private static final Lettering NUMBER = Lettering.of(15).centred();
    private static final Marker[] HEADS = {
        Marker.TRIANGLE_UP, Marker.TRIANGLE_RIGHT, Marker.TRIANGLE_DOWN, Marker.TRIANGLE_LEFT
    };

    double width() {
        return SIDE * world.columns();
    }

    double height() {
        return SIDE * world.observationSize() / world.columns();
    }

    void paint(Canvas canvas) {
        for (int square = 0; square < world.observationSize(); square++) {
            if (world.terminal(square)) {
                fill(
                        canvas,
                        square,
                        Palette.category(world.reward(square) > 0 ? 2 : 3).faded(0.35));
            } else if (!world.free(square)) {
                fill(canvas, square, Theme::mutedInk);
            }
            canvas.text(world.word(square), x(square), y(square) + 26, WORD);
            canvas.frame(x(square) - SIDE / 2, y(square) - SIDE / 2, SIDE, SIDE, Pen.of(Theme::mutedInk, 1));
        }
    }

    void agent(Canvas canvas, int square) {
        canvas.marker(Marker.CIRCLE, x(square), y(square) - 6, 26, Palette.category(0));
    }

    /** A square that is worth something, and where to go from it. */
    void value(Canvas canvas, int square, double value, Color colour, int action) {
        Tone ink = Tone.of(
                Theme.contrast(colour, Color.WHITE) > Theme.contrast(colour, Color.BLACK) ? Color.WHITE : Color.BLACK);
        fill(canvas, square, Tone.of(colour));
        double dx = (action % 2) * (2 - action) * 11.0;
        double dy = ((action + 1) % 2) * (action - 1) * 11.0;
        canvas.line(x(square) - dx, y(square) - 10 - dy, x(square) + dx / 2, y(square) - 10 + dy / 2, Pen.of(ink, 3));
        canvas.marker(HEADS[action], x(square) + dx * 0.8, y(square) - 10 + dy * 0.8, 13, ink);
        canvas.text("%.2f".formatted(value), x(square), y(square) + 22, NUMBER.toned(ink));
        canvas.frame(x(square) - SIDE / 2, y(square) - SIDE / 2, SIDE, SIDE, Pen.of(Theme::mutedInk, 1));
    }

    private void fill(Canvas canvas, int square, Tone tone) {
        canvas.rectangle(x(square) - SIDE / 2, y(square) - SIDE / 2, SIDE, SIDE, tone);
    }

    private double x(int square) {
        return SIDE * (square % world.columns() + 0.5);
    }

    private double y(int square) {
        int row = square / world.columns();
        return SIDE * (row + 0.5);
    }
}
