package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestRowsTest {
    private static final float[][] ROWS = {{0, 0}, {3, 4}, {0, 1}, {-10, 0}, {0, 1}};

    @Test
    void nearest_ordersByDistance_thenByRow() {
        NearestRows found = Embeddings.nearest(ROWS, 0, 3);
        assertArrayEquals(new int[] {2, 4, 1}, found.neighbours());
        assertArrayEquals(new double[] {1, 1, 5}, found.distances(), 1e-12);
    }

    @Test
    void nearest_agreesWithTheNeighboursThatMapsUse() {
        float[][] digits = Reference.digits();
        int[][] all = Neighbours.of(digits, 10).rows();
        for (int i = 0; i < 600; i += 50) {
            assertArrayEquals(all[i], Embeddings.nearest(digits, i, 10).neighbours());
        }
    }

    @Test
    void draw_showsPicturesOrBars() {
        NearestRows found = Embeddings.nearest(ROWS, 0, 2);
        String words = "Row 0 and the 2 rows nearest to it: row 2 at distance 1.00, row 4 at distance 1.00.";
        assertEquals(words, found.draw().alt());
        List<BufferedImage> pictures = Collections.nCopies(5, new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY));
        assertEquals(3, found.withPictures(pictures).pictures().size());
        assertEquals(words, found.withPictures(pictures).draw().alt());
        assertTrue(found.withPictures(pictures).draw().svg().orElseThrow().contains("row 0"));
    }

    @Test
    void nearest_saysWhatIsWrong() {
        assertSays("no row 5: expected 0 to 4", () -> Embeddings.nearest(ROWS, 5, 1));
        assertSays("no row -1", () -> Embeddings.nearest(ROWS, -1, 1));
        assertSays(
                "Cannot find 5 neighbours among 4 other rows: expected 1 to 4", () -> Embeddings.nearest(ROWS, 0, 5));
        assertSays("Row 0, column 0 is NaN", () -> Embeddings.nearest(new float[][] {{Float.NaN}}, 0, 1));
        assertSays("has no picture", () -> Embeddings.nearest(ROWS, 0, 1).withPictures(List.of()));
    }

    private static void assertSays(String words, org.junit.jupiter.api.function.Executable wrong) {
        Exception e = assertThrows(IllegalArgumentException.class, wrong);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
