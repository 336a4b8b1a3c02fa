package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each other.
 *
 * @param counts one row a true class, one column a predicted class
 * @param classes the names of the classes
 */
public record ConfusionMatrix(int[][] counts, List<String> classes) implements Drawable {

    static ConfusionMatrix of(Predictions predictions) {
        int n = predictions.classes().size();
        int[][] counts = new int[n][n];
        for (int i = 0; i < predictions.labels().length; i++) {
            counts[predictions.labels()[i]][predictions.predicted(i)]++;
        }
        return new ConfusionMatrix(counts, predictions.classes());
    }

    /**
     * Returns how often the prediction was right.
     *
     * @return share of the samples on the diagonal, in [0, 1]
     */
    public double accuracy() {
        double right = IntStream.range(0, counts.length).map(i -> counts[i][i]).sum();
        return right / total();
    }

    /**
     * Returns how many samples were counted.
     *
     * @return the sum of all counts
     */
    public int total() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    }

    /**
     * A pair of classes that were confused.
     *
     * @param truth the true class
     * @param predicted what it was taken for
     * @param count how often
     */
    public record Confusion(int truth, int predicted, int count) {}

    /**
     * Returns which classes were confused, the most frequent confusion first.
     *
     * @return every pair off the diagonal that occurred
     */
    public List<Confusion> confusions() {
        int n = counts.length;
        return IntStream.range(0, n * n)
                .filter(i -> i / n != i % n && counts[i / n][i % n] > 0)
                .mapToObj(i -> new Confusion(i / n, i % n, counts[i / n][i % n]))
                .sorted((a, b) -> b.count() - a.count())
                .toList();
    }

    @Override
    public Figure draw() {
        // shares of a row, so that a class with few samples is seen as well as one with many
        double[][] shares = Arrays.stream(counts)
                .map(row -> {
                    double sum = Math.max(1, Arrays.stream(row).sum());
                    return Arrays.stream(row)
                            .mapToDouble(count -> 100 * count / sum)
                            .toArray();
                })
                .toArray(double[][]::new);
        return HeatMap.of("Confusion matrix: accuracy %.1f %%".formatted(100 * accuracy()))
                .values(shares)
                .rows(classes)
                .columns(classes)
                .y("true class")
                .x("predicted class")
                .numbers("%.0f")
                .range(0, 100)
                .unit("% of the true class")
                .alt(alt())
                .figure();
    }

    private String alt() {
        List<Confusion> confusions = confusions();
        String worst = confusions.isEmpty()
                ? "no confusions"
                : "most often confused: "
                        + String.join(
                                ", ",
                                confusions.stream()
                                        .limit(3)
                                        .map(c -> classes.get(c.truth()) + " taken for " + classes.get(c.predicted())
                                                + " (" + c.count() + "×)")
                                        .toList());
        return "Confusion matrix of %,d samples in %d classes, accuracy %.1f %%; %s."
                .formatted(total(), classes.size(), 100 * accuracy(), worst);
    }
}
