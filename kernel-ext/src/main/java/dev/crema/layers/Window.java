package dev.crema.layers;

import ai.djl.ndarray.types.Shape;

/** A square that moves over an image, over a rim of zeros too; with {@code roundUp} its last place may stick out. */
record Window(int size, int stride, int pad, boolean roundUp) {
    /** The shape of an image once every place of the window has become one pixel; sizes below 1 if it never fits. */
    Shape over(Shape image, long channels) {
        if (image.dimension() != 4) {
            throw new IllegalArgumentException("It takes images, (N, channels, height, width)");
        }
        return new Shape(image.get(0), channels, places(image.get(2)), places(image.get(3)));
    }

    private long places(long side) {
        long steps = Math.floorDiv(side + 2L * pad - size + (roundUp ? stride - 1 : 0), (long) stride);
        // as in PyTorch, no window starts in the rim behind the image
        return roundUp && steps * stride >= side + pad ? steps : steps + 1;
    }
}
