package dev.crema.search;

import java.util.Random;

/** Draws each trial independently (Bergstra and Bengio 2012, Random Search for Hyper-Parameter Optimization). */
final class RandomSearch extends Strategy {
    private final int trials;
    private final long seed;

    RandomSearch(int trials, long seed) {
        this.trials = requireTrials(trials);
        this.seed = seed;
    }

    @Override
    public Strategy withSeed(long value) {
        return new RandomSearch(trials, value);
    }

    @Override
    int trials(Space space) {
        return trials;
    }

    @Override
    Proposals on(Space space, boolean maximise) {
        Random random = new Random(seed);
        return (known, pending) ->
                space.at(random.doubles(space.settings().size()).toArray());
    }

    @Override
    public String toString() {
        return "Random search";
    }
}
