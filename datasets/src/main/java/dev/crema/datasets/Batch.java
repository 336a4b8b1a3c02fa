package dev.crema.datasets;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * A few examples of a data set, in native memory of their own. What is computed from a batch belongs to it and is freed
 * when it is closed:
 *
 * <pre>{@code
 * for (var batch : digits.train().batches(64, seed)) {
 *     try (batch) { ... }
 * }
 * }</pre>
 */
public interface Batch extends AutoCloseable {
    /**
     * Returns what the network is given.
     *
     * @return at least one array, each {@code [n, ...]}
     */
    NDList inputs();

    /**
     * Returns what the loss compares the network's outputs with.
     *
     * @return arrays {@code [n, ...]}; empty where there is nothing to compare with
     */
    NDList targets();

    /**
     * Returns the owner of the batch's arrays and of all that is computed from them.
     *
     * @return the manager that {@link #close} closes
     */
    default NDManager manager() {
        return inputs().head().getManager();
    }

    /**
     * Returns the number of examples.
     *
     * @return at least 1; less than the batch size only in the last batch
     */
    default int size() {
        return Math.toIntExact(inputs().head().size(0));
    }

    /** Frees the batch and everything that was computed from it. */
    @Override
    default void close() {
        manager().close();
    }
}
