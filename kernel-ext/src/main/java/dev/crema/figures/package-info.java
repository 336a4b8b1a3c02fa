/** Drawings: titled, described in words, encoded as text, SVG, PNG and HTML. Knows arrays, nothing of networks. */
@NullMarked
package dev.crema.figures;

import org.jspecify.annotations.NullMarked;
