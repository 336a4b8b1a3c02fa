package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.datasets.DataException;
import org.junit.jupiter.api.Test;

class PaddingTest {
    @Test
    void row_keepsTheSideThatWasAskedFor() {
        assertArrayEquals(new int[] {5, 6, 7}, Padding.upTo(3).row(5, 6, 7, 8));
        assertArrayEquals(new int[] {6, 7, 8}, Padding.upTo(3).keepingEnd().row(5, 6, 7, 8));
        assertArrayEquals(new int[] {5}, Padding.upTo(3).keepingEnd().row(5));
        assertArrayEquals(new int[0], Padding.upTo(3).row());
    }

    @Test
    void row_countsStartAndEndWithinTheLimit() {
        Padding marked = Padding.upTo(4).withStartAndEnd();
        assertArrayEquals(new int[] {2, 5, 6, 3}, marked.row(5, 6, 7, 8));
        assertArrayEquals(new int[] {2, 7, 8, 3}, marked.keepingEnd().row(5, 6, 7, 8));
        assertArrayEquals(new int[] {2, 5, 3}, marked.row(5));
        assertArrayEquals(new int[] {2, 3}, marked.row());
    }

    @Test
    void row_isACopy() {
        int[] ids = {5, 6};
        assertNotSame(ids, Padding.upTo(2).row(ids));
    }

    @Test
    void limit_isRefused_whenItLeavesNoRoom() {
        assertEquals(
                "The limit is 0, expected at least 1 tokens.",
                assertThrows(DataException.class, () -> Padding.upTo(0)).getMessage());
        assertEquals(
                "The limit is 2, expected at least 3 tokens, with start and end.",
                assertThrows(DataException.class, () -> Padding.upTo(2).withStartAndEnd())
                        .getMessage());
    }
}
