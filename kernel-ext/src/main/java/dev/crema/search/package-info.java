/** Searching the settings of a training: spaces, grid, random and Bayesian search, and the trials they made. */
@NullMarked
package dev.crema.search;

import org.jspecify.annotations.NullMarked;
