package dev.crema.training;

import dev.crema.datasets.Batch;
import java.util.Map;

/** What a training does with one batch: compute losses and have {@link Learner}s make them smaller. */
@FunctionalInterface
public interface Step {
    /**
     * Takes one step.
     *
     * @param batch the batch, closed afterwards with all that was computed from it
     * @return the losses and other numbers to be shown, in order, the main one first
     */
    Map<String, Double> on(Batch batch);
}
