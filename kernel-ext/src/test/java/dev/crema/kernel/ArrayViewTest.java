package dev.crema.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrayViewTest {
    private static String text(Object array) {
        return new ArrayView().of(array).text();
    }

    @Test
    void numbers_haveSizeSpreadAndValues() {
        assertEquals(
                "float[3]  min 1, mean 1.75, max 2.5, 1 NaN\n[1.0000, 2.5000, NaN]",
                text(new float[] {1, 2.5f, Float.NaN}));
    }

    @Test
    void wholeNumbers_haveNoDecimals() {
        assertEquals("double[2]  min -1, mean 0.5, max 2\n[-1, 2]", text(new double[] {-1, 2}));
    }

    @Test
    void longNumbers_keepEveryDigit() {
        assertTrue(text(new long[] {Long.MAX_VALUE}).endsWith("[9223372036854775807]"));
    }

    @Test
    void extremes_areReadable() {
        assertTrue(text(new double[] {1e-9, Double.POSITIVE_INFINITY}).endsWith("[1.000e-09, ∞]"));
        assertTrue(text(new double[] {-0.0}).endsWith("[0]"), "no negative zero");
    }

    @Test
    void longArray_isCutAndCounted() {
        String text = text(new int[784]);
        assertTrue(text.endsWith("… 744 more]"), text);
    }

    @Test
    void matrix_isAlsoATable() {
        Bundle bundle = new ArrayView().of(new int[][] {{1, 2}, {3, 4}});
        assertEquals("int[2][2]  min 1, mean 2.5, max 4\n[[1, 2],\n [3, 4]]", bundle.text());
        String html = bundle.data().get(Bundle.HTML);
        assertTrue(html.contains("<tr><td>3</td><td>4</td></tr>"), html);
    }

    @Test
    void largeMatrix_isCutBothWays() {
        Bundle bundle = new ArrayView().of(new float[5000][300]);
        assertTrue(bundle.text().contains("… 288 more],"), bundle.text());
        assertTrue(bundle.text().endsWith("… 4990 more]"), bundle.text());
        assertTrue(bundle.data().get(Bundle.HTML).length() < 5000);
    }

    @Test
    void raggedArray_isShownRowByRow() {
        assertEquals("int[3][]  min 1, mean 2, max 3\n[[1],\n [2, 3],\n null]", text(new int[][] {{1}, {2, 3}, null}));
    }

    @Test
    void emptyArrays_areShown() {
        assertEquals("int[0]\n[]", text(new int[0]));
        assertEquals("int[0][]\n[]", text(new int[0][3]));
        assertEquals("int[2][0]\n[[],\n []]", text(new int[2][0]));
    }

    @Test
    void truthValues_areCounted() {
        assertEquals("boolean[3]  2 true\n[true, false, true]", text(new boolean[] {true, false, true}));
    }

    @Test
    void objects_areShownInTheirOwnWords_onOneLine() {
        assertEquals("String[2]\n[a b, null]", text(new String[] {"a\nb", null}));
        assertFalse(text(new String[] {"x".repeat(1000)}).length() > 200, "a long cell is cut");
    }

    @Test
    void fourAxes_showTheFirstMatrix() {
        String text = text(new double[3][4][5][6]);
        assertTrue(text.startsWith("double[3][4][5][6]  "), text);
        assertTrue(text.endsWith("… 2 more]"), text);
    }
}
