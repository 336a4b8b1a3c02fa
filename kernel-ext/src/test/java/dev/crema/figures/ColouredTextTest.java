package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColouredTextTest {
    private static final ColouredText TEXT =
            ColouredText.of("Words").words(List.of("a", "fine", "film")).values(0, 0.8, -0.4);

    @Test
    void words_haveTheColourOfTheirValue_andLettersThatStandOut() {
        String svg = TEXT.figure().svg().orElseThrow();
        for (double share : new double[] {0, 1, -0.5}) {
            String colour = "%06x".formatted(Palette.diverging(share).getRGB() & 0xFFFFFF);
            assertTrue(svg.toLowerCase(java.util.Locale.ROOT).contains(colour), colour + " in " + svg);
        }
        assertTrue(svg.contains(">fine<"));
    }

    @Test
    void text_saysTheNumbers_andTheFarthest() {
        Figure figure = TEXT.unit("adds to the score").figure();
        assertEquals("A text of 3 words. Smallest −0.4 at “film”; largest 0.8 at “fine”.", figure.alt());
        assertTrue(figure.text().contains("adds to the score") && figure.text().contains("fine"), figure.text());
        assertArrayEquals(figure.png(), TEXT.unit("adds to the score").figure().png());
    }

    @Test
    void aLongText_isBrokenIntoLines_asWideAsAPage() {
        List<String> words = Collections.nCopies(200, "word");
        Figure figure =
                ColouredText.of("Long").words(words).values(new double[200]).figure();
        assertTrue(figure.width() < 900, "width " + figure.width());
        assertTrue(figure.height() > 400, "height " + figure.height());
        assertTrue(ColouredText.of("NaN")
                        .words(List.of("a"))
                        .values(Double.NaN)
                        .figure()
                        .png()
                        .length
                > 0);
    }

    @Test
    void cellsOfAHeatMap_areAsLargeAsTheyAreWanted() {
        HeatMap map = HeatMap.of("Map").values(new double[40][3]);
        Figure wide = map.cells(30, 5).figure();
        Figure wider = map.cells(40, 5).figure();
        assertEquals(30, wider.width() - wide.width());
        assertEquals(80, map.cells(30, 7).figure().height() - wide.height());
        assertThrows(IllegalArgumentException.class, () -> map.cells(0, 5));
    }

    @Test
    void wordsAndValues_mustBeAsMany() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TEXT.values(1, 2).figure())
                .getMessage();
        assertTrue(message.contains("3 words and 2 values"), message);
        assertThrows(
                IllegalArgumentException.class, () -> ColouredText.of("None").figure());
    }
}
