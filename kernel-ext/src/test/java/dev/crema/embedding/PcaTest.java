package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PcaTest {
    @Test
    void of_agreesWithScikitLearn_onMoreRowsThanColumns() {
        Pca pca = Pca.of(Reference.digits(), 10);
        assertArrayEquals(Reference.numbers("tall.ratio"), pca.explainedVarianceRatio(), 1e-8);
        assertClose(Reference.numbers("tall.components"), pca.components(), 1e-6);
        float[][] first = Arrays.copyOf(Reference.digits(), 5);
        assertClose(Reference.numbers("tall.coordinates"), pca.transform(first), 1e-4);
    }

    @Test
    void of_agreesWithScikitLearn_onFewerRowsThanColumns() {
        Pca pca = Pca.of(Arrays.copyOf(Reference.digits(), 40), 10);
        assertArrayEquals(Reference.numbers("wide.ratio"), pca.explainedVarianceRatio(), 1e-8);
        assertClose(Reference.numbers("wide.components"), pca.components(), 1e-6);
    }

    @Test
    void transform_keepsDistances_whenAllComponentsAreKept() {
        float[][] rows = Arrays.copyOf(Reference.digits(), 100);
        float[][] turned = Pca.of(rows, 64).transform(rows);
        for (int i = 1; i < rows.length; i++) {
            assertEquals(distance(rows[i], rows[i - 1]), distance(turned[i], turned[i - 1]), 1e-4);
        }
    }

    @Test
    void of_givesUnitVectorsAtRightAngles_whenTheDataHaveFewerDimensions() {
        float[][] rows = new float[20][50];
        for (int i = 0; i < rows.length; i++) {
            rows[i][3] = i;
            rows[i][7] = i % 2;
        }
        Pca pca = Pca.of(rows, 20);
        assertEquals(1, pca.explainedVarianceRatio()[0] + pca.explainedVarianceRatio()[1], 1e-12);
        for (float[] a : pca.components()) {
            for (float[] b : pca.components()) {
                double dot = 0;
                for (int j = 0; j < a.length; j++) {
                    dot += a[j] * b[j];
                }
                assertEquals(a == b ? 1 : 0, dot, 1e-6);
            }
        }
    }

    @Test
    void of_pointsTheLargestCoordinateUp() {
        for (float[] component : Pca.of(Reference.digits(), 30).components()) {
            float largest = 0;
            for (float coordinate : component) {
                largest = Math.abs(coordinate) > Math.abs(largest) ? coordinate : largest;
            }
            assertTrue(largest > 0);
        }
    }

    @Test
    void of_takesConstantColumnsAndHugeNumbers() {
        Pca pca = Pca.of(new float[][] {{1e30f, 5}, {-1e30f, 5}, {1e30f, 5}}, 2);
        assertArrayEquals(new double[] {1, 0}, pca.explainedVarianceRatio(), 1e-12);
    }

    @Test
    void of_givesTheSameBits_onAnyNumberOfCores() throws Exception {
        float[][] rows = Reference.digits();
        float[][] one = Reference.onCores(1, () -> Pca.of(rows, 50).transform(rows));
        float[][] four = Reference.onCores(4, () -> Pca.of(rows, 50).transform(rows));
        assertTrue(Arrays.deepEquals(one, four));
    }

    @Test
    void of_saysWhatIsWrong() {
        float[][] good = {{1, 2}, {3, 5}, {4, 4}};
        assertSays("Cannot take 3 principal components of 3 rows with 2 columns: expected 1 to 2", good, 3);
        assertSays("expected 1 to 2", good, 0);
        assertSays("Row 1, column 0 is NaN", new float[][] {{1, 2}, {Float.NaN, 1}}, 1);
        assertSays("Row 0, column 1 is Infinity", new float[][] {{1, Float.POSITIVE_INFINITY}, {1, 1}}, 1);
        assertSays("row 0 has 2 columns, row 1 has 1", new float[][] {{1, 2}, {1}}, 1);
        assertSays("All 2 rows are the same", new float[][] {{1, 2}, {1, 2}}, 1);
        assertSays("at least one row", new float[0][], 1);
        Pca pca = Pca.of(good, 1);
        Exception wrong = assertThrows(IllegalArgumentException.class, () -> pca.transform(new float[][] {{1}}));
        assertTrue(wrong.getMessage().contains("1 columns, but the components were found in data of 2"));
    }

    private static void assertSays(String words, float[][] rows, int components) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Pca.of(rows, components));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    private static void assertClose(double[] expected, float[][] actual, double tolerance) {
        int columns = actual[0].length;
        assertEquals(expected.length, actual.length * columns);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i / columns][i % columns], tolerance, "row " + i / columns);
        }
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += Math.pow(a[j] - b[j], 2);
        }
        return Math.sqrt(sum);
    }
}
