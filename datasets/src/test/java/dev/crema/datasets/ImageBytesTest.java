package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBytesTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @Test
    void dataset_holdsOutTheLastOfEachClass() {
        byte[] labels = new byte[22];
        byte[] pixels = new byte[22];
        for (int i = 0; i < 22; i++) {
            labels[i] = (byte) (i < 10 || i > 19 ? 1 : 0);
            pixels[i] = (byte) i;
        }
        ImageDataset data = dataset(pixels, labels, 20);
        assertArrayEquals(
                new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18}, numbers(data.train()));
        assertArrayEquals(new int[] {9, 19}, numbers(data.validation()));
        assertArrayEquals(new int[] {20, 21}, numbers(data.test()));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 70, 123, 600})
    void dataset_keepsTheOrderAndTheProportions(int learned) {
        Random random = new Random(learned);
        byte[] labels = new byte[learned + 50];
        byte[] pixels = new byte[2 * labels.length];
        int[] count = new int[3];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) Math.min(2, random.nextInt(5));
            pixels[2 * i] = (byte) (i >> 8);
            pixels[2 * i + 1] = (byte) i;
            count[labels[i]] += i < learned ? 1 : 0;
        }
        ImageDataset data = dataset(pixels, labels, learned);
        assertEquals(learned, data.train().size() + data.validation().size());
        assertEquals(learned / 10., data.validation().size(), 1);
        for (LabelledImages part : List.of(data.train(), data.validation(), data.test())) {
            int previous = -1;
            int[] number = numbers(part);
            for (int i = 0; i < part.size(); i++) {
                assertTrue(number[i] > previous, "the order within a part stays");
                assertEquals(labels[number[i]], part.label(i), "the label goes with its image");
                previous = number[i];
            }
        }
        for (int c = 0; c < 3; c++) {
            int[] kept = numbers(data.train().where(c));
            int[] held = numbers(data.validation().where(c));
            assertEquals(count[c] / 10., held.length, 1);
            assertTrue(kept[kept.length - 1] < held[0], "the last of a class are held out");
        }
    }

    /** What the bytes of each image are as one number. */
    private static ImageDataset dataset(byte[] pixels, byte[] labels, int learned) {
        ImageBytes images = new ImageBytes(labels.length, new Shape(1, 1, pixels.length / labels.length));
        images.put(0, pixels, labels);
        return images.dataset("made", CLASSES, learned, "made");
    }

    private static int[] numbers(LabelledImages images) {
        float[] values = images.images().toFloatArray();
        int bytes = values.length / images.size();
        int[] numbers = new int[images.size()];
        for (int i = 0; i < values.length; i++) {
            numbers[i / bytes] = numbers[i / bytes] << 8 | Math.round(values[i] * 255);
        }
        return numbers;
    }
}
