package dev.crema.training;

import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The loss while the learning rate rises from batch to batch: it falls as long as the rate does good, and explodes where the
 * rate is too large (Smith 2017, arXiv:1506.01186, section 3.3).
 *
 * @param rates the learning rate of each batch, rising by the same factor each time
 * @param losses the loss of each batch, smoothed: a running mean that forgets 2 % a batch, as in fastai
 * @param suggested a tenth of the rate at which the loss was lowest, fastai's rule: still safe, and near the fastest
 */
public record LearningRates(double[] rates, double[] losses, double suggested) implements Drawable {
    private static final double LOWEST = 1e-7;
    private static final double HIGHEST = 10;
    private static final int BATCHES = 100;
    // fastai stops at four times the best loss
    private static final double EXPLODED = 4;
    private static final double SMOOTHING = 0.98;

    static LearningRates find(Block net, Examples train, FitOptions options) {
        Fitting.check(net, train, options);
        Fitting.plan(net, train, options);
        if (!(options.optimizer instanceof ModelOptimizer optimizer)) {
            throw new IllegalArgumentException(options.optimizer.getClass().getSimpleName()
                    + " of DJL keeps its learning rate to itself, expected one of adam, sgd, adamW, …");
        }
        int batchesPerEpoch = (train.size() + options.batchSize - 1) / options.batchSize;
        options.epochs = (BATCHES + batchesPerEpoch - 1) / batchesPerEpoch;
        options.live = false;
        options.patience = Integer.MAX_VALUE;
        options.steps = options.steps.withSchedule(
                (epoch, epochs) -> rate((int) Math.round(epoch * batchesPerEpoch)) / optimizer.learningRate());
        options.callbacks.add(new Callback() {
            @Override
            public void afterBatch(Progress progress) {
                double[] losses = RunningMean.of(progress.history().batchLosses(), SMOOTHING);
                double best = Arrays.stream(losses).min().orElseThrow();
                if (losses.length == BATCHES || losses[losses.length - 1] > EXPLODED * best) {
                    progress.stop();
                }
            }
        });
        Learner learner = new Learner(net, optimizer, options.steps);
        try (Weights.Snapshot before = learner.weights().snapshot()) {
            try {
                return of(losses(learner, train, options));
            } finally {
                before.restore();
                optimizer.forget();
            }
        }
    }

    private static double[] losses(Learner learner, Examples train, FitOptions options) {
        try (Supervised step = new Supervised(learner, options)) {
            return new Fit(List.of(learner), step, train, Map::of, options)
                    .run()
                    .batchLosses();
        } catch (DivergedException e) {
            double[] losses = e.history().batchLosses();
            return Arrays.copyOf(losses, losses.length - 1);
        }
    }

    private static LearningRates of(double[] losses) {
        if (losses.length < 3) {
            throw new IllegalStateException(
                    "The loss exploded within " + losses.length
                            + " batches although the learning rate was below 1e-6; look at the inputs for large or missing values");
        }
        double[] rates = IntStream.range(0, losses.length)
                .mapToDouble(LearningRates::rate)
                .toArray();
        double[] smooth = RunningMean.of(losses, SMOOTHING);
        int lowest = IntStream.range(0, smooth.length)
                .reduce((a, b) -> smooth[b] < smooth[a] ? b : a)
                .orElseThrow();
        return new LearningRates(rates, smooth, rates[lowest] / 10);
    }

    private static double rate(int batch) {
        return LOWEST * Math.pow(HIGHEST / LOWEST, batch / (BATCHES - 1.0));
    }

    @Override
    public Figure draw() {
        String alt =
                "The smoothed loss while the learning rate rises from %.1g to %.1g. A rate of %.1g is a tenth of the one with the lowest loss."
                        .formatted(rates[0], rates[rates.length - 1], suggested);
        return LineChart.of("Learning rate finder: try %.1g".formatted(suggested))
                .x("learning rate, power of ten")
                .y("smoothed loss")
                .line("loss", Arrays.stream(rates).map(Math::log10).toArray(), losses)
                .marker(Math.log10(suggested), "suggested")
                .alt(alt)
                .figure();
    }
}
