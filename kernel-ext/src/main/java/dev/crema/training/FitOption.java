package dev.crema.training;

import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;

/** A named choice for {@link Training#fit}: {@code epochs(3)}, {@code adam(1e-3)}, {@code batchSize(64)}, … */
public sealed interface FitOption
        permits FitOption.Epochs,
                FitOption.BatchSize,
                FitOption.Seed,
                FitOption.Minimiser,
                FitOption.Objective,
                FitOption.Quiet,
                ModelOptimizer {
    /**
     * How often the network sees each training sample.
     *
     * @param count at least 1
     */
    record Epochs(int count) implements FitOption {
        /**
         * Refuses counts below 1.
         *
         * @param count as above
         */
        public Epochs {
            requireAtLeastOne("epochs", count);
        }
    }

    /**
     * How many samples each step is computed from.
     *
     * @param count at least 1
     */
    record BatchSize(int count) implements FitOption {
        /**
         * Refuses counts below 1.
         *
         * @param count as above
         */
        public BatchSize {
            requireAtLeastOne("batchSize", count);
        }
    }

    /**
     * Where the random numbers of initialisation, shuffling and dropout start.
     *
     * @param value any number
     */
    record Seed(long value) implements FitOption {}

    /**
     * Any DJL optimiser.
     *
     * @param optimizer the optimiser
     */
    record Minimiser(Optimizer optimizer) implements FitOption {}

    /**
     * What is made small.
     *
     * @param loss the loss
     */
    record Objective(Loss loss) implements FitOption {}

    /** Trains without a live curve. */
    record Quiet() implements FitOption {}

    private static void requireAtLeastOne(String name, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(name + " is " + count + "; it must be at least 1");
        }
    }
}
