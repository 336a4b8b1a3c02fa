package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A few images with their labels, in native memory of their own. What is computed from a batch belongs to it and is
 * freed when it is closed:
 *
 * <pre>{@code
 * for (Batch batch : digits.train().batches(64, seed)) {
 *     try (batch) { ... }
 * }
 * }</pre>
 *
 * @param images {@code [n, channels, height, width]}, float32 in [0, 1]
 * @param labels {@code [n]}, int64; its manager is that of the images
 */
public record Batch(NDArray images, NDArray labels) implements AutoCloseable {

    /**
     * Returns the owner of the batch's arrays and of all that is computed from them.
     *
     * @return the manager that {@link #close} closes
     */
    public NDManager manager() {
        return images.getManager();
    }

    /**
     * Returns the number of images.
     *
     * @return at least 1; less than the batch size only in the last batch
     */
    public int size() {
        return Math.toIntExact(images.size(0));
    }

    /** Frees the batch and everything that was computed from it. */
    @Override
    public void close() {
        manager().close();
    }
}
