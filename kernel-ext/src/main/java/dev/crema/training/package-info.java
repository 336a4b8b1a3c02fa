/** From data and a network to a trained network: the loop, its history, optimisers and evaluation. */
@NullMarked
package dev.crema.training;

import org.jspecify.annotations.NullMarked;
