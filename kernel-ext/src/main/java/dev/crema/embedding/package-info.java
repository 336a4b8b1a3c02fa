/** Maps of high-dimensional points in the plane: PCA, t-SNE, and how well a map keeps neighbourhoods. Plain arrays only. */
@NullMarked
package dev.crema.embedding;

import org.jspecify.annotations.NullMarked;
