/**
 * Crema inside a Jupyter kernel: how values are shown, where running code draws, and the words a notebook starts with.
 *
 * <p>The only package that touches the kernel's own classes.
 */
@NullMarked
package dev.crema.kernel;

import org.jspecify.annotations.NullMarked;
