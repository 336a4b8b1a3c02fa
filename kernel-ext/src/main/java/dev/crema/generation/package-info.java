/** Looking at what generative networks make: samples while they learn, walks and maps of latent numbers, completed images. */
@NullMarked
package dev.crema.generation;

import org.jspecify.annotations.NullMarked;
