package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DotPlotTest {
    private static final double[] ORDER = {0, 0.5, 1};

    @Test
    void alt_countsTheDots_andNamesTheStar() {
        DotPlot plot = DotPlot.of("Rates")
                .x("rate")
                .y("loss")
                .logX()
                .dots(new double[] {0.01, 0.1, 1}, new double[] {3, 1, Double.NaN}, ORDER)
                .star(0.1, 1);
        assertEquals(
                "Rates: 2 dots of loss against rate, from 1 to 3; the star is at 0.1, 1; 1 without a value.",
                plot.draw().alt());
        assertTrue(plot.figure().svg().orElseThrow().contains("no value"));
    }

    @Test
    void categories_areNamedOnTheAxis() {
        Figure figure = DotPlot.of("Kinds")
                .categories(List.of("relu", "tanh"))
                .dots(new double[] {0, 1, 1}, new double[] {3, 1, 2}, ORDER)
                .star(1, 1)
                .figure();
        assertTrue(figure.alt().contains("the star is at tanh, 1"), figure.alt());
        assertTrue(figure.svg().orElseThrow().contains(">relu<"));
    }

    @Test
    void nothing_isDrawnWithoutDots() {
        assertEquals("Empty: 0 dots.", DotPlot.of("Empty").figure().alt());
        assertTrue(DotPlot.of("Empty").figure().png().length > 0);
    }

    @Test
    void unequalLengths_areRefused() {
        double[] three = {1, 2, 3};
        assertThrows(IllegalArgumentException.class, () -> DotPlot.of("a").dots(three, new double[2], ORDER));
        assertThrows(IllegalArgumentException.class, () -> DotPlot.of("a").steps("s", three, new double[2]));
        assertThrows(IllegalArgumentException.class, () -> DotPlot.of("a").xRange(1, 1));
    }
}
