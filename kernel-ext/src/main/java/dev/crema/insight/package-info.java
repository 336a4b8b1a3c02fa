/** What a trained network computes inside, as plain arrays that can be drawn. */
@NullMarked
package dev.crema.insight;

import org.jspecify.annotations.NullMarked;
