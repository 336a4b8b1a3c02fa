package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TreePlotTest {
    private static final TreePlot TREES = TreePlot.of("Trees").joins(new int[][] {{1, 2}, {0, 3}}, new double[] {1, 4});

    @Test
    void figure_saysHowManyLeavesThereAre_andHowHighTheyJoin() {
        assertEquals("A tree of 3 leaves, joined at 4.", TREES.figure().alt());
        String text = TREES.names(List.of("oak", "elm", "ash")).figure().text();
        assertTrue(text.contains("oak") && text.contains("(2)"), text);
        assertEquals("A tree of 1 leaves.", TreePlot.of("One").figure().alt());
    }

    @Test
    void figure_escapesNames() {
        String svg = TREES.names(List.of("<script>", "b", "c")).figure().svg().orElseThrow();
        assertTrue(svg.contains("&lt;script&gt;") && !svg.contains("<script>"));
    }

    @Test
    void joins_saysWhatIsWrong() {
        assertSays("two parts below 4 that are not joined yet", new int[][] {{0, 1}, {1, 2}});
        assertSays("two parts below 3", new int[][] {{0, 4}, {1, 2}});
        assertThrows(IllegalArgumentException.class, () -> TREES.joins(new int[][] {{0, 1}}, new double[2]));
        assertThrows(
                IllegalArgumentException.class, () -> TREES.names(List.of("a")).figure());
        assertThrows(IllegalArgumentException.class, () -> TREES.colouredBy(new int[2])
                .figure());
    }

    private static void assertSays(String words, int[][] joins) {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> TreePlot.of("x").joins(joins, new double[joins.length]));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
