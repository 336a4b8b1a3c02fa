package dev.crema.search;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.random.HaltonSequenceGenerator;

/**
 * Learns from the trials so far where a better one may be: a Gaussian process predicts every settings' score, and what
 * is tried next is where the expected improvement over the best score is largest (Jones et al. 1998; Snoek et al. 2012).
 *
 * <p>The first trials are spread evenly by a Halton sequence that the seed shifts. A failed trial counts like the worst
 * score, and so does one that is still running like the best: the constant liar of Ginsbourger et al. (2010), which keeps
 * the next trial away from it.
 */
final class BayesianSearch extends Strategy {
    private static final int HALTON_DIMENSIONS = 40;

    private final int trials;
    private final long seed;

    BayesianSearch(int trials, long seed) {
        this.trials = requireTrials(trials);
        this.seed = seed;
    }

    @Override
    public Strategy withSeed(long value) {
        return new BayesianSearch(trials, value);
    }

    @Override
    int trials(Space space) {
        return trials;
    }

    @Override
    Proposals on(Space space, boolean maximise) {
        int size = space.settings().size();
        Random random = new Random(seed);
        double[] shift = random.doubles(size).toArray();
        HaltonSequenceGenerator halton = new HaltonSequenceGenerator(Math.min(size, HALTON_DIMENSIONS));
        return (known, pending) -> {
            long finished = known.stream().filter(Trial::finished).count();
            if (known.size() + pending.size() < first(size) || finished < 2) {
                double[] place = Arrays.copyOf(halton.nextVector(), size);
                for (int i = 0; i < size; i++) {
                    // shifted around the unit interval's ends; beyond the sequence's dimensions, random
                    place[i] = i < HALTON_DIMENSIONS ? (place[i] + shift[i]) % 1 : random.nextDouble();
                }
                return space.at(place);
            }
            return new ExpectedImprovement(space, known, pending, maximise, random).best();
        };
    }

    /** How many trials are spread evenly before the first that is learned. */
    private int first(int settings) {
        return Math.max(4, Math.min(2 * settings + 1, trials / 2));
    }

    @Override
    public String toString() {
        return "Bayesian search";
    }
}
