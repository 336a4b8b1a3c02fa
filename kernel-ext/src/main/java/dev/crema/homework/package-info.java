/** Questions with checked answers. */
@NullMarked
package dev.crema.homework;

import org.jspecify.annotations.NullMarked;
