package dev.crema.datasets;

import ai.djl.ndarray.NDList;

/** Anything that a network can be trained on: it knows its size and cuts itself into batches. */
public interface Examples {
    /**
     * Copies arrays, such as features and targets of your own, into examples.
     *
     * @param inputs what a network is given, at least one array, each {@code [n, ...]}
     * @param targets what its outputs are compared with, each {@code [n, ...]}; may be empty
     * @return n examples that do not depend on the given arrays
     * @throws DataException if there is no input, an array is empty or a scalar, or they differ in n
     */
    static ArrayExamples of(NDList inputs, NDList targets) {
        return new ArrayExamples(inputs, targets);
    }

    /**
     * Returns the number of examples.
     *
     * @return at least 1
     */
    int size();

    /**
     * Returns what the examples are called where a training says how fast it is.
     *
     * @return a plural, such as "images"; "examples" by default
     */
    default String unit() {
        return "examples";
    }

    /**
     * Cuts the examples into batches in their own order.
     *
     * @param batchSize examples in a batch, at least 1; the last batch has what is left
     * @return batches, each to be closed by its user
     * @throws DataException if {@code batchSize} is less than 1
     */
    Iterable<? extends Batch> batches(int batchSize);

    /**
     * Cuts the examples into batches in random order: one epoch, with every example once.
     *
     * @param batchSize examples in a batch, at least 1; the last batch has what is left
     * @param seed the same seed gives the same order: give every epoch another one
     * @return batches, each to be closed by its user
     * @throws DataException if {@code batchSize} is less than 1
     */
    Iterable<? extends Batch> batches(int batchSize, long seed);
}
