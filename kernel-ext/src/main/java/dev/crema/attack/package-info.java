/** Small changes of images that make a network err, how well it stands up to them, and training against them. */
@NullMarked
package dev.crema.attack;

import org.jspecify.annotations.NullMarked;
