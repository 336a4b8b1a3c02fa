package dev.crema.training;

import ai.djl.ndarray.NDList;

/** A loss of scores for classes, which knows what is right. */
interface Classification {
    /**
     * Measures how many classes are right.
     *
     * @param targets what the data has
     * @param outputs what the network gave, with a score for each class
     * @return the share whose highest score is that of the true class, in [0, 1], among those that count
     */
    double accuracy(NDList targets, NDList outputs);
}
