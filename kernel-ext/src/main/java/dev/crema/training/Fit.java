package dev.crema.training;

import ai.djl.engine.Engine;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.datasets.ImageBatch;
import dev.crema.torch.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The training loop: for every epoch, for every batch, one step; callbacks see each. */
final class Fit {
    private final List<Learner> learners;
    private final Step step;
    private final Examples train;
    private final Supplier<Map<String, Double>> validation;
    private final FitOptions options;
    private final List<Callback> callbacks;

    /**
     * Prepares a training.
     *
     * @param learners whose weights are kept at each epoch and restored if the training diverges
     * @param step what is done with each batch
     * @param train the examples
     * @param validation measures the networks after an epoch
     * @param options how to train
     */
    Fit(
            List<Learner> learners,
            Step step,
            Examples train,
            Supplier<Map<String, Double>> validation,
            FitOptions options) {
        this.learners = List.copyOf(learners);
        this.step = step;
        this.train = train;
        this.validation = validation;
        this.options = options;
        this.callbacks = new ArrayList<>(options.callbacks);
        if (options.batchSize > train.size()) {
            throw new IllegalArgumentException("batchSize is " + options.batchSize + ", but there are only "
                    + train.size() + " training " + train.unit() + "; take a smaller batch");
        }
    }

    /**
     * Trains.
     *
     * @return what happened, also when an interrupt ended it early
     * @throws DivergedException if a loss is no longer a number; the weights are then those of the last whole epoch
     */
    History run() {
        return Threads.oneIf(options.small, this::train);
    }

    private History train() {
        try {
            learners.forEach(learner -> learner.follow(options.steps, learners.size() == 1));
            return followed();
        } finally {
            // also when a checkpoint is refused: what was frozen for this training must learn again
            learners.forEach(learner -> learner.weights().close());
        }
    }

    private History followed() {
        Progress progress = new Progress(options.epochs, options.batchSize, train.size(), train.unit());
        List<Checkpoint.Lasting> lasting = new ArrayList<>();
        if (options.patience < Integer.MAX_VALUE) {
            EarlyStopping earlyStopping = new EarlyStopping(options.patience, learners);
            callbacks.add(earlyStopping);
            lasting.add(earlyStopping);
        }
        if (options.checkpoint != null) {
            Checkpoint checkpoint = new Checkpoint(options.checkpoint, learners, lasting, options);
            callbacks.add(checkpoint);
            if (options.resume) {
                progress.resume(checkpoint.restore());
            }
        }
        if (options.live) {
            callbacks.add(new LiveCurve());
        }
        try (Snapshots lastWhole = new Snapshots(learners)) {
            each(callback -> callback.beforeTraining(progress));
            while (progress.running()) {
                epoch(progress, lastWhole);
            }
        } finally {
            each(callback -> callback.afterTraining(progress));
        }
        History history = progress.history();
        if (history.state() == History.State.INTERRUPTED) {
            System.out.println("Training " + history.summary());
        }
        return history;
    }

    private void epoch(Progress progress, Snapshots lastWhole) {
        // of the seed and the epoch alone, so that a training that is resumed draws what it would have drawn
        long seed = options.seed + progress.epoch();
        Engine.getInstance().setRandomSeed((int) seed);
        SplittableRandom random = new SplittableRandom(seed);
        double rate = 1;
        for (Batch batch : train.batches(options.batchSize, seed)) {
            try (batch) {
                rate = options.steps.schedule().factor(progress.epochsDone(), options.epochs);
                for (Learner learner : learners) {
                    learner.rate(rate);
                }
                each(callback -> callback.beforeBatch(progress));
                Map<String, Double> measures = step.on(augmented(batch, random));
                progress.endBatch(measures, batch.size());
                if (!measures.values().stream().allMatch(Double::isFinite)) {
                    throw diverged(progress, lastWhole, batch);
                }
            }
            each(callback -> callback.afterBatch(progress));
            if (Thread.interrupted()) {
                progress.end(History.State.INTERRUPTED);
            }
            if (!progress.running()) {
                return;
            }
        }
        if (learners.stream().map(Learner::firstNotFinite).anyMatch(Optional::isPresent)) {
            throw diverged(progress, lastWhole, null);
        }
        progress.endEpoch(validation.get(), rate);
        lastWhole.take();
        each(callback -> callback.afterEpoch(progress));
    }

    private Batch augmented(Batch batch, SplittableRandom random) {
        if (options.augmentation == null) {
            return batch;
        }
        if (!(batch instanceof ImageBatch images)) {
            throw new IllegalArgumentException("Only images can be augmented, and these are "
                    + train.getClass().getSimpleName() + "; leave augment(…) out");
        }
        return options.augmentation.apply(images, random);
    }

    private DivergedException diverged(Progress progress, Snapshots lastWhole, @Nullable Batch batch) {
        String culprit = Culprit.find(learners, batch);
        progress.end(History.State.DIVERGED);
        lastWhole.restore();
        return new DivergedException(progress.history(), culprit, learners);
    }

    private void each(Consumer<Callback> call) {
        callbacks.forEach(call);
    }
}
