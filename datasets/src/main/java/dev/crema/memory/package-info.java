/** Who frees native memory, and when. */
@NullMarked
package dev.crema.memory;

import org.jspecify.annotations.NullMarked;
