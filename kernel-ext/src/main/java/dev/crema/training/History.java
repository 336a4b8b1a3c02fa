package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What happened while a network was trained.
 *
 * @param plannedEpochs how many epochs were asked for
 * @param epochs what the finished epochs gave, in order
 * @param batchLosses the loss of every batch, in order, also those of an unfinished epoch
 * @param batchesPerEpoch how many batches make an epoch
 * @param state whether the training is running, and how it ended
 * @param seconds how long it has taken
 * @param imagesPerSecond how many training images were learned from a second, validation included in the time
 */
public record History(
        int plannedEpochs,
        List<Epoch> epochs,
        double[] batchLosses,
        int batchesPerEpoch,
        State state,
        double seconds,
        double imagesPerSecond)
        implements Drawable {
    /** Whether a training is running, and how it ended. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All epochs are done. */
        FINISHED,
        /** The user stopped it. */
        INTERRUPTED,
        /** The loss was no longer a number. */
        DIVERGED
    }

    // more points than a chart has pixels only make it slow
    private static final int MOST_POINTS = 400;

    /**
     * Keeps its own copy of the epochs.
     *
     * @param plannedEpochs as above
     * @param epochs as above
     * @param batchLosses as above
     * @param batchesPerEpoch as above
     * @param state as above
     * @param seconds as above
     * @param imagesPerSecond as above
     */
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * Returns the epoch with the lowest validation loss.
     *
     * @return the best epoch, or empty before the first has ended
     */
    public Optional<Epoch> best() {
        return epochs.stream().min(Comparator.comparingDouble(Epoch::validationLoss));
    }

    /**
     * Returns the last finished epoch.
     *
     * @return the last epoch, or empty before the first has ended
     */
    public Optional<Epoch> last() {
        return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
    }

    /**
     * Says in words how far the training is or how it ended.
     *
     * @return one or two sentences with the main numbers
     */
    public String summary() {
        double done = batchLosses.length / (double) batchesPerEpoch;
        String speed = "%,.0f images/s".formatted(imagesPerSecond);
        String where =
                switch (state) {
                    case RUNNING ->
                        "epoch %d of %d, %s, %s left"
                                .formatted(
                                        Math.min(plannedEpochs, epochs.size() + 1),
                                        plannedEpochs,
                                        speed,
                                        duration(done == 0 ? Double.NaN : seconds * (plannedEpochs - done) / done));
                    case FINISHED ->
                        "%d %s in %s, %s"
                                .formatted(
                                        plannedEpochs,
                                        plannedEpochs == 1 ? "epoch" : "epochs",
                                        duration(seconds),
                                        speed);
                    case INTERRUPTED ->
                        "stopped by an interrupt after %.1f of %d epochs; weights and history are kept"
                                .formatted(done, plannedEpochs);
                    case DIVERGED ->
                        "diverged after %.1f of %d epochs: the loss is no longer a number"
                                .formatted(done, plannedEpochs);
                };
        return where
                + last().map(epoch -> "; validation accuracy %.1f %%".formatted(100 * epoch.validationAccuracy()))
                        .orElse("");
    }

    private static String duration(double seconds) {
        return Double.isNaN(seconds)
                ? "unknown time"
                : seconds < 90
                        ? "%.0f s".formatted(seconds)
                        : "%.0f min %02.0f s".formatted(Math.floor(seconds / 60), seconds % 60);
    }

    @Override
    public Figure draw() {
        return Figure.beside(
                "Training: " + summary(),
                alt(),
                lossChart().figure(),
                accuracyChart().figure());
    }

    private LineChart lossChart() {
        LineChart chart = LineChart.of("Loss")
                .x("epoch")
                .y("loss")
                .xRange(0, plannedEpochs)
                .faint("each batch", batchEpochs(), sampledBatchLosses())
                .line("training", middles(), each(Epoch::loss))
                .line("validation", ends(), each(Epoch::validationLoss))
                .alt("Loss against epochs. " + alt());
        return best().filter(best -> epochs.size() > 1)
                .map(best -> chart.star(best.number(), best.validationLoss(), "best"))
                .orElse(chart);
    }

    private LineChart accuracyChart() {
        LineChart chart = LineChart.of("Accuracy")
                .x("epoch")
                .y("accuracy in %")
                .xRange(0, plannedEpochs)
                .line("training", middles(), each(epoch -> 100 * epoch.accuracy()))
                .line("validation", ends(), each(epoch -> 100 * epoch.validationAccuracy()))
                .alt("Accuracy against epochs. " + alt());
        return best().filter(best -> epochs.size() > 1)
                .map(best -> chart.star(best.number(), 100 * best.validationAccuracy(), "best"))
                .orElse(chart);
    }

    private String alt() {
        String losses = batchLosses.length == 0
                ? ""
                : epochs.size() < 2
                        ? " Batch loss went from %.2f to %.2f."
                                .formatted(batchLosses[0], batchLosses[batchLosses.length - 1])
                        : " Training loss went from %.3f to %.3f."
                                .formatted(
                                        epochs.get(0).loss(),
                                        epochs.get(epochs.size() - 1).loss());
        String best = epochs.size() < 2
                ? ""
                : best().map(epoch -> " Validation loss was lowest, %.3f, after epoch %d."
                                .formatted(epoch.validationLoss(), epoch.number()))
                        .orElse("");
        return "Training: " + summary() + "." + losses + best;
    }

    // the training loss of an epoch is a mean over the epoch, so it stands in its middle; validation comes at its end
    private double[] middles() {
        return each(epoch -> epoch.number() - 0.5);
    }

    private double[] ends() {
        return each(Epoch::number);
    }

    private double[] each(ToDoubleFunction<Epoch> value) {
        return epochs.stream().mapToDouble(value).toArray();
    }

    private double[] batchEpochs() {
        return sampled(i -> (i + 1) / (double) batchesPerEpoch);
    }

    private double[] sampledBatchLosses() {
        return sampled(i -> batchLosses[i]);
    }

    private double[] sampled(IntToDoubleFunction value) {
        int step = Math.max(1, (batchLosses.length + MOST_POINTS - 1) / MOST_POINTS);
        return IntStream.range(0, batchLosses.length)
                .filter(i -> i % step == 0)
                .mapToDouble(value)
                .toArray();
    }
}
