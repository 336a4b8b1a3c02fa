package dev.crema.training;

import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The samples that a network gets wrong, the ones it was surest of first.
 *
 * @param mistakes the mistakes shown
 * @param wrong how many samples were wrong in all
 * @param total how many samples there were
 * @param classes the names of the classes
 */
public record Mistakes(List<Mistake> mistakes, int wrong, int total, List<String> classes) implements Drawable {
    /**
     * One sample that was classified wrongly.
     *
     * @param index its index in the data
     * @param truth its true class
     * @param predicted what the network takes it for
     * @param confidence the probability that the network gives to that, in (0, 1]
     * @param image the sample itself
     */
    public record Mistake(int index, int truth, int predicted, double confidence, BufferedImage image) {}

    static Mistakes of(Predictions predictions, LabelledImages data, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("asked for " + most + " mistakes; ask for at least 1");
        }
        List<Integer> wrong = IntStream.range(0, data.size())
                .filter(i -> predictions.predicted(i) != predictions.labels()[i])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -confidence(predictions, i)))
                .toList();
        List<Mistake> worst = wrong.stream()
                .limit(most)
                .map(i -> new Mistake(
                        i,
                        predictions.labels()[i],
                        predictions.predicted(i),
                        confidence(predictions, i),
                        Pixels.image(data.image(i))))
                .toList();
        return new Mistakes(worst, wrong.size(), data.size(), data.classes());
    }

    private static double confidence(Predictions predictions, int sample) {
        return predictions.probabilities()[sample][predictions.predicted(sample)];
    }

    @Override
    public Figure draw() {
        String title = wrong == 0
                ? "No mistakes in %,d images".formatted(total)
                : "The %d worst of %,d mistakes in %,d images".formatted(mistakes.size(), wrong, total);
        return ImageGrid.of(title)
                .images(mistakes.stream().map(Mistake::image).toList())
                .captions(mistakes.stream().map(this::caption).toList())
                .alt(title + (mistakes.isEmpty() ? "." : "; the surest: " + words(mistakes.get(0)) + "."))
                .figure();
    }

    private String caption(Mistake mistake) {
        return "%s, not %s (%.0f %%)"
                .formatted(classes.get(mistake.predicted()), classes.get(mistake.truth()), 100 * mistake.confidence());
    }

    private String words(Mistake mistake) {
        return "%s number %d, taken for %s with %.0f %%"
                .formatted(
                        classes.get(mistake.truth()),
                        mistake.index(),
                        classes.get(mistake.predicted()),
                        100 * mistake.confidence());
    }
}
