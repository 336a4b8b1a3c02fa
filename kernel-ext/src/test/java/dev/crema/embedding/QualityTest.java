package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityTest {
    @Test
    void of_agreesWithScikitLearn() {
        float[][] digits = Reference.digits();
        Quality quality = Quality.of(digits, Pca.of(digits, 2).transform(digits), 10);
        // rows at equal distances may be ordered either way
        assertEquals(Reference.numbers("quality.preservation")[0], quality.preservation(), 1e-3);
        assertEquals(Reference.numbers("quality.trustworthiness")[0], quality.trustworthiness(), 1e-4);
    }

    @Test
    void of_agreesWithHandWork() {
        float[][] data = {{0}, {1}, {3}, {7}, {15}};
        float[][] map = {{7}, {15}, {3}, {0}, {1}};
        // nearest in the data: 1 0 1 2 3; in the map: 2 0 4 4 3; the data rank these 2 1 4 4 1
        Quality quality = Quality.of(data, map, 1);
        assertEquals(2 / 5.0, quality.preservation(), 1e-12);
        assertEquals(1 - 2.0 / (5 * 1 * (10 - 3 - 1)) * (1 + 0 + 3 + 3 + 0), quality.trustworthiness(), 1e-12);
    }

    @Test
    void of_isPerfect_forTheDataThemselvesInOtherUnits() {
        float[][] data = Reference.clusters(4, 30, 6);
        float[][] scaled = new float[data.length][6];
        for (int i = 0; i < data.length; i++) {
            for (int j = 0; j < 6; j++) {
                scaled[i][j] = 1024 * data[i][j];
            }
        }
        assertEquals(new Quality(120, 10, 1, 1), Quality.of(data, scaled, 10));
    }

    @Test
    void of_isPoor_forARandomMap() {
        Random random = new Random(2);
        float[][] map = new float[600][2];
        for (float[] point : map) {
            point[0] = random.nextFloat();
            point[1] = random.nextFloat();
        }
        Quality quality = Quality.of(Reference.digits(), map, 10);
        assertEquals(10 / 600.0, quality.preservation(), 0.01);
        assertEquals(0.5, quality.trustworthiness(), 0.02);
    }

    @Test
    void of_saysWhatIsWrong() {
        float[][] rows = {{1}, {2}, {3}, {5}};
        assertSays("fewer than half", rows, rows, 2);
        assertSays("expected 1 to 1", rows, rows, 0);
        assertSays("The map has 1 points but the data have 4 rows", rows, new float[][] {{1}}, 1);
        assertSays("Row 3, column 0 is NaN", rows, new float[][] {{1}, {2}, {3}, {Float.NaN}}, 1);
    }

    private static void assertSays(String words, float[][] rows, float[][] map, int neighbours) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Quality.of(rows, map, neighbours));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
