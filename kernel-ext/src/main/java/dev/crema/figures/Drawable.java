package dev.crema.figures;

/** A value that can be looked at: numbers first, the picture of them on request. */
public interface Drawable {
    /**
     * Draws the value.
     *
     * @return a figure that shows this value as it is now
     */
    Figure draw();
}
