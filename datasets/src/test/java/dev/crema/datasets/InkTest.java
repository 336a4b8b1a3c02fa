package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class InkTest {
    @Test
    void of_cutsAwayWhatIsBlack() {
        float[] image = {
            9, 9, // another image before it
            0, 0, 0, 0, 0, 0, 1, 0, 0, 0.5f, 0, 0.1f
        };
        Ink ink = Ink.of(image, 2, 3, 4);
        assertEquals(2, ink.height());
        assertEquals(2, ink.width());
        assertArrayEquals(new float[] {0, 1, 0.5f, 0}, ink.cover());
        assertNull(Ink.of(new float[12], 0, 3, 4));
    }

    @Test
    void scaled_toHalf_averagesBlocks_andToItsOwnLengthChangesNothing() {
        Ink ink = new Ink(new float[] {0, 0.2f, 1, 1, 0.4f, 0.2f, 1, 1}, 2, 4);
        assertArrayEquals(new float[] {0.2f, 1}, ink.scaled(2).cover(), 1e-6f);
        assertArrayEquals(ink.cover(), ink.scaled(4).cover());
        assertEquals(4, ink.scaled(8).height());
        // between the centres of 0 and 0.2, a quarter and three quarters of the way
        assertEquals(0.05f, ink.scaled(8).cover()[1], 1e-6f);
        assertEquals(0.15f, ink.scaled(8).cover()[2], 1e-6f);
    }
}
