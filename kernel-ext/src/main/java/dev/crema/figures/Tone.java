package dev.crema.figures;

import java.awt.Color;

/** A colour that may differ between light and dark paper, such as {@code Theme::ink}. */
@FunctionalInterface
public interface Tone {
    /**
     * Returns the colour on one kind of paper.
     *
     * @param theme the colours in use
     * @return the colour, possibly translucent
     */
    Color in(Theme theme);

    /**
     * Returns a tone that is the same on every paper.
     *
     * @param colour the colour
     * @return the tone
     */
    static Tone of(Color colour) {
        return theme -> colour;
    }

    /**
     * Returns this tone, seen through.
     *
     * @param opacity from 0, invisible, to 1, this tone itself
     * @return the translucent tone
     */
    default Tone faded(double opacity) {
        return theme -> {
            Color colour = in(theme);
            int alpha = (int) Math.round(colour.getAlpha() * Math.max(0, Math.min(1, opacity)));
            return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
        };
    }
}
