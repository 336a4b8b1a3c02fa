/** The only package that touches the classes of DJL's PyTorch engine: operators that DJL does not expose. */
@NullMarked
package dev.crema.torch;

import org.jspecify.annotations.NullMarked;
