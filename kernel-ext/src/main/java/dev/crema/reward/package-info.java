/** Learning from rewards: environments, and agents that act in them. */
@NullMarked
package dev.crema.reward;

import org.jspecify.annotations.NullMarked;
