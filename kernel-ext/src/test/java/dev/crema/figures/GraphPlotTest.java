package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphPlotTest {
    private static final GraphPlot PRODUCT = GraphPlot.of("y = a · b")
            .forward("value")
            .backward("gradient")
            .node("a", "a")
            .node("b", "b")
            .node("y", "×\nproduct")
            .edge("a", "y", "2", "−3")
            .edge("b", "y", "−3", "2");

    @Test
    void figure_saysWhatGoesAlongEachArrow_andBack() {
        Figure figure = PRODUCT.figure();
        assertEquals("A graph of 3 boxes and 2 arrows.", figure.alt());
        assertTrue(figure.text().contains("× product"), figure.text());
        assertTrue(figure.text().lines().anyMatch(line -> line.matches("a +× product +2 +−3")), figure.text());
        String svg = figure.svg().orElseThrow();
        assertTrue(svg.contains("value →") && svg.contains("← gradient"));
    }

    @Test
    void figure_isTheSameEachTime_andEscapesLabels() {
        assertArrayEquals(PRODUCT.figure().png(), PRODUCT.figure().png());
        String svg = GraphPlot.of("One").node("n", "<script>").figure().svg().orElseThrow();
        assertTrue(svg.contains("&lt;script&gt;") && !svg.contains("<script>"));
    }

    @Test
    void everyArrow_leadsToTheRight_andABoxThatNothingReaches_standsBeforeItsFirst() {
        Layered layered = layered(6, new int[][] {{0, 1}, {1, 2}, {2, 3}, {0, 3}, {4, 3}, {5, 2}});
        assertArrayEquals(new int[] {0, 1, 2, 3, 2, 1}, Arrays.copyOf(layered.column(), 6));
        for (int[] way : layered.passages()) {
            for (int i = 1; i < way.length; i++) {
                assertEquals(layered.column()[way[i - 1]] + 1, layered.column()[way[i]]);
            }
        }
    }

    @Test
    void everyPlace_isInItsColumnOnce() {
        Random random = new Random(1);
        for (int trial = 0; trial < 20; trial++) {
            int[][] arrows = IntStream.range(0, 25)
                    .mapToObj(i -> random.ints(2, 0, 15).sorted().toArray())
                    .filter(arrow -> arrow[0] < arrow[1])
                    .toArray(int[][]::new);
            Layered layered = layered(15, arrows);
            List<Integer> places = new ArrayList<>();
            for (int c = 0; c < layered.columns().size(); c++) {
                for (int place : layered.columns().get(c)) {
                    assertEquals(c, layered.column()[place]);
                    places.add(place);
                }
            }
            assertEquals(
                    IntStream.range(0, layered.column().length).boxed().toList(),
                    places.stream().sorted().toList());
        }
    }

    @Test
    void arrowsThatNeedNotCross_doNot() {
        assertEquals(0, layered(6, new int[][] {{0, 5}, {1, 4}, {2, 3}}).crossings());
        // a tree, its leaves in an unlucky order
        int[][] tree = {
            {0, 8}, {1, 9}, {2, 8}, {3, 9}, {4, 10}, {5, 11}, {6, 10}, {7, 11}, {8, 12}, {9, 13}, {10, 12}, {11, 13}
        };
        assertEquals(0, layered(14, tree).crossings());
    }

    @Test
    void aCircle_isRefused() {
        GraphPlot circle = PRODUCT.edge("y", "a");
        assertTrue(assertThrows(IllegalArgumentException.class, circle::figure)
                .getMessage()
                .contains("in a circle"));
    }

    @Test
    void badParts_areRefused_withWhatThereIs() {
        String message = assertThrows(IllegalArgumentException.class, () -> PRODUCT.edge("a", "c"))
                .getMessage();
        assertTrue(message.contains("no box \"c\"") && message.contains("[a, b, y]"), message);
        assertThrows(IllegalArgumentException.class, () -> PRODUCT.node("a", "again"));
        assertThrows(IllegalArgumentException.class, () -> GraphPlot.of("Empty").figure());
        GraphPlot many = GraphPlot.of("Many");
        for (int i = 0; i <= GraphPlot.MOST; i++) {
            many = many.node("n" + i, "n");
        }
        assertThrows(IllegalArgumentException.class, many::figure);
    }

    private static Layered layered(int boxes, int[][] arrows) {
        List<GraphPlot.Edge> edges = Arrays.stream(arrows)
                .map(arrow -> new GraphPlot.Edge("" + arrow[0], "" + arrow[1], "", ""))
                .toList();
        return Layered.of(IntStream.range(0, boxes).mapToObj(String::valueOf).toList(), edges);
    }
}
