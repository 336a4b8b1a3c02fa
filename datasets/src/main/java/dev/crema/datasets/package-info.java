/**
 * Named data sets as arrays, tables, texts and word vectors: one call loads one, with fixed splits; batches come without an
 * object per sample.
 */
@NullMarked
package dev.crema.datasets;

import org.jspecify.annotations.NullMarked;
