package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassesTest {
    /** Image i is of class i mod 3 and has the pixels i / 1000. */
    private static int number(LabelledImages images, int i) {
        return Math.round(1000 * images.image(i).toFloatArray()[0]);
    }

    @Test
    void only_keepsTheOrderOfTheImages_andNumbersTheClassesAsGiven() {
        LabelledImages some = Classes.only(NumberedImages.of(9), 2, 0);
        assertEquals(List.of("c", "a"), some.classes());
        assertArrayEquals(new int[] {1, 0, 1, 0, 1, 0}, some.labelArray());
        assertArrayEquals(new long[] {1, 0, 1, 0, 1, 0}, some.labels().toLongArray());
        int[] expected = {0, 2, 3, 5, 6, 8};
        for (int i = 0; i < 6; i++) {
            assertEquals(expected[i], number(some, i));
        }
    }

    @Test
    void split_hasNoClassInBothParts() {
        Split<LabelledImages> split = Classes.split(NumberedImages.of(9), 1);
        assertEquals(List.of("a", "c"), split.train().classes());
        assertEquals(List.of("b"), split.test().classes());
        assertEquals(6, split.train().size());
        for (int i = 0; i < 3; i++) {
            assertEquals(1, number(split.test(), i) % 3);
        }
    }

    @Test
    void badClasses_areRefused() {
        LabelledImages images = NumberedImages.of(9);
        for (int[] labels : new int[][] {{3}, {-1}, {1, 1}}) {
            assertMessage("each once, from 0 to 2", () -> Classes.only(images, labels));
        }
        assertMessage("None of these 9", () -> Classes.only(images));
        assertMessage("None of these 1", () -> Classes.only(NumberedImages.of(1), 2));
        assertMessage("None of these 9", () -> Classes.split(images, 0, 1, 2));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(DataException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
