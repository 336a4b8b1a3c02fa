package dev.crema.training;

import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.augmentation.Augmentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The choices for one training, with the defaults for those not made. */
final class FitOptions {
    int epochs = 1;
    int batchSize = 64;
    long seed = 0;
    Optimizer optimizer = Optimizers.adam(1e-3);
    Loss loss = Losses.crossEntropy();
    boolean live = true;
    boolean small = false;
    int shares = 1;
    int patience = Integer.MAX_VALUE;

    @Nullable
    Augmentation augmentation;

    @Nullable
    Path checkpoint;

    boolean resume = false;
    Steps steps = Steps.DEFAULT;
    final Map<String, Metric> metrics = new LinkedHashMap<>();
    final List<Callback> callbacks = new ArrayList<>();

    FitOptions(FitOption... options) {
        for (FitOption option : options) {
            if (option instanceof Choice choice) {
                choice.change().accept(this);
            } else if (option instanceof ModelOptimizer choice) {
                optimizer = choice;
            }
        }
    }
}
