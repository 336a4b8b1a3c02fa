package dev.crema.embedding;

/**
 * The knobs of t-SNE. The defaults suit most data.
 *
 * @param perplexity how many neighbours each point effectively listens to, at least 1 and below a third of the number of
 *     points; default 30. Small: the map falls into many crumbs. Large: it approaches one smooth blob
 * @param iterations steps of gradient descent in all, at least 1; default 750. The first third, at most 250, is exaggerated
 * @param learningRate the length of a step, or {@link #AUTOMATIC} (the default) for the number of points divided by the
 *     exaggeration in force (Belkina et al. 2019). Too low: points stay in a dense ball. Too high: they lie as in a gas
 * @param earlyExaggeration the factor on all attractions in the first iterations, which falls to 1 over the last fifth of
 *     them; at least 1; default 12. It gathers clusters while they can still pass through each other
 * @param seed seed of the jitter, a hundredth of the initial spread, that tells equal points apart; default 0
 */
public record TsneOptions(double perplexity, int iterations, double learningRate, double earlyExaggeration, long seed) {
    /** The learning rate that follows the number of points and the exaggeration. */
    public static final double AUTOMATIC = 0;

    /**
     * Checks the ranges that do not depend on the data.
     *
     * @param perplexity effective number of neighbours
     * @param iterations steps in all
     * @param learningRate length of a step, or {@link #AUTOMATIC}
     * @param earlyExaggeration factor on all attractions in the first iterations
     * @param seed seed of the jitter
     * @throws IllegalArgumentException if a knob is outside its range
     */
    public TsneOptions {
        if (!(perplexity >= 1 && perplexity < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The perplexity is " + perplexity + ": expected at least 1; 5 to 50 are usual.");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "The number of iterations is " + iterations + ": expected at least 1; 750 is usual.");
        }
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The learning rate is " + learningRate
                            + ": expected a positive number, or TsneOptions.AUTOMATIC for the number of points / exaggeration.");
        }
        if (!(earlyExaggeration >= 1 && earlyExaggeration < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The early exaggeration is " + earlyExaggeration + ": expected at least 1; 12 is usual.");
        }
    }

    /**
     * Returns the settings that suit most data.
     *
     * @return perplexity 30, 750 iterations, automatic learning rate, early exaggeration 12, seed 0
     */
    public static TsneOptions defaults() {
        return new TsneOptions(30, 750, AUTOMATIC, 12, 0);
    }

    /**
     * Changes the perplexity.
     *
     * @param value the effective number of neighbours, at least 1
     * @return these options with that perplexity
     */
    public TsneOptions withPerplexity(double value) {
        return new TsneOptions(value, iterations, learningRate, earlyExaggeration, seed);
    }

    /**
     * Changes the number of iterations.
     *
     * @param value the steps in all, at least 1
     * @return these options with that many iterations
     */
    public TsneOptions withIterations(int value) {
        return new TsneOptions(perplexity, value, learningRate, earlyExaggeration, seed);
    }

    /**
     * Changes the learning rate.
     *
     * @param value the length of a step, positive, or {@link #AUTOMATIC}
     * @return these options with that learning rate
     */
    public TsneOptions withLearningRate(double value) {
        return new TsneOptions(perplexity, iterations, value, earlyExaggeration, seed);
    }

    /**
     * Changes the early exaggeration.
     *
     * @param value the factor on all attractions in the first iterations, at least 1
     * @return these options with that exaggeration
     */
    public TsneOptions withEarlyExaggeration(double value) {
        return new TsneOptions(perplexity, iterations, learningRate, value, seed);
    }

    /**
     * Changes the seed.
     *
     * @param value any number
     * @return these options with that seed
     */
    public TsneOptions withSeed(long value) {
        return new TsneOptions(perplexity, iterations, learningRate, earlyExaggeration, value);
    }

    /** Returns how many of the first iterations are exaggerated. */
    int exaggerated() {
        return Math.min(250, iterations / 3);
    }

    /**
     * Returns the factor on all attractions in an iteration. It falls by equal ratios: points that were drawn to a wrong place
     * find a better one while clusters part, for which a fall at once leaves them no time.
     */
    double exaggeration(int iteration) {
        int fall = exaggerated() / 5;
        double left = Math.min(1, Math.max(0, (exaggerated() - iteration) / (fall + 1.0)));
        return StrictMath.pow(earlyExaggeration, left);
    }

    /** Returns the learning rate for a number of points and the exaggeration in force. */
    double rate(int points, double exaggeration) {
        return learningRate == AUTOMATIC ? points / exaggeration : learningRate;
    }

    /** Returns the number of neighbours that carry an affinity: three times the perplexity (van der Maaten 2014). */
    int neighbours() {
        return (int) (3 * perplexity);
    }
}
