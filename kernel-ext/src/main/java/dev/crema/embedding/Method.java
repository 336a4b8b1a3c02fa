package dev.crema.embedding;

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
     * Returns the settings and the measure of success in words.
     *
     * @return for example {@code perplexity 30, KL 1.23}
     */
    String summary();
}
