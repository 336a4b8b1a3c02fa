package dev.crema.figures;

/**
 * How a piece of text is drawn. Starts as ink, regular, left-aligned and level.
 *
 * @param size height of the letters in pixels
 * @param bold whether the strokes are heavy
 * @param tone its colour
 * @param anchor which end of the text lies at the given point
 * @param degrees rotation about that point, clockwise
 * @param halo whether a rim in the colour of the paper lifts it off what lies below
 */
public record Lettering(double size, boolean bold, Tone tone, Anchor anchor, double degrees, boolean halo) {
    /** Which part of a text lies at the point it is drawn at; vertically it is always the base line. */
    public enum Anchor {
        /** The text begins there. */
        START,
        /** The text is centred there. */
        MIDDLE,
        /** The text ends there. */
        END
    }

    /**
     * Returns plain lettering.
     *
     * @param size height of the letters in pixels
     * @return ink, regular, left-aligned and level
     */
    public static Lettering of(double size) {
        return new Lettering(size, false, Theme::ink, Anchor.START, 0, false);
    }

    /**
     * Returns heavy letters.
     *
     * @return this, bold
     */
    public Lettering heavy() {
        return new Lettering(size, true, tone, anchor, degrees, halo);
    }

    /**
     * Returns letters in another colour.
     *
     * @param colour the colour
     * @return this in that colour
     */
    public Lettering toned(Tone colour) {
        return new Lettering(size, bold, colour, anchor, degrees, halo);
    }

    /**
     * Returns text centred on its point.
     *
     * @return this, centred
     */
    public Lettering centred() {
        return new Lettering(size, bold, tone, Anchor.MIDDLE, degrees, halo);
    }

    /**
     * Returns text that ends at its point.
     *
     * @return this, right-aligned
     */
    public Lettering ending() {
        return new Lettering(size, bold, tone, Anchor.END, degrees, halo);
    }

    /**
     * Returns turned text.
     *
     * @param clockwise the angle in degrees
     * @return this at that angle
     */
    public Lettering turned(double clockwise) {
        return new Lettering(size, bold, tone, anchor, clockwise, halo);
    }

    /**
     * Returns text with a rim in the colour of the paper, to be read over data.
     *
     * @return this with a rim
     */
    public Lettering haloed() {
        return new Lettering(size, bold, tone, anchor, degrees, true);
    }

    /**
     * Measures a text in the bundled font.
     *
     * @param text the text
     * @return its length in pixels
     */
    public double width(String text) {
        return Typeface.width(text, size, bold);
    }
}
