package dev.crema.training;

import ai.djl.training.optimizer.Optimizer;

/** The loss is no longer a number: training has diverged. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What happened until then. */
    private final transient History history;

    DivergedException(History history, Optimizer optimizer) {
        super("The loss became " + history.batchLosses()[history.batchLosses().length - 1] + " in epoch "
                + (history.epochs().size() + 1) + ", batch "
                + (history.batchLosses().length - history.epochs().size() * history.batchesPerEpoch())
                + " of " + history.batchesPerEpoch() + ". The weights are back to those "
                + (history.epochs().isEmpty()
                        ? "before training"
                        : "after epoch " + history.epochs().size())
                + ". Steps are usually too long: take a smaller learning rate than that of " + optimizer
                + ", and look at the images for values that are not in [0, 1].");
        this.history = history;
    }

    /**
     * Returns what happened until the loss was lost.
     *
     * @return the history of the whole epochs, and every batch's loss
     */
    public History history() {
        return history;
    }
}
