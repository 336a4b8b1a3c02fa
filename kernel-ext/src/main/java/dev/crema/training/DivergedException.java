package dev.crema.training;

import java.util.List;
import java.util.stream.Collectors;

/** The loss is no longer a number: training has diverged. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What happened until then. */
    private final transient History history;

    DivergedException(History history, String culprit, List<Learner> learners) {
        super(what(history.batchLosses()[history.batchLosses().length - 1]) + " in epoch "
                + (history.epochs().size() + 1) + ", batch "
                + (history.batchLosses().length - history.epochs().size() * history.batchesPerEpoch())
                + " of " + history.batchesPerEpoch() + ". " + culprit + " The weights are back to those "
                + (history.epochs().isEmpty()
                        ? "before training"
                        : "after epoch " + history.epochs().size())
                + ". Steps are usually too long: take a smaller learning rate than that of "
                + learners.stream()
                        .map(learner -> learner.optimizer().toString())
                        .distinct()
                        .collect(Collectors.joining(" and "))
                + ", and look at the inputs for values far from [-1, 1].");
        this.history = history;
    }

    private static String what(double lastLoss) {
        return Double.isFinite(lastLoss) ? "A step made weights infinite or NaN" : "The loss became " + lastLoss;
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
