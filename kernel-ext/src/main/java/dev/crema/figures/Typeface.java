package dev.crema.figures;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bundled font: the same letters, and so the same layout and bytes, on every machine. */
final class Typeface {
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final Font REGULAR = load("DejaVuSans.ttf");
    private static final Font BOLD = load("DejaVuSans-Bold.ttf");

    private Typeface() {}

    /** A font that has every letter of the text: the bundled one, or the machine's for scripts it lacks. */
    static Font font(String text, double size, boolean bold) {
        Font bundled = bold ? BOLD : REGULAR;
        Font able = bundled.canDisplayUpTo(text) < 0
                ? bundled
                : new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1);
        return able.deriveFont((float) size);
    }

    static double width(String text, double size, boolean bold) {
        return font(text, size, bold).getStringBounds(text, CONTEXT).getWidth();
    }

    private static Font load(String name) {
        try (InputStream file = Typeface.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The font " + name + " is missing from the jar; rebuild it.");
            }
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (IOException e) {
            // what Java says, "Problem reading font data", hides that its own library for fonts is missing
            throw new UncheckedIOException(
                    "Java cannot read fonts here, so no figure can be drawn; on Linux install fontconfig"
                            + " (libfontconfig1 on Debian and Ubuntu).",
                    e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("The font " + name + " in the jar is damaged; rebuild it.", e);
        }
    }
}
