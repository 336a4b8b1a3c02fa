package dev.crema.figures;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

/**
 * The colours of a figure.
 *
 * @param paper the opaque background
 * @param ink titles, names, main text
 * @param mutedInk tick labels and notes; still at least 4.5:1 on the paper
 * @param grid grid lines and frames
 * @param warning what went wrong: mistakes, NaN
 * @param accents eight colours for classes and lines, each at least 3:1 on the paper
 */
public record Theme(Color paper, Color ink, Color mutedInk, Color grid, Color warning, List<Color> accents) {
    /**
     * Makes a theme.
     *
     * @param paper the opaque background
     * @param ink titles, names, main text
     * @param mutedInk tick labels and notes
     * @param grid grid lines and frames
     * @param warning what went wrong
     * @param accents eight colours for classes and lines
     * @throws IllegalArgumentException if there are not eight accents
     */
    public Theme {
        accents = List.copyOf(accents);
        if (accents.size() != 8) {
            throw new IllegalArgumentException("A theme needs 8 accents, but got " + accents.size() + ".");
        }
    }

    private static final Theme LIGHT = new Theme(
            new Color(0xFFFFFF),
            new Color(0x1A1A1A),
            new Color(0x595959),
            new Color(0xDDDDDD),
            new Color(0xB84300),
            colours(0x0072B2, 0xC98700, 0x009E73, 0xB84300, 0xC964A0, 0x2F9BD8, 0x5C5200, 0x1A1A1A));

    private static final Theme DARK = new Theme(
            new Color(0x16191D),
            new Color(0xF2F2F2),
            new Color(0xB3B8BF),
            new Color(0x3A4048),
            new Color(0xFF8A4C),
            colours(0x3791DC, 0xEBA81C, 0x12B886, 0xE8601C, 0xDE8FBB, 0x92D3F8, 0xF4EA62, 0xFFFFFF));

    /**
     * Returns the theme for light paper: Okabe and Ito's colours, the pale ones darkened until they stand out.
     *
     * @return dark ink on white
     */
    public static Theme light() {
        return LIGHT;
    }

    /**
     * Returns the theme for dark paper: Okabe and Ito's colours, the deep ones lightened until they stand out.
     *
     * @return light ink on near-black
     */
    public static Theme dark() {
        return DARK;
    }

    /**
     * Returns how well two opaque colours stand out from each other.
     *
     * @param a one colour
     * @param b the other
     * @return the contrast ratio of WCAG 2, from 1 (the same) to 21 (black on white); text needs 4.5, shapes 3
     */
    public static double contrast(Color a, Color b) {
        double one = luminance(a);
        double other = luminance(b);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
    }

    private static double linear(int channel) {
        double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static List<Color> colours(int... rgb) {
        return Arrays.stream(rgb).mapToObj(Color::new).toList();
    }
}
