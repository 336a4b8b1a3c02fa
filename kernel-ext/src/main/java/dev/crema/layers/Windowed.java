package dev.crema.layers;

/** A layer that looks at its input through a {@link Window}. */
interface Windowed {
    Window window();
}
