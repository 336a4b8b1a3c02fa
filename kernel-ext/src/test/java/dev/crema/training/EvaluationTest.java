package dev.crema.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.LabelledImages;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Predictions PREDICTIONS = new Predictions(
            new float[][] {{0.9f, 0.1f}, {0.4f, 0.6f}, {0.2f, 0.8f}, {0.7f, 0.3f}, {0.95f, 0.05f}},
            new int[] {0, 0, 1, 1, 1},
            List.of("cat", "dog"));

    @Test
    void predictions_areTheMostProbableClasses() {
        assertEquals(0, PREDICTIONS.predicted(0));
        assertEquals(1, PREDICTIONS.predicted(1));
        assertEquals(0.4, PREDICTIONS.accuracy(), 1e-12);
    }

    @Test
    void confusionMatrix_countsTrueByPredicted() {
        ConfusionMatrix matrix = ConfusionMatrix.of(PREDICTIONS);
        assertArrayEquals(new int[][] {{1, 1}, {2, 1}}, matrix.counts());
        assertEquals(0.4, matrix.accuracy(), 1e-12);
        assertEquals(5, matrix.total());
        assertEquals(
                List.of(new ConfusionMatrix.Confusion(1, 0, 2), new ConfusionMatrix.Confusion(0, 1, 1)),
                matrix.confusions());
        assertTrue(
                matrix.draw().alt().contains("dog taken for cat (2×)"),
                matrix.draw().alt());
    }

    @Test
    void mistakes_comeSurestFirst() {
        try (NDManager manager = NDManager.newBaseManager();
                LabelledImages images = LabelledImages.of(
                        manager.zeros(new Shape(5, 1, 8, 8)),
                        manager.create(new long[] {0, 0, 1, 1, 1}),
                        PREDICTIONS.classes())) {
            Mistakes mistakes = Mistakes.of(PREDICTIONS, images, 2);
            assertEquals(3, mistakes.wrong());
            assertEquals(
                    List.of(4, 3),
                    mistakes.mistakes().stream().map(Mistakes.Mistake::index).toList());
            assertEquals(0.95, mistakes.mistakes().get(0).confidence(), 1e-6);
            assertTrue(mistakes.draw().title().startsWith("The 2 worst of 3 mistakes in 5 images"));
        }
    }

    @Test
    void noMistakes_isAFigureToo() {
        Mistakes none = new Mistakes(List.of(), 0, 10, PREDICTIONS.classes());
        assertEquals("No mistakes in 10 images", none.draw().title());
    }
}
