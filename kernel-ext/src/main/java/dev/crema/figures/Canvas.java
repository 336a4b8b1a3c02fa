package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** What a figure is drawn on: pixels or SVG. x grows to the right and y downwards, in nominal pixels. */
public interface Canvas {
    /**
     * Draws a straight line.
     *
     * @param x1 where it starts
     * @param y1 where it starts
     * @param x2 where it ends
     * @param y2 where it ends
     * @param pen how it is drawn
     */
    default void line(double x1, double y1, double x2, double y2, Pen pen) {
        polyline(new double[] {x1, x2}, new double[] {y1, y2}, pen);
    }

    /**
     * Draws a line through points.
     *
     * @param xs the points' x
     * @param ys the points' y, as many
     * @param pen how it is drawn
     */
    void polyline(double[] xs, double[] ys, Pen pen);

    /**
     * Fills the area within points.
     *
     * @param xs the corners' x
     * @param ys the corners' y, as many
     * @param fill its colour
     */
    void polygon(double[] xs, double[] ys, Tone fill);

    /**
     * Fills a rectangle.
     *
     * @param x left edge
     * @param y upper edge
     * @param width extent to the right
     * @param height extent downwards
     * @param fill its colour
     */
    void rectangle(double x, double y, double width, double height, Tone fill);

    /**
     * Draws the outline of a rectangle.
     *
     * @param x left edge
     * @param y upper edge
     * @param width extent to the right
     * @param height extent downwards
     * @param pen how it is drawn
     */
    default void frame(double x, double y, double width, double height, Pen pen) {
        polyline(new double[] {x, x + width, x + width, x, x}, new double[] {y, y, y + height, y + height, y}, pen);
    }

    /**
     * Draws one data point.
     *
     * @param shape its shape
     * @param x its centre
     * @param y its centre
     * @param size its diameter in pixels; shapes of one size look equally large
     * @param fill its colour
     */
    void marker(Marker shape, double x, double y, double size, Tone fill);

    /**
     * Writes text.
     *
     * @param text what to write, on one line
     * @param x the point its anchor lies at
     * @param y its base line
     * @param style how it is written
     */
    void text(String text, double x, double y, Lettering style);

    /**
     * Draws a picture, enlarged without smoothing so that each of its pixels is a square.
     *
     * @param picture the picture
     * @param x left edge
     * @param y upper edge
     * @param width extent to the right
     * @param height extent downwards
     */
    void image(BufferedImage picture, double x, double y, double width, double height);

    /**
     * Draws only what lies within a rectangle.
     *
     * @param x left edge
     * @param y upper edge
     * @param width extent to the right
     * @param height extent downwards
     * @param painter what draws
     */
    void clipped(double x, double y, double width, double height, Consumer<Canvas> painter);

    /**
     * Moves the origin.
     *
     * @param dx how far to the right
     * @param dy how far downwards
     * @param painter what draws, with coordinates from the new origin
     */
    void shifted(double dx, double dy, Consumer<Canvas> painter);
}
