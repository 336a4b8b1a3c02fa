/** Maps of high-dimensional points in the plane: PCA, t-SNE, UMAP, and how well a map keeps neighbourhoods; clusters of points. Plain arrays only. */
@NullMarked
package dev.crema.embedding;

import org.jspecify.annotations.NullMarked;
