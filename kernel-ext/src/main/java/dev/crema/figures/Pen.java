package dev.crema.figures;

/**
 * How a line is drawn.
 *
 * @param tone its colour
 * @param width its thickness in pixels, above 0
 * @param dash how it is broken up
 */
public record Pen(Tone tone, double width, Dash dash) {
    /**
     * Makes a pen.
     *
     * @param tone its colour
     * @param width its thickness in pixels
     * @param dash how it breaks lines up
     * @throws IllegalArgumentException if the width is not above 0
     */
    public Pen {
        if (!(width > 0)) {
            throw new IllegalArgumentException("A line needs a width above 0 px, but got " + width + ".");
        }
    }

    /**
     * Returns a pen for unbroken lines.
     *
     * @param tone its colour
     * @param width its thickness in pixels
     * @return the pen
     */
    public static Pen of(Tone tone, double width) {
        return new Pen(tone, width, Dash.SOLID);
    }

    /**
     * Returns this pen with broken lines.
     *
     * @param pattern how to break them up
     * @return the pen
     */
    public Pen dashed(Dash pattern) {
        return new Pen(tone, width, pattern);
    }
}
