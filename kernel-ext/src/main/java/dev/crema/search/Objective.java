package dev.crema.search;

import java.io.Serializable;

/**
 * What a search tries to make small or large: from a trial's settings to its score, such as the validation accuracy of a
 * network trained with them. It is serializable so that a trial can run in another process.
 */
@FunctionalInterface
public interface Objective extends Serializable {
    /**
     * Runs one trial.
     *
     * @param settings what to try
     * @return the score; one that is NaN or infinite counts as diverged
     * @throws Exception for any reason: the trial is recorded as failed, and the search goes on
     */
    double score(Settings settings) throws Exception;
}
