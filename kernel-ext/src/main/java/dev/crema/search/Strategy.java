package dev.crema.search;

import java.util.List;

/** How a search chooses what to try: {@link Search#grid}, {@link Search#random} or {@link Search#bayesian}. */
public abstract sealed class Strategy permits GridSearch, RandomSearch, BayesianSearch {
    /** Beyond this many trials a grid is a mistake. */
    static final int MOST_TRIALS = 100_000;

    Strategy() {}

    /**
     * Sets where the random numbers start: the same seed proposes the same settings, as far as they depend on the scores,
     * for the same scores.
     *
     * @param seed any number; 0 by default
     * @return this strategy with that seed
     */
    public abstract Strategy withSeed(long seed);

    /** How many trials there will be on a space. */
    abstract int trials(Space space);

    /** Begins to propose. */
    abstract Proposals on(Space space, boolean maximise);

    /** Proposes one trial after the other. */
    @FunctionalInterface
    interface Proposals {
        /**
         * Chooses the next settings.
         *
         * @param known the trials whose outcome may be used, in order
         * @param pending what has been proposed since
         */
        Settings next(List<Trial> known, List<Settings> pending);
    }

    static int requireTrials(int trials) {
        if (trials < 1 || trials > MOST_TRIALS) {
            throw new IllegalArgumentException(
                    "A search of " + trials + " trials was asked for; expected 1 to " + MOST_TRIALS + ".");
        }
        return trials;
    }
}
