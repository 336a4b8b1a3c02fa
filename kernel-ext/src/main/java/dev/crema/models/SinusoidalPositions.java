package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Adds to each vector of a sequence a code of its place, as attention itself knows no order: waves from 2π to 20 000π places
 * long (Vaswani et al. 2017, "Attention is all you need", arXiv:1706.03762, section 3.5),
 *
 * <pre>
 * code[t, 2i]     = sin(t / 10000^(2i / width))
 * code[t, 2i + 1] = cos(t / 10000^(2i / width))
 * </pre>
 *
 * {@code [N, T, width]} stays {@code [N, T, width]}; no parameters.
 */
public final class SinusoidalPositions extends Net {
    private final int limit;

    /**
     * Makes the block.
     *
     * @param limit most places of a sequence, at least 1; longer ones are refused
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public SinusoidalPositions(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be at least 1");
        }
        this.limit = limit;
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        Shape shape = x.getShape();
        if (shape.dimension() != 3) {
            throw new IllegalArgumentException("Positions are added to (N, T, width), not to " + shape);
        }
        requireRoom(limit, shape.get(1));
        int length = (int) shape.get(1);
        int width = (int) shape.get(2);
        return x.add(x.getManager().create(codes(length, width), new Shape(1, length, width)));
    }

    /** Refuses a sequence that there are no codes for. */
    static void requireRoom(int limit, long length) {
        if (length > limit) {
            throw new IllegalArgumentException("The sequence has " + length + " tokens, the network has positions for "
                    + limit + "; shorten it, or make the network with a higher limit");
        }
    }

    private static float[] codes(int length, int width) {
        float[] codes = new float[length * width];
        for (int t = 0; t < length; t++) {
            for (int i = 0; i < width; i++) {
                double angle = t / Math.pow(10_000, (double) (i - i % 2) / width);
                codes[t * width + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
            }
        }
        return codes;
    }
}
