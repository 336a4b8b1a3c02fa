package dev.crema.search;

/** Every trial of a search failed or diverged, so there is no best. */
public final class NoTrialFinishedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Trials trials;

    NoTrialFinishedException(Trials trials) {
        super("None of the " + trials.all().size() + " trials gave a score. The first, with "
                + trials.all().get(0).settings() + ": " + trials.all().get(0).message()
                + ". Call the objective once by hand with these settings to see where that comes from.");
        this.trials = trials;
    }

    /**
     * Returns what was tried.
     *
     * @return the trials, none of them finished
     */
    public Trials trials() {
        return trials;
    }
}
