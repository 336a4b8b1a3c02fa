package dev.crema.reward;

/**
 * How a {@link Dqn} learns.
 *
 * @param discount γ, what a reward one step later is worth, in (0, 1]; default 0.99
 * @param memory transitions that are kept, at least as many as {@code warmUp}; default 10 000
 * @param warmUp transitions before learning begins, at least 1; default 100
 * @param batchSize transitions of each optimiser step, at least 1; default 32
 * @param trainEvery steps of the environment for each of the optimiser, at least 1; default 4
 * @param targetEvery steps of the environment after which the target network becomes a copy of the network, at least 1;
 *     default 200
 * @param firstEpsilon share of random actions at first, in [0, 1]; default 1
 * @param lastEpsilon share of random actions at last, in [0, 1]; default 0.05
 * @param epsilonSteps steps over which the share falls in a straight line, at least 1; default 2 000
 * @param doubleDqn whether the network itself chooses the action that the target network values; default false
 * @param seed of the weights; default 0
 */
public record DqnOptions(
        double discount,
        int memory,
        int warmUp,
        int batchSize,
        int trainEvery,
        int targetEvery,
        double firstEpsilon,
        double lastEpsilon,
        int epsilonSteps,
        boolean doubleDqn,
        long seed) {
    /**
     * Checks the ranges.
     *
     * @param discount as above
     * @param memory as above
     * @param warmUp as above
     * @param batchSize as above
     * @param trainEvery as above
     * @param targetEvery as above
     * @param firstEpsilon as above
     * @param lastEpsilon as above
     * @param epsilonSteps as above
     * @param doubleDqn as above
     * @param seed as above
     * @throws IllegalArgumentException if a value is outside its range
     */
    public DqnOptions {
        Episodes.requireDiscount(discount);
        if (warmUp < 1 || batchSize < 1 || trainEvery < 1 || targetEvery < 1 || epsilonSteps < 1) {
            throw new IllegalArgumentException("warmUp is " + warmUp + ", batchSize " + batchSize + ", trainEvery "
                    + trainEvery + ", targetEvery " + targetEvery + ", epsilonSteps " + epsilonSteps
                    + "; all must be at least 1");
        }
        if (memory < warmUp) {
            throw new IllegalArgumentException(
                    "memory is " + memory + " and warmUp " + warmUp + "; learning would never begin");
        }
        if (!(firstEpsilon >= 0 && firstEpsilon <= 1 && lastEpsilon >= 0 && lastEpsilon <= 1)) {
            throw new IllegalArgumentException(
                    "epsilon goes from " + firstEpsilon + " to " + lastEpsilon + "; both must be in [0, 1]");
        }
    }

    /**
     * Returns the usual choices for small problems.
     *
     * @return the defaults above
     */
    public static DqnOptions defaults() {
        return new DqnOptions(0.99, 10_000, 100, 32, 4, 200, 1, 0.05, 2_000, false, 0);
    }

    /**
     * Changes how the next action is chosen.
     *
     * @param chosenByNetwork whether the network itself chooses it
     * @return these options with that choice
     */
    public DqnOptions withDoubleDqn(boolean chosenByNetwork) {
        return new DqnOptions(
                discount,
                memory,
                warmUp,
                batchSize,
                trainEvery,
                targetEvery,
                firstEpsilon,
                lastEpsilon,
                epsilonSteps,
                chosenByNetwork,
                seed);
    }

    /** The share of random actions after some steps. */
    double epsilon(int steps) {
        double done = Math.min(1, steps / (double) epsilonSteps);
        return firstEpsilon + done * (lastEpsilon - firstEpsilon);
    }
}
