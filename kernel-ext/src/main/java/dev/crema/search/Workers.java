package dev.crema.search;

import java.util.function.Function;

/** Where trials run, and how many at a time: {@link Search#parallel}. */
public final class Workers implements SearchOption {
    private final int count;
    private final Function<Objective, Crew> hire;

    Workers(int count, Function<Objective, Crew> hire) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "A search with " + count + " workers was asked for; expected at least 1.");
        }
        this.count = count;
        this.hire = hire;
    }

    /** As many threads of this process. */
    static Workers threads(int count) {
        return new Workers(count, objective -> (worker, settings) -> Outcome.of(objective, settings));
    }

    int count() {
        return count;
    }

    /** Makes ready to run an objective. */
    Crew hire(Objective objective) {
        return hire.apply(objective);
    }

    /** Runs trials, each worker one at a time. */
    @FunctionalInterface
    interface Crew extends AutoCloseable {
        /**
         * Runs one trial on a worker's thread.
         *
         * @param worker which worker, from 0
         * @param settings what to try
         */
        Outcome run(int worker, Settings settings);

        @Override
        default void close() {}
    }
}
