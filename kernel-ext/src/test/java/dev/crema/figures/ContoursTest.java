package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContoursTest {
    @Test
    void circle_isOneClosedLineOfItsRadius() {
        double[][] distance = new double[41][41];
        for (int row = 0; row < 41; row++) {
            for (int column = 0; column < 41; column++) {
                distance[row][column] = Math.hypot(row - 20, column - 20);
            }
        }
        List<Contours.Line> lines = Contours.of(distance, 12.3);
        assertEquals(1, lines.size());
        Contours.Line circle = lines.get(0);
        int last = circle.rows().length - 1;
        assertEquals(circle.rows()[0], circle.rows()[last]);
        assertEquals(circle.columns()[0], circle.columns()[last]);
        for (int i = 0; i <= last; i++) {
            assertEquals(12.3, Math.hypot(circle.rows()[i] - 20, circle.columns()[i] - 20), 0.02);
        }
    }

    @Test
    void plane_isCutWhereItsValueLies() {
        Contours.Line line =
                Contours.of(new double[][] {{0, 4}, {0, 4}, {0, 4}}, 1).get(0);
        assertEquals(3, line.columns().length);
        for (double column : line.columns()) {
            assertEquals(0.25, column, 1e-12);
        }
    }

    @Test
    void saddle_hasTwoLines_thatDoNotCross() {
        // the middle, 0.4, is above the level: the corners of 1 hang together
        List<Contours.Line> lines = Contours.of(new double[][] {{1, 0}, {0, 0.6}}, 0.3);
        assertEquals(2, lines.size());
        for (Contours.Line line : lines) {
            boolean lowerRight = line.columns()[0] + line.columns()[1] > line.rows()[0] + line.rows()[1];
            for (int i = 0; i < 2; i++) {
                assertEquals(lowerRight, line.columns()[i] > line.rows()[i]);
            }
        }
    }

    @Test
    void nowhere_whereAValueIsMissing() {
        assertTrue(Contours.of(new double[][] {{0, Double.NaN}, {1, 1}}, 0.5).isEmpty());
    }

    @Test
    void planeChart_refusesRowsOfDifferentLengths() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PlaneChart.of("Loss")
                .field(new double[][] {{1, 2}, {1}}, "loss"));
        assertTrue(e.getMessage().contains("equally long"), e.getMessage());
    }

    @Test
    void planeChart_drawsTheSameBytesTwice_alsoWithPlacesThatAreNotNumbers() {
        PlaneChart chart = PlaneChart.of("Loss")
                .range(0, 1, 0, 1)
                .field(new double[][] {{1, 10}, {Double.NaN, 1e9}}, "loss")
                .logColours()
                .contours(5)
                .path(0, "sgd", new double[] {0, Double.NaN, 1e300}, new double[] {0, 1, 2})
                .star(0.5, 0.5, "here");
        String svg = chart.figure().svg().orElseThrow();
        assertEquals(svg, chart.figure().svg().orElseThrow());
        assertTrue(svg.contains("log₁₀ of loss"));
        assertTrue(chart.figure().alt().contains("sgd"));
    }
}
