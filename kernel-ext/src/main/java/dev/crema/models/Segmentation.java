package dev.crema.models;

import ai.djl.ndarray.types.Shape;

/** What the nets that make an image of an image, or give each pixel a class, ask of their sizes. */
final class Segmentation {
    private Segmentation() {}

    static void check(int channels, int classes, int filters, int depth) {
        require(channels >= 1, "channels is " + channels + "; it must be at least 1");
        require(classes >= 1, "classes is " + classes + "; it must be at least 1");
        require(filters >= 1, "filters is " + filters + "; it must be at least 1");
        require(depth >= 1 && depth <= 8, "depth is " + depth + "; it must be 1 to 8");
    }

    /** Refuses images that halving and doubling would give another size. */
    static void requireMultiple(Shape image, int depth) {
        requireImage(image);
        for (long side : new long[] {image.get(2), image.get(3)}) {
            require(
                    side % (1 << depth) == 0,
                    "An image of %d×%d is halved %d times, so its sides must be multiples of 2^%d = %d, and %d = %d·%d + %d; crop or pad it"
                            .formatted(
                                    image.get(2),
                                    image.get(3),
                                    depth,
                                    depth,
                                    1 << depth,
                                    side,
                                    side >> depth,
                                    1 << depth,
                                    side % (1 << depth)));
        }
    }

    /** Refuses images that halving leaves nothing of, or not as much as is asked for. */
    static void requireRoom(Shape image, int depth, int least) {
        requireImage(image);
        long height = image.get(2) >> depth;
        long width = image.get(3) >> depth;
        require(
                Math.min(height, width) >= least,
                "%d×%d becomes %d×%d when it is halved %d times, and %d×%d must be left; the image must have at least %d×%d pixels"
                        .formatted(
                                image.get(2),
                                image.get(3),
                                height,
                                width,
                                depth,
                                least,
                                least,
                                least << depth,
                                least << depth));
    }

    private static void requireImage(Shape image) {
        require(
                image.dimension() == 4,
                "The input has the shape " + image + "; images are (N, channels, height, width)");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
