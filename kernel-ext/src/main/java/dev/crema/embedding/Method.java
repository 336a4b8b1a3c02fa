package dev.crema.embedding;

import java.util.concurrent.CancellationException;

/** How a map was made: the fitted method with its settings and its own measure of success. */
public sealed interface Method permits Pca, Tsne, Umap {
    /**
     * Returns the method's usual name.
     *
     * @return for example {@code t-SNE}
     */
    String name();

    /**
     * Returns the title of an axis of the map.
     *
     * @param dimension 0 for the horizontal axis, 1 for the vertical one
     * @return the name of the dimension and its unit, if it has one
     */
    String axis(int dimension);

    /**
     * Puts other rows into the finished map, which does not move.
     *
     * @param rows data of the same columns as those mapped, finite, {@code [rows][columns]}
     * @return their points in the map, {@code [rows][2]}; of PCA, as many coordinates as it has components
     * @throws IllegalArgumentException if the rows are empty, ragged, hold NaN or an infinity, or have other columns
     * @throws CancellationException if the thread is interrupted meanwhile; it stays interrupted
     */
    float[][] transform(float[][] rows);

    /**
     * Returns the settings and the measure of success in words.
     *
     * @return for example {@code perplexity 30, KL 1.23}
     */
    String summary();
}
