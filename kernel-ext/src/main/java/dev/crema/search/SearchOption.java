package dev.crema.search;

/** A named choice for {@link Search#search}: {@code maximise()}, {@code parallel(4)}, … */
public sealed interface SearchOption permits SearchOption.Goal, SearchOption.Silent, Workers {
    /**
     * Which scores are good.
     *
     * @param maximise whether large ones are
     */
    record Goal(boolean maximise) implements SearchOption {}

    /** Searches without a live picture. */
    record Silent() implements SearchOption {}
}
