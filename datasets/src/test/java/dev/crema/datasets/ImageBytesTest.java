package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBytesTest {
    @Test
    void holdOut_movesTheLastOfEachClass() {
        byte[] labels = {0, 1, 1, 0, 0, 0, 7, 7};
        byte[] pixels = {10, 11, 12, 13, 14, 15, 16, 17};
        new ImageBytes(pixels, labels, new Shape(1, 1, 1)).holdOut(6, 3);
        // of the four 0 the last two, of the two 1 the last; the last two images are no training images
        assertArrayEquals(new byte[] {10, 11, 13, 12, 14, 15, 16, 17}, pixels);
        assertArrayEquals(new byte[] {0, 1, 0, 1, 0, 0, 7, 7}, labels);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 60, 599, 600})
    void holdOut_keepsTheOrderAndTheProportions(int validation) {
        int learned = 600;
        Random random = new Random(validation);
        byte[] labels = new byte[learned + 50];
        byte[] pixels = new byte[2 * labels.length];
        List<Integer> original = new ArrayList<>();
        int[] count = new int[3];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) Math.min(2, random.nextInt(5));
            pixels[2 * i] = (byte) (i >> 8);
            pixels[2 * i + 1] = (byte) i;
            original.add((int) labels[i]);
            count[labels[i]] += i < learned ? 1 : 0;
        }
        new ImageBytes(pixels, labels, new Shape(1, 1, 2)).holdOut(learned, validation);
        int[] held = new int[3];
        int[] lastKept = {-1, -1, -1};
        int previous = -1;
        for (int i = 0; i < labels.length; i++) {
            int number = Byte.toUnsignedInt(pixels[2 * i]) << 8 | Byte.toUnsignedInt(pixels[2 * i + 1]);
            assertEquals(original.get(number).intValue(), labels[i], "the label moves with its image");
            if (i == learned - validation) {
                previous = -1;
            }
            assertTrue(number > previous, "the order within a part stays");
            previous = number;
            if (i < learned - validation) {
                lastKept[labels[i]] = number;
            } else if (i < learned) {
                held[labels[i]]++;
                assertTrue(number > lastKept[labels[i]], "the last of a class are held out");
            } else {
                assertEquals(i, number, "the test part stays");
            }
        }
        for (int c = 0; c < 3; c++) {
            assertEquals((double) count[c] * validation / learned, held[c], 1);
        }
    }
}
