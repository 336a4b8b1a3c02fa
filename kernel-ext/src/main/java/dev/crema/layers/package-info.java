/** The vocabulary of networks: words that make DJL blocks, {@link dev.crema.layers.Net} for what is not a straight line, and names for every layer. */
@NullMarked
package dev.crema.layers;

import org.jspecify.annotations.NullMarked;
