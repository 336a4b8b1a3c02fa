package dev.crema.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.figures.Figure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialPicturesTest {
    private static final Space SPACE =
            Space.empty().logUniform("rate", 1e-4, 1).integer("width", 1, 4).choice("activation", "relu", "tanh");

    /** The second is the best, the third failed where no other was, the fourth diverged where the first was. */
    private static final Trials FOUR = trials(
            trial(1, 0.5, 1e-3, 2, "relu"),
            trial(2, 0.25, 1e-2, 3, "tanh"),
            trial(3, Double.NaN, 0.9, 4, "relu"),
            trial(4, Double.NaN, 1e-3, 2, "tanh"));

    @Test
    void parallelCoordinates_haveAnAxisForEachSetting_andCrossesForWhatFailed() {
        Figure figure = FOUR.parallelCoordinates();
        String svg = figure.svg().orElseThrow();
        for (String axis : List.of("rate", "width", "activation", "score")) {
            assertTrue(svg.contains(">" + axis + "<"), axis);
        }
        assertTrue(svg.contains(">10⁻³<") || svg.contains(">0.001<"), "powers of ten on a logarithmic axis");
        assertTrue(svg.contains(">tanh<"));
        assertEquals(2, svg.split("stroke-dasharray=\"2 3\"", -1).length - 1, "two dotted lines");
        assertTrue(figure.alt().contains("4 lines") && figure.alt().contains("2 without a value"), figure.alt());
        assertTrue(
                figure.alt().contains("score from 0.25 to 0.5") && figure.alt().contains("line 2"), figure.alt());
        assertTrue(figure.text().contains("failed: no memory"), "the table says why");
    }

    @Test
    void parallelCoordinates_ofFailuresAlone_areDrawnToo() {
        Figure figure = trials(trial(1, Double.NaN, 0.1, 1, "relu")).parallelCoordinates();
        assertTrue(figure.alt().contains("none has a value of score"), figure.alt());
        assertTrue(figure.svg().isPresent());
    }

    @Test
    void heatMap_hasTheBestScoreOfEachCell_andTheLargestOnTop() {
        Trials more =
                trials(trial(1, 0.5, 1e-3, 2, "relu"), trial(2, 0.3, 1e-3, 2, "relu"), trial(3, 0.9, 1e-3, 4, "tanh"));
        Figure figure = more.heatMap("activation", "width");
        assertEquals(
                List.of("4 | NaN | 0.900", "3 | NaN | NaN", "2 | 0.300 | NaN", "1 | NaN | NaN"), cells(figure.html()));
        Trials highest = new Trials(SPACE, "by hand", true, 3, more.all(), Trials.State.FINISHED, 1);
        assertTrue(cells(highest.heatMap("activation", "width").html()).contains("2 | 0.500 | NaN"));
    }

    @Test
    void heatMap_marksWhereTrialsOnlyFailed_andSplitsALogarithmicScaleInEqualFactors() {
        Figure figure = FOUR.heatMap("rate", "width");
        assertTrue(figure.alt().contains("1 where all failed or diverged"), figure.alt());
        assertTrue(figure.alt().contains("from 0.00010 to 0.32"), figure.alt());
        // 10⁻³ is a quarter of the way from 10⁻⁴ to 1, 10⁻² half of it
        List<String> rows = cells(figure.html());
        assertEquals("3 | NaN | NaN | NaN | NaN | 0.250 | NaN | NaN | NaN", rows.get(1));
        assertEquals("2 | NaN | NaN | 0.500 | NaN | NaN | NaN | NaN | NaN", rows.get(2));
    }

    @Test
    void heatMap_refusesWhatIsNoSetting() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FOUR.heatMap("rate", "depth"))
                .getMessage()
                .contains("rate, width, activation"));
        assertThrows(IllegalArgumentException.class, () -> FOUR.heatMap("rate", "rate"));
    }

    @Test
    void theSameTrials_giveTheSamePictures() {
        assertEquals(
                FOUR.parallelCoordinates().svg().orElseThrow(),
                FOUR.parallelCoordinates().svg().orElseThrow());
        assertFalse(FOUR.heatMap("rate", "width").svg().isEmpty());
    }

    private static Trial trial(int number, double score, double rate, int width, String activation) {
        Trial.State state = Double.isNaN(score) ? Trial.State.FAILED : Trial.State.FINISHED;
        String message = Double.isNaN(score) ? "no memory" : "";
        return new Trial(number, SPACE.of(List.of(rate, width, activation)), score, state, 1, message);
    }

    private static Trials trials(Trial... all) {
        return new Trials(SPACE, "by hand", false, all.length, List.of(all), Trials.State.FINISHED, 1);
    }

    /** The rows of the table behind a figure. */
    private static List<String> cells(String html) {
        List<String> rows = new ArrayList<>();
        for (String row : html.split("<tr>", -1)) {
            if (row.startsWith("<td>")) {
                String inside = row.substring(4, row.indexOf("</td></tr>"));
                rows.add(inside.replace("</td><td>", " | "));
            }
        }
        return rows;
    }
}
