/** Changes to images that keep what they show, drawn anew for each image of a batch: more data from the same data. */
@NullMarked
package dev.crema.augmentation;

import org.jspecify.annotations.NullMarked;
