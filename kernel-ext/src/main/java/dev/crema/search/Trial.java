package dev.crema.search;

/**
 * One trial of a search.
 *
 * @param number its place in the order of proposals, from 1
 * @param settings what was tried
 * @param score what came of it; NaN if it failed
 * @param state how it ended
 * @param seconds how long it took
 * @param message why there is no score, or empty
 */
public record Trial(int number, Settings settings, double score, State state, double seconds, String message) {
    /** How a trial ended. */
    public enum State {
        /** It has a score. */
        FINISHED,
        /** The score or the loss was no longer a number. */
        DIVERGED,
        /** It threw an exception or ran out of memory. */
        FAILED
    }

    /**
     * Tells whether there is a score.
     *
     * @return whether it finished
     */
    public boolean finished() {
        return state == State.FINISHED;
    }
}
