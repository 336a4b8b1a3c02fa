package dev.crema.embedding;

import java.util.function.Consumer;

/** The words of a lesson for maps of points: {@code tSne(features)}, {@code pca(features)}. */
public final class Embeddings {
    private Embeddings() {}

    /**
     * Maps points with PCA: the two directions in which they vary most.
     *
     * @param rows the data, finite, at least 2 rows and 2 columns, {@code [rows][columns]}
     * @return the map, with the variance that it explains
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, hold NaN or an infinity, or have fewer
     *     than two columns
     */
    public static Embedding pca(float[][] rows) {
        Pca pca = Pca.of(rows, 2);
        return measured(pca, rows, pca.transform(rows));
    }

    /**
     * Maps points with t-SNE and the settings that suit most data: near points stay near.
     *
     * @param rows the data, finite, 92 to 2 000 rows, {@code [rows][columns]}
     * @return the map, with its divergence from the data
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an
     *     infinity
     */
    public static Embedding tSne(float[][] rows) {
        return tSne(rows, TsneOptions.defaults());
    }

    /**
     * Maps points with t-SNE: near points stay near. Interrupting the thread ends it with the map so far, which says so.
     *
     * @param rows the data, finite, more than three times the perplexity and at most 2 000 rows, {@code [rows][columns]}
     * @param options the settings
     * @return the map, with its divergence from the data
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an
     *     infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     */
    public static Embedding tSne(float[][] rows, TsneOptions options) {
        return tSne(rows, options, map -> {});
    }

    /**
     * Maps points with t-SNE and shows the map while it is made.
     *
     * <pre>{@code
     * try (LiveFigure live = LiveFigure.open()) {
     *     tSne(rows, options, map -> live.show(() -> map.colouredBy(labels).draw()));
     * }
     * }</pre>
     *
     * @param rows the data, finite, more than three times the perplexity and at most 2 000 rows, {@code [rows][columns]}
     * @param options the settings
     * @param watcher is given the map so far every 25 iterations, in the calling thread
     * @return the map, with its divergence from the data
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an
     *     infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     */
    public static Embedding tSne(float[][] rows, TsneOptions options, Consumer<Embedding> watcher) {
        Tsne tsne =
                Tsne.of(rows, options, frame -> watcher.accept(new Embedding(frame, frame.points(), Quality.UNKNOWN)));
        return measured(tsne, rows, tsne.points());
    }

    /** Scores the map; on a sample where all points would take minutes, with fewer neighbours where there are few points. */
    private static Embedding measured(Method method, float[][] rows, float[][] points) {
        int[] sample = Sample.of(rows.length);
        int neighbours = Math.min(Quality.NEIGHBOURS, (sample.length - 1) / 2);
        Quality quality = neighbours == 0
                ? Quality.UNKNOWN
                : Quality.of(Sample.rows(rows, sample), Sample.rows(points, sample), neighbours);
        return new Embedding(method, points, quality);
    }
}
