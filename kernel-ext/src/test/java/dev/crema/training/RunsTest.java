package dev.crema.training;

import static dev.crema.training.Training.runs;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.figures.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final History FALLING = history(History.State.FINISHED, 0.8, 0.5, 0.6);
    private static final History STOPPED = history(History.State.STOPPED_EARLY, 0.9, 0.4, 0.7);

    @Test
    void runningMean_isTheOneOfHand_withoutThePullTowardsZero() {
        // (0.5·0.5·4 + 0.5·8) / 0.75 and so on
        assertArrayEquals(
                new double[] {4, (1 + 4) / 0.75, (0.5 + 2 + 0) / 0.875},
                RunningMean.of(new double[] {4, 8, 0}, 0.5),
                1e-12);
        assertArrayEquals(new double[] {4, 8, 0}, RunningMean.of(new double[] {4, 8, 0}, 0));
        double[] level = RunningMean.of(new double[] {3, 3, 3, 3}, 0.98);
        assertTrue(Arrays.stream(level).allMatch(v -> Math.abs(v - 3) < 1e-12), Arrays.toString(level));
    }

    @Test
    void runningMean_goesOnBehindWhatIsNoNumber() {
        double[] smooth = RunningMean.of(new double[] {1, Double.NaN, 1, Double.POSITIVE_INFINITY, 1}, 0.9);
        assertArrayEquals(new double[] {1, Double.NaN, 1, Double.POSITIVE_INFINITY, 1}, smooth, 1e-12);
    }

    @Test
    void runs_areDrawnInOneFigure_withSolidDashedAndPaleCurves() {
        Figure figure = runs("slow", FALLING).and("fast", STOPPED).draw();
        String svg = figure.svg().orElseThrow();
        assertTrue(svg.contains(">slow<") && svg.contains(">fast<"), "a label each");
        assertTrue(svg.contains(">fast stopped early<"), "the end that came too early");
        assertFalse(svg.contains(">slow stopped early<"));
        // the dashed training of two runs in two charts, and the line of the end in both
        assertEquals(6, svg.split("stroke-dasharray=\"8 4\"", -1).length - 1);
        assertTrue(svg.contains("stroke-opacity:.4"), "the raw losses are pale");
        assertFalse(runs("slow", FALLING).smoothed(0).draw().svg().orElseThrow().contains("stroke-opacity:.4"));
        assertEquals(
                svg, runs("slow", FALLING).and("fast", STOPPED).draw().svg().orElseThrow(), "same runs, same text");
    }

    @Test
    void runs_sayInWordsWhichIsBest() {
        Runs both = runs("slow", FALLING).and("fast", STOPPED);
        assertEquals("fast", both.best().orElseThrow());
        String alt = both.draw().alt();
        assertTrue(
                alt.contains(
                        "fast: batch loss from 3.00 to 0.548 in 3.00 epochs, validation loss lowest, 0.4000, after epoch 2, stopped early"),
                alt);
        assertTrue(alt.contains("The lowest validation loss is that of fast"), alt);
        assertTrue(both.draw().html().contains("validation accuracy there"), "a table of the runs");
    }

    @Test
    void logarithmic_changesTheLossAlone() {
        String linear = runs("a", FALLING).draw().svg().orElseThrow();
        String logarithmic = runs("a", FALLING).logarithmic().draw().svg().orElseThrow();
        assertTrue(
                !linear.contains(">1<") && logarithmic.contains(">1<"),
                "ticks are powers of ten and 2 and 5 times them");
        assertTrue(linear.contains(">80<") && logarithmic.contains(">80<"), "per cent stay per cent");
    }

    @Test
    void aRunThatDiverged_orWasNotValidated_orHasNoEpochYet_isDrawnToo() {
        History diverged = new History(
                5, List.of(), new double[] {2, 30, Double.NaN}, 4, History.State.DIVERGED, 1, 10, "images", 0);
        List<Epoch> epochs = List.of(new Epoch(1, Map.of("loss", 1.0), Map.of(), 1, 1));
        History unvalidated =
                new History(1, epochs, new double[] {2, 1}, 2, History.State.FINISHED, 1, 10, "images", 0);
        Figure figure = runs("bad", diverged).and("plain", unvalidated).draw();
        assertTrue(figure.alt().contains("bad: batch loss from 2.00 to NaN in 0.750 epochs, diverged"), figure.alt());
        assertTrue(figure.svg().orElseThrow().contains(">bad diverged<"));
        assertTrue(runs("plain", unvalidated).best().isEmpty());
    }

    @Test
    void wrongNames_andSmoothing_areRefused_withWhatWasExpected() {
        Runs one = runs("a", FALLING);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> one.and("a", FALLING))
                .getMessage()
                .contains("already"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> runs(" ", FALLING))
                .getMessage()
                .contains("each with a name"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> one.smoothed(1))
                .getMessage()
                .contains("such as 0.95"));
        assertThrows(IllegalArgumentException.class, () -> one.smoothed(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Runs.of(Map.of()));
    }

    @Test
    void history_marksItsEnd_andListsItsEpochs() {
        Figure early = STOPPED.draw();
        assertTrue(early.svg().orElseThrow().contains(">stopped early<"));
        assertEquals(1, early.title().split("the weights are those", -1).length - 1, early.title());
        assertTrue(early.html().contains("<td>0.7000</td>"), "the validation loss of the last epoch");
        assertFalse(FALLING.draw().svg().orElseThrow().contains("stopped"));
    }

    /** Three epochs of ten batches: the batch loss falls as 3/√n; the validation losses are given. */
    private static History history(History.State state, double... validation) {
        double[] batches =
                IntStream.rangeClosed(1, 30).mapToDouble(i -> 3 / Math.sqrt(i)).toArray();
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < validation.length; i++) {
            epochs.add(new Epoch(
                    i + 1, measures(batches[10 * i + 5], 0.9), measures(validation[i], 0.8 + 0.05 * i), 1, 2));
        }
        int planned = state == History.State.FINISHED ? 3 : 5;
        return new History(
                planned, epochs, batches, 10, state, 6, 100, "images", state == History.State.FINISHED ? 0 : 2);
    }

    private static Map<String, Double> measures(double loss, double accuracy) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("loss", loss);
        measures.put("accuracy", accuracy);
        return measures;
    }
}
