package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WordVectorsTest {
    private final NDManager manager = NDManager.newBaseManager();
    /** Angles from the first: 0, 45, 90 and 180 degrees, and a word that points nowhere; lengths do not matter. */
    private final WordVectors compass =
            words(List.of("north", "northeast", "east", "south", "here"), 0, 2, 3, 3, 5, 0, 0, -0.1f, 0, 0);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void nearest_sortsByAngle_withoutTheWordItself() {
        List<Neighbour> nearest = compass.nearest("north", 3);
        assertEquals(
                List.of("northeast", "east", "south"),
                nearest.stream().map(Neighbour::word).toList());
        assertEquals(Math.sqrt(0.5), nearest.get(0).similarity(), 1e-12);
        assertEquals(0, nearest.get(1).similarity(), 1e-12);
        assertEquals(-1, nearest.get(2).similarity(), 1e-12);
    }

    @Test
    void nearest_ofAVector_hasTheWordItself() {
        Neighbour nearest = compass.nearest(new float[] {0, 7}, 1).get(0);
        assertEquals("north", nearest.word());
        assertEquals(1, nearest.similarity(), 1e-12);
    }

    @Test
    void nearest_leavesOutWordsWithoutADirection() {
        assertEquals(3, compass.nearest("north", 4).size());
        assertEquals(4, compass.nearest(new float[] {1, 0}, 5).size());
    }

    @Test
    void nearest_prefersTheCommonerWord_whenTwoAreAsNear() {
        WordVectors same = words(List.of("a", "b", "c"), 1, 1, 2, 2, 4, 4);
        assertEquals("a", same.nearest("c", 2).get(0).word());
        assertEquals("b", same.nearest("c", 2).get(1).word());
    }

    @Test
    void nearest_isRefused_whenTheVectorHasNoDirection() {
        for (float value : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
            String message = assertThrows(DataException.class, () -> compass.nearest(new float[] {value, 0}, 1))
                    .getMessage();
            assertTrue(message.contains("no direction"), message);
        }
        assertThrows(DataException.class, () -> compass.nearest("here", 1));
    }

    @Test
    void nearest_isRefused_whenLengthOrCountAreWrong() {
        assertEquals("The vector has 3 numbers, expected 2.", refusal(() -> compass.nearest(new float[3], 1)));
        assertEquals("k is 0, expected 1 to 4.", refusal(() -> compass.nearest("north", 0)));
        assertEquals("k is 5, expected 1 to 4.", refusal(() -> compass.nearest("north", 5)));
        assertEquals("k is 6, expected 1 to 5.", refusal(() -> compass.nearest(new float[] {1, 1}, 6)));
    }

    @Test
    void vector_isACopy() {
        compass.vector("east")[0] = 99;
        assertArrayEquals(new float[] {5, 0}, compass.vector("east"));
    }

    @Test
    void vector_isRefused_whenTheWordIsUnknown() {
        assertFalse(compass.contains("up"));
        assertEquals(
                "There is no vector for 'up' among the 5 words. Ask contains(word) first, or choose from words().",
                refusal(() -> compass.vector("up")));
    }

    @Test
    void matrix_hasTheVectorOfEachWordInItsRow() {
        NDArray matrix = compass.matrix(manager);
        assertEquals(new Shape(5, 2), matrix.getShape());
        assertEquals(DataType.FLOAT32, matrix.getDataType());
        for (String word : compass.words()) {
            assertArrayEquals(
                    compass.vector(word), matrix.get(compass.index(word)).toFloatArray());
        }
    }

    @Test
    void vectorsAreRefused_whenTheyDoNotFitTheWords() {
        String shape = refusal(() -> words(List.of("a", "b"), 1, 2, 3, 4, 5, 6));
        assertTrue(shape.contains("(3, 2), expected (2, dimensions)"), shape);
        assertEquals(
                "The word 'a' occurs twice, expected different words.",
                refusal(() -> words(List.of("a", "a"), 1, 2, 3, 4)));
        String value = refusal(() -> words(List.of("a", "b"), 1, 2, Float.NaN, 4));
        assertTrue(value.contains("The vector of 'b' has the value NaN"), value);
        String type =
                refusal(() -> new WordVectors(List.of("a"), manager.ones(new Shape(1, 2), DataType.INT64), "made"));
        assertTrue(type.contains("int64, expected float32"), type);
    }

    private WordVectors words(List<String> words, float... values) {
        return new WordVectors(words, manager.create(values, new Shape(values.length / 2, 2)), "made");
    }

    private static String refusal(Executable request) {
        return assertThrows(DataException.class, request).getMessage();
    }
}
