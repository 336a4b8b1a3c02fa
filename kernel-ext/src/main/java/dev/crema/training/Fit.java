package dev.crema.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.LiveFigure;
import dev.crema.layers.Layers;

/** The training loop: for every epoch, for every batch, forward, loss, backward, step. */
final class Fit {
    private final Block net;
    private final LabelledImages train;
    private final LabelledImages validation;
    private final FitOptions options;

    Fit(Block net, LabelledImages train, LabelledImages validation, FitOptions options) {
        this.net = net;
        this.train = train;
        this.validation = validation;
        this.options = options;
        if (options.batchSize() > train.size()) {
            throw new IllegalArgumentException("batchSize is " + options.batchSize() + ", but there are only "
                    + train.size() + " training images; take a smaller batch");
        }
    }

    /**
     * Trains.
     *
     * @return what happened, also when an interrupt ended it early
     * @throws DivergedException if the loss is no longer a number; the weights are then those of the last whole epoch
     */
    History run() {
        Layers.initialize(net, train.first(1).images().getShape(), options.seed());
        Predictions.check(net, train);
        Predictions.check(net, validation);
        Engine.getInstance().setRandomSeed((int) options.seed());
        Progress progress = new Progress(options.epochs(), options.batchSize(), train.size());
        try (Weights weights = new Weights(net);
                LiveFigure figure = LiveFigure.open()) {
            while (progress.running()) {
                for (ImageBatch batch : train.batches(options.batchSize(), options.seed() + progress.epoch())) {
                    try (batch) {
                        step(batch, weights, progress);
                    }
                    if (progress.diverged()) {
                        weights.restore();
                        throw new DivergedException(progress.history(), options.optimizer());
                    }
                    show(figure, progress);
                    if (Thread.interrupted()) {
                        return interrupted(progress, figure);
                    }
                }
                progress.endEpoch(Evaluation.of(net, validation, options.loss()));
                weights.keep();
                show(figure, progress);
            }
            return progress.history();
        }
    }

    private void step(ImageBatch batch, Weights weights, Progress progress) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            ParameterStore store = new ParameterStore(batch.manager(), false);
            NDList scores = net.forward(store, new NDList(batch.images()), true);
            NDArray mean = options.loss().evaluate(new NDList(batch.labels()), scores);
            float loss = mean.getFloat();
            if (Float.isFinite(loss)) {
                gradients.backward(mean);
                weights.step(options.optimizer());
            }
            progress.endBatch(loss, Evaluation.correct(scores.head(), batch.labels()), batch.size());
        }
    }

    private History interrupted(Progress progress, LiveFigure figure) {
        progress.interrupt();
        show(figure, progress);
        System.out.println("Training " + progress.history().summary());
        return progress.history();
    }

    private void show(LiveFigure figure, Progress progress) {
        if (options.live()) {
            figure.show(() -> progress.history().draw());
        }
    }
}
