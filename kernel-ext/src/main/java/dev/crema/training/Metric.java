package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A number that says how good a network's outputs are, measured beside the loss and not learned from. */
@FunctionalInterface
public interface Metric {
    /**
     * Measures one batch.
     *
     * @param targets what the outputs should be, as the data has them
     * @param outputs what the network gave
     * @return the mean over the batch, a scalar; batches are averaged by their sizes
     */
    NDArray of(NDList targets, NDList outputs);
}
