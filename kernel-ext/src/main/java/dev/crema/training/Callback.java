package dev.crema.training;

/**
 * Looks on while a network is trained, and may stop it: see {@link Training#callback}. An exception ends the training and
 * is thrown on to the caller of {@code fit}.
 */
public interface Callback {
    /**
     * Is called once the network and the data have been checked.
     *
     * @param progress how far the training is
     */
    default void beforeTraining(Progress progress) {}

    /**
     * Is called before each step.
     *
     * @param progress how far the training is
     */
    default void beforeBatch(Progress progress) {}

    /**
     * Is called after each step.
     *
     * @param progress how far the training is
     */
    default void afterBatch(Progress progress) {}

    /**
     * Is called after each epoch, once the network has been validated.
     *
     * @param progress how far the training is; its history ends with that epoch
     */
    default void afterEpoch(Progress progress) {}

    /**
     * Is called when the training is over, also when it was stopped or failed.
     *
     * @param progress how far it came
     */
    default void afterTraining(Progress progress) {}
}
