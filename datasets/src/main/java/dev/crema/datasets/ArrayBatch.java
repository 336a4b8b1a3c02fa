package dev.crema.datasets;

import ai.djl.ndarray.NDList;

/**
 * A batch of any arrays.
 *
 * @param inputs what the network is given, at least one array, each {@code [n, ...]}
 * @param targets what its outputs are compared with, each {@code [n, ...]}, in the manager of the inputs; may be empty
 */
public record ArrayBatch(NDList inputs, NDList targets) implements Batch {}
