package dev.crema.training;

import ai.djl.nn.Block;
import dev.crema.datasets.Episode;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.BarChart;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How well a network tells classes apart of which it sees a few images only: the accuracies of many episodes.
 *
 * @param ways classes in an episode
 * @param shots images of each class to learn from
 * @param accuracies one an episode, each in [0, 1]
 */
public record FewShot(int ways, int shots, double[] accuracies) implements Drawable {
    private static final int BINS = 20;

    /**
     * Draws episodes and classifies their queries by the {@link Prototypes} of their support.
     *
     * @param net from {@code [n, channels, height, width]} to embeddings {@code [n, …]}; {@code flatten()} compares raw pixels
     * @param images what to draw from; for a fair test, of classes that were not trained on
     * @param ways classes in an episode, at least 2
     * @param shots images of each class to learn from, at least 1
     * @param queries images of each class to recognise, at least 1; 15 in the paper
     * @param episodes how many to draw, at least 2; 600 to 1000 are usual
     * @param seed the same seed draws the same episodes
     * @return the accuracies
     * @throws IllegalArgumentException if there are less than two episodes
     * @throws dev.crema.datasets.DataException if there are too few images, see {@link Episode#of}
     */
    public static FewShot of(
            Block net, LabelledImages images, int ways, int shots, int queries, int episodes, long seed) {
        if (episodes < 2) {
            throw new IllegalArgumentException(
                    "episodes is " + episodes + "; a confidence interval needs at least 2, and 600 are usual");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] accuracies = new double[episodes];
        for (int i = 0; i < episodes; i++) {
            try (Episode episode = Episode.of(images, ways, shots, queries, random.nextLong())) {
                accuracies[i] = Prototypes.of(net, episode.support())
                        .predict(net, episode.query())
                        .accuracy();
            }
        }
        return new FewShot(ways, shots, accuracies);
    }

    /**
     * Returns the mean over the episodes.
     *
     * @return the accuracy, in [0, 1]; chance is 1 / ways
     */
    public double accuracy() {
        return Arrays.stream(accuracies).average().orElse(Double.NaN);
    }

    /**
     * Returns half the width of the mean's 95 % confidence interval, {@code 1.96·s/√n} with the standard deviation s of n
     * episodes.
     *
     * @return the margin, 0 or more
     */
    public double margin() {
        double mean = accuracy();
        double squares =
                Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).sum();
        int n = accuracies.length;
        return 1.96 * Math.sqrt(squares / (n - 1) / n);
    }

    /**
     * Says it as papers do.
     *
     * @return for example "5-way 1-shot: 93.2 % ± 0.6 % (95 % confidence, 600 episodes)"
     */
    @Override
    public String toString() {
        return "%d-way %d-shot: %.1f %% ± %.1f %% (95 %% confidence, %d episodes)"
                .formatted(ways, shots, 100 * accuracy(), 100 * margin(), accuracies.length);
    }

    /**
     * Draws how many episodes have which accuracy.
     *
     * @return a bar chart
     */
    @Override
    public Figure draw() {
        double[] counts = new double[BINS];
        for (double accuracy : accuracies) {
            counts[Math.min(BINS - 1, (int) (accuracy * BINS))]++;
        }
        int first =
                IntStream.range(0, BINS).filter(i -> counts[i] > 0).findFirst().orElse(0);
        return BarChart.of(toString())
                .bars(
                        IntStream.range(first, BINS)
                                .mapToObj(i -> "%d–%d".formatted(100 * i / BINS, 100 * (i + 1) / BINS))
                                .toList(),
                        Arrays.copyOfRange(counts, first, BINS))
                .x("accuracy of an episode in %")
                .y("episodes")
                .alt("%s; by chance it would be %.1f %%. The worst episode has %.1f %%, the best %.1f %%."
                        .formatted(
                                this,
                                100.0 / ways,
                                100 * Arrays.stream(accuracies).min().orElse(Double.NaN),
                                100 * Arrays.stream(accuracies).max().orElse(Double.NaN)))
                .figure();
    }
}
