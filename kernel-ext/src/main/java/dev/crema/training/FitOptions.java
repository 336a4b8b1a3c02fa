package dev.crema.training;

import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;

/** The choices for one training, with the defaults for those not made. */
final class FitOptions {
    private int epochs = 1;
    private int batchSize = 64;
    private long seed = 0;
    private Optimizer optimizer = new Adam(1e-3);
    private Loss loss = Loss.softmaxCrossEntropyLoss();
    private boolean live = true;

    FitOptions(FitOption... options) {
        for (FitOption option : options) {
            if (option instanceof FitOption.Epochs choice) {
                epochs = choice.count();
            } else if (option instanceof FitOption.BatchSize choice) {
                batchSize = choice.count();
            } else if (option instanceof FitOption.Seed choice) {
                seed = choice.value();
            } else if (option instanceof FitOption.Minimiser choice) {
                optimizer = choice.optimizer();
            } else if (option instanceof ModelOptimizer choice) {
                optimizer = choice;
            } else if (option instanceof FitOption.Objective choice) {
                loss = choice.loss();
            } else if (option instanceof FitOption.Quiet) {
                live = false;
            }
        }
    }

    int epochs() {
        return epochs;
    }

    int batchSize() {
        return batchSize;
    }

    long seed() {
        return seed;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Loss loss() {
        return loss;
    }

    boolean live() {
        return live;
    }
}
