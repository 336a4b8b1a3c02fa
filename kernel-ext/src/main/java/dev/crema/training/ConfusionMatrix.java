package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.Scenes;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often each class was taken for each other.
 *
 * @param counts one row a true class, one column a predicted class
 * @param classes the names of the classes
 */
public record ConfusionMatrix(int[][] counts, List<String> classes) implements Drawable {
    // the maps of a segmentation net are as large as its images
    private static final int SCENES = 16;

    static ConfusionMatrix of(Predictions predictions) {
        int n = predictions.classes().size();
        int[][] counts = new int[n][n];
        for (int i = 0; i < predictions.labels().length; i++) {
            counts[predictions.labels()[i]][predictions.predicted(i)]++;
        }
        return new ConfusionMatrix(counts, predictions.classes());
    }

    /** Counts pixels; class 0 is the background. */
    static ConfusionMatrix ofPixels(Block net, Scenes scenes) {
        List<String> classes = Stream.concat(Stream.of("background"), scenes.classes().stream())
                .toList();
        int n = classes.size();
        int[][] counts = new int[n][n];
        for (ImageBatch batch : scenes.batches(SCENES)) {
            try (batch) {
                NDArray scores = Evaluation.outputs(net, batch).singletonOrThrow();
                NDArray masks = SceneTargets.masks(batch.targets(), scores).head();
                if (scores.size(1) != n) {
                    throw new IllegalArgumentException("The network gives " + scores.getShape()
                            + ", but the scenes have " + n
                            + " classes with the background; its last layer must give [N, "
                            + n + ", height, width]");
                }
                long[] truth = masks.toLongArray();
                long[] predicted = scores.argMax(1).toLongArray();
                for (int i = 0; i < truth.length; i++) {
                    counts[(int) truth[i]][(int) predicted[i]]++;
                }
            }
        }
        return new ConfusionMatrix(counts, classes);
    }

    /**
     * Returns how well what was predicted covers what is there, for each class: what is right over all that is there or was
     * predicted (Jaccard 1901; of pixels, the measure of segmentation: Long, Shelhamer and Darrell 2015, arXiv:1411.4038,
     * section 5).
     *
     * @return a number in [0, 1] for each class; NaN for a class that neither occurs nor was predicted
     */
    public double[] intersectionOverUnion() {
        return IntStream.range(0, counts.length)
                .mapToDouble(i -> {
                    double there = Arrays.stream(counts[i]).sum();
                    double predicted =
                            Arrays.stream(counts).mapToDouble(row -> row[i]).sum();
                    return counts[i][i] / (there + predicted - counts[i][i]);
                })
                .toArray();
    }

    /**
     * Returns the mean of {@link #intersectionOverUnion} over the classes ("mean IoU").
     *
     * @return a number in [0, 1], of the classes that occur or were predicted
     */
    public double meanIntersectionOverUnion() {
        return Arrays.stream(intersectionOverUnion())
                .filter(iou -> !Double.isNaN(iou))
                .average()
                .orElse(Double.NaN);
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
