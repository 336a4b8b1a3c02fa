package dev.crema.embedding;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The words of a lesson for maps and clusters of points: {@code tSne(features)}, {@code umap(features)}, {@code pca(features)},
 * {@code kMeans(features, 3)}. */
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
     * @param rows the data, finite, 91 to 1 000 000 rows, {@code [rows][columns]}
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
     * <p>Up to 2 000 rows all pairs repel each other; with more, the work of an iteration grows with the number of rows alone. The
     * map is finished early when it no longer gets better. 70 000 rows of 50 columns need less than 1 GB.
     *
     * @param rows the data, finite, more than three times the perplexity and at most 1 000 000 rows, {@code [rows][columns]}
     * @param options the settings
     * @return the map, with its divergence from the data
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an
     *     infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     * @throws CancellationException if the thread is interrupted while neighbours are still being found; it stays interrupted
     */
    public static Embedding tSne(float[][] rows, TsneOptions options) {
        return tSne(rows, options, map -> {});
    }

    /**
     * Maps points with t-SNE and hands over the map while it is made, such as to keep its frames for {@link #filmstrip}.
     *
     * @param rows the data, finite, more than three times the perplexity and at most 1 000 000 rows, {@code [rows][columns]}
     * @param options the settings
     * @param watcher is given the map so far every 25 iterations, in the calling thread
     * @return the map, with its divergence from the data
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an
     *     infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     * @throws CancellationException if the thread is interrupted while neighbours are still being found; it stays interrupted
     */
    public static Embedding tSne(float[][] rows, TsneOptions options, Consumer<Embedding> watcher) {
        Tsne tsne =
                Tsne.of(rows, options, frame -> watcher.accept(new Embedding(frame, frame.points(), Quality.UNKNOWN)));
        return measured(tsne, rows, tsne.points());
    }

    /**
     * Maps points with t-SNE and the settings that suit most data, and shows the map while it is made: {@code tSne(rows, live())}.
     *
     * @param rows the data, finite, 91 to 1 000 000 rows, {@code [rows][columns]}
     * @param live {@link #live()}
     * @return the map, as it was last shown
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an infinity
     */
    public static Embedding tSne(float[][] rows, LiveMap live) {
        return tSne(rows, TsneOptions.defaults(), live);
    }

    /**
     * Maps points with t-SNE and shows the map while it is made. Interrupting the thread ends it with the map so far.
     *
     * @param rows the data, finite, more than three times the perplexity and at most 1 000 000 rows, {@code [rows][columns]}
     * @param options the settings
     * @param live {@link #live()}, or {@link #live(UnaryOperator)} for colours
     * @return the map, as it was last shown
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, too few, or hold NaN or an infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     * @throws CancellationException if the thread is interrupted while neighbours are still being found; it stays interrupted
     */
    public static Embedding tSne(float[][] rows, TsneOptions options, LiveMap live) {
        return live.show(watcher -> tSne(rows, options, watcher));
    }

    /**
     * Maps points with UMAP and the settings that suit most data: near points stay near.
     *
     * @param rows the data, finite, at least 15 rows, {@code [rows][columns]}
     * @return the map
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few, or hold NaN or an infinity
     */
    public static Embedding umap(float[][] rows) {
        return umap(rows, UmapOptions.defaults());
    }

    /**
     * Maps points with UMAP: near points stay near. Interrupting the thread ends it with the map so far, which says so.
     *
     * @param rows the data, finite, at least as many as neighbours and at least 3, {@code [rows][columns]}
     * @param options the settings
     * @return the map
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few, or hold NaN or an infinity
     */
    public static Embedding umap(float[][] rows, UmapOptions options) {
        return umap(rows, options, map -> {});
    }

    /**
     * Maps points with UMAP and hands over the map while it is made, as {@link #tSne(float[][], TsneOptions, Consumer)} does.
     *
     * @param rows the data, finite, at least as many as neighbours and at least 3, {@code [rows][columns]}
     * @param options the settings
     * @param watcher is given the map so far every 25 iterations, in the calling thread
     * @return the map
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few, or hold NaN or an infinity
     */
    public static Embedding umap(float[][] rows, UmapOptions options, Consumer<Embedding> watcher) {
        Umap umap =
                Umap.of(rows, options, frame -> watcher.accept(new Embedding(frame, frame.points(), Quality.UNKNOWN)));
        return measured(umap, rows, umap.points());
    }

    /**
     * Maps points with UMAP and the settings that suit most data, and shows the map while it is made: {@code umap(rows, live())}.
     *
     * @param rows the data, finite, at least 15 rows, {@code [rows][columns]}
     * @param live {@link #live()}
     * @return the map, as it was last shown
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few, or hold NaN or an infinity
     */
    public static Embedding umap(float[][] rows, LiveMap live) {
        return umap(rows, UmapOptions.defaults(), live);
    }

    /**
     * Maps points with UMAP and shows the map while it is made. Interrupting the thread ends it with the map so far.
     *
     * @param rows the data, finite, at least as many as neighbours and at least 3, {@code [rows][columns]}
     * @param options the settings
     * @param live {@link #live()}, or {@link #live(UnaryOperator)} for colours
     * @return the map, as it was last shown
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few, or hold NaN or an infinity
     * @throws CancellationException if the thread is interrupted while neighbours are still being found; it stays interrupted
     */
    public static Embedding umap(float[][] rows, UmapOptions options, LiveMap live) {
        return live.show(watcher -> umap(rows, options, watcher));
    }

    /**
     * Shows a map while it is made: {@code tSne(rows, live())}.
     *
     * @return what {@code tSne} and {@code umap} take
     */
    public static LiveMap live() {
        return new LiveMap(UnaryOperator.identity());
    }

    /**
     * Shows a map while it is made, with colours or thumbnails: {@code umap(rows, live(map -> map.colouredBy(labels, names)))}.
     *
     * @param dress gives each frame, and the map that is returned, its colours
     * @return what {@code tSne} and {@code umap} take
     */
    public static LiveMap live(UnaryOperator<Embedding> dress) {
        return new LiveMap(dress);
    }

    /**
     * Finds clusters with k-means, from seed 0.
     *
     * @param rows the data, finite, {@code [rows][columns]}
     * @param clusters how many, from 1 to the number of rows
     * @return the clusters, and every step to them
     * @throws IllegalArgumentException if the rows are empty, ragged or hold NaN or an infinity, or if there are more clusters
     *     than rows
     */
    public static KMeans kMeans(float[][] rows, int clusters) {
        return KMeans.of(rows, clusters, 0);
    }

    /**
     * Joins the nearest clusters, from single rows on, until one is left.
     *
     * @param rows the data, finite, 2 to 5 000 rows, {@code [rows][columns]}
     * @param linkage how far apart two clusters are
     * @return the tree of joins
     * @throws IllegalArgumentException if the rows are too few, too many, ragged, or hold NaN or an infinity
     */
    public static Dendrogram hierarchicalClusters(float[][] rows, Linkage linkage) {
        return Dendrogram.of(rows, linkage);
    }

    /**
     * Puts maps of the same points beside each other, such as t-SNE's at several perplexities.
     *
     * @param maps the maps, at least one
     * @return the maps, to be coloured and drawn
     * @throws IllegalArgumentException if there is no map, or they differ in their number of points
     */
    public static MapStrip sideBySide(Embedding... maps) {
        return new MapStrip("The same points side by side", List.of(maps));
    }

    /**
     * Puts up to six of a map's frames beside each other, the first and the last among them.
     *
     * <pre>{@code
     * var frames = new ArrayList<Embedding>();
     * var map = tSne(rows, options, frames::add);
     * filmstrip(frames).colouredBy(labels)
     * }</pre>
     *
     * @param frames what the watcher of {@link #tSne(float[][], TsneOptions, Consumer)} or {@link #umap(float[][], UmapOptions,
     *     Consumer)} was given, in order, at least one
     * @return the chosen frames, to be coloured and drawn
     * @throws IllegalArgumentException if there is no frame, or they are not of the same points
     */
    public static MapStrip filmstrip(List<Embedding> frames) {
        int shown = Math.min(6, frames.size());
        List<Embedding> chosen = IntStream.range(0, shown)
                .mapToObj(i -> frames.get((int) Math.rint(i * (frames.size() - 1.0) / Math.max(1, shown - 1))))
                .toList();
        return new MapStrip("A map while it was made", chosen);
    }

    /**
     * Finds the rows nearest to one row: "more like this".
     *
     * @param rows the data, such as the features of images, finite, {@code [rows][columns]}
     * @param row the row in question, from 0
     * @param count how many others, from 1 to the number of the other rows
     * @return the nearest, and how far they are; with {@code withPictures(images)} an image strip
     * @throws IllegalArgumentException if the rows are empty, ragged or hold NaN or an infinity, if there is no such row, or there
     *     are not that many others
     */
    public static NearestRows nearest(float[][] rows, int row, int count) {
        return NearestRows.of(rows, row, count);
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
