/** The geometry of learning: boundaries, fitted functions, bent spaces and the surfaces that optimisers walk down. */
@NullMarked
package dev.crema.geometry;

import org.jspecify.annotations.NullMarked;
