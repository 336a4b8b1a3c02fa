package dev.crema.figures;

import java.util.Optional;

/** A finished drawing with its title and its description in words. */
public interface Figure extends Drawable {
    /**
     * Returns the title above the drawing.
     *
     * @return the title, never blank
     */
    String title();

    /**
     * Returns what the figure shows, in words and with its main numbers.
     *
     * @return the alternative text, never blank
     */
    String alt();

    /**
     * Returns the figure as plain text: the description, then numbers or a sparkline.
     *
     * @return text that makes sense without the picture
     */
    String text();

    /**
     * Returns the figure as a PNG picture at twice its nominal size.
     *
     * @return the bytes of a PNG file
     */
    byte[] png();

    /**
     * Returns the figure as SVG whose text is text.
     *
     * @return an SVG document, or empty where it would be too large to be useful
     */
    Optional<String> svg();

    /**
     * Returns the figure as HTML: the picture with its alternative text, and its numbers as a table where it has some.
     *
     * @return an escaped fragment without scripts
     */
    String html();

    @Override
    default Figure draw() {
        return this;
    }
}
