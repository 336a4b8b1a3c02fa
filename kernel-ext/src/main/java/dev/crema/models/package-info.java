/** One file, one paper. */
@NullMarked
package dev.crema.models;

import org.jspecify.annotations.NullMarked;
