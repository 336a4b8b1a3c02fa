package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColourTest {
    static Stream<Theme> themes() {
        return Stream.of(Theme.light(), Theme.dark());
    }

    @Test
    void contrast_agreesWithWcagExamples() {
        assertEquals(21, Theme.contrast(Color.BLACK, Color.WHITE), 1e-9);
        assertEquals(1, Theme.contrast(Color.RED, Color.RED), 1e-9);
        assertEquals(4.54, Theme.contrast(new Color(0x767676), Color.WHITE), 0.005);
        assertEquals(8.59, Theme.contrast(new Color(0x0000FF), Color.WHITE), 0.005);
    }

    @ParameterizedTest
    @MethodSource("themes")
    void words_standOutFromPaper(Theme theme) {
        for (Color words : List.of(theme.ink(), theme.mutedInk(), theme.warning())) {
            assertTrue(Theme.contrast(words, theme.paper()) >= 4.5, words.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("themes")
    void classes_standOutFromPaper_andFromEachOther(Theme theme) {
        for (int i = 0; i < 8; i++) {
            Color colour = Palette.category(i).in(theme);
            assertTrue(Theme.contrast(colour, theme.paper()) >= 3, i + ": " + colour);
            for (int j = 0; j < i; j++) {
                Color other = Palette.category(j).in(theme);
                double apart = Math.hypot(
                        Math.hypot(colour.getRed() - other.getRed(), colour.getGreen() - other.getGreen()),
                        colour.getBlue() - other.getBlue());
                assertTrue(apart > 50, i + " and " + j);
            }
        }
    }

    @Test
    void fortyClasses_differInColourOrShape() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            assertTrue(seen.add(Palette.category(i).in(Theme.light()) + " " + Palette.marker(i)), "class " + i);
        }
    }

    @Test
    void tenDigits_haveTenShapes() {
        Set<Marker> shapes = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            shapes.add(Palette.marker(i));
        }
        assertEquals(10, shapes.size());
    }

    /** Values of matplotlib 3's own table. */
    @ParameterizedTest
    @CsvSource({"0, 440154", "0.1, 482476", "0.33, 31678E", "0.5, 21908C", "0.66, 33B67A", "0.9, BCDE27", "1, FDE725"})
    void sequential_isViridis(double fraction, String hex) {
        Color expected = new Color(Integer.parseInt(hex, 16));
        Color colour = Palette.sequential(fraction);
        assertEquals(expected.getRed(), colour.getRed(), 6);
        assertEquals(expected.getGreen(), colour.getGreen(), 6);
        assertEquals(expected.getBlue(), colour.getBlue(), 6);
    }

    @Test
    void sequential_growsLighter_allTheWay() {
        for (int i = 1; i <= 100; i++) {
            assertTrue(lightness(Palette.sequential(i / 100.0)) > lightness(Palette.sequential((i - 1) / 100.0)));
        }
    }

    @Test
    void diverging_isWhiteAtZero_blueBelow_orangeAbove_deeperAwayFromIt() {
        assertTrue(lightness(Palette.diverging(0)) > 0.9);
        for (int i = 1; i <= 50; i++) {
            Color below = Palette.diverging(-i / 50.0);
            Color above = Palette.diverging(i / 50.0);
            assertTrue(below.getBlue() > below.getRed() && above.getRed() > above.getBlue());
            assertTrue(lightness(below) < lightness(Palette.diverging(-(i - 1) / 50.0)));
            assertTrue(lightness(above) < lightness(Palette.diverging((i - 1) / 50.0)));
            assertEquals(lightness(below), lightness(above), 0.15, "no side looks heavier");
        }
    }

    @Test
    void missing_isGrey_andRangesAreClipped() {
        Color grey = Palette.sequential(Double.NaN);
        assertTrue(grey.getRed() == grey.getGreen() && grey.getGreen() == grey.getBlue());
        assertEquals(Palette.sequential(1), Palette.sequential(7));
        assertEquals(Palette.diverging(-1), Palette.diverging(Double.NEGATIVE_INFINITY));
    }

    @Test
    void labels_areLegible_onEveryColourOfAScale() {
        for (int i = -100; i <= 100; i++) {
            for (Color cell : List.of(Palette.diverging(i / 100.0), Palette.sequential(Math.abs(i) / 100.0))) {
                assertTrue(Theme.contrast(Cells.legible(cell), cell) >= 4.5, cell.toString());
            }
        }
    }

    @Test
    void theme_needsEightAccents() {
        Theme light = Theme.light();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Theme(
                        light.paper(),
                        light.ink(),
                        light.mutedInk(),
                        light.grid(),
                        light.warning(),
                        List.of(Color.RED)));
    }

    private static double lightness(Color colour) {
        return Math.cbrt(0.05 * Theme.contrast(colour, Color.BLACK) - 0.05);
    }
}
