package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.figures.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happened while a network was trained.
 *
 * @param plannedEpochs how many epochs were asked for
 * @param epochs what the finished epochs gave, in order
 * @param batchLosses the loss of every batch, in order, also those of an unfinished epoch
 * @param batchesPerEpoch how many batches make an epoch
 * @param state whether the training is running, and how it ended
 * @param seconds how long it has taken
 * @param examplesPerSecond how many training examples were learned from a second, validation included in the time
 * @param unit what the examples are called, such as "images"
 * @param weightsOf the number of the epoch whose weights early stopping has restored, 0 if the network has its last ones
 */
public record History(
        int plannedEpochs,
        List<Epoch> epochs,
        double[] batchLosses,
        int batchesPerEpoch,
        State state,
        double seconds,
        double examplesPerSecond,
        String unit,
        int weightsOf)
        implements Drawable {
    /** Whether a training is running, and how it ended. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All epochs are done. */
        FINISHED,
        /** The validation loss no longer fell; the weights are those of the best epoch. */
        STOPPED_EARLY,
        /** A callback stopped it. */
        STOPPED,
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
     * @param examplesPerSecond as above
     * @param unit as above
     * @param weightsOf as above
     */
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * Returns the epoch with the lowest validation loss.
     *
     * @return the best epoch, or empty before the first has ended or without validation
     */
    public Optional<Epoch> best() {
        return epochs.stream()
                .filter(epoch -> !Double.isNaN(epoch.validationLoss()))
                .min(Comparator.comparingDouble(Epoch::validationLoss));
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
        double done = epochsDone();
        String speed = "%,.0f %s/s".formatted(examplesPerSecond, unit);
        String where =
                switch (state) {
                    case RUNNING ->
                        "%s %d of %d, %s, %s left"
                                .formatted(
                                        round(),
                                        Math.min(plannedEpochs, epochs.size() + 1),
                                        plannedEpochs,
                                        speed,
                                        duration(done == 0 ? Double.NaN : seconds * (plannedEpochs - done) / done));
                    case FINISHED ->
                        "%d %s in %s, %s"
                                .formatted(
                                        plannedEpochs,
                                        plannedEpochs == 1 ? round() : rounds(),
                                        duration(seconds),
                                        speed);
                    case STOPPED_EARLY ->
                        "stopped early after %d of %d %s, %s: the weights are those of %s %d"
                                .formatted(
                                        epochs.size(),
                                        plannedEpochs,
                                        rounds(),
                                        speed,
                                        round(),
                                        best().orElseThrow().number());
                    case STOPPED ->
                        "stopped by a callback after %.1f of %d %s; weights and history are kept"
                                .formatted(done, plannedEpochs, rounds());
                    case INTERRUPTED ->
                        "stopped by an interrupt after %.1f of %d %s; weights and history are kept"
                                .formatted(done, plannedEpochs, rounds());
                    case DIVERGED ->
                        "diverged after %.1f of %d %s: the loss is no longer a number"
                                .formatted(done, plannedEpochs, rounds());
                };
        String restored =
                state != State.STOPPED_EARLY && weightsOf > 0 && weightsOf * batchesPerEpoch < batchLosses.length
                        ? ": the weights are those of " + round() + " " + weightsOf
                        : "";
        return where
                + restored
                + (weightsOf > 0 ? Optional.of(epochs.get(weightsOf - 1)) : last())
                        .filter(epoch -> !Double.isNaN(epoch.validationAccuracy()))
                        .map(epoch -> "; validation accuracy %.1f %%".formatted(100 * epoch.validationAccuracy()))
                        .orElse("");
    }

    /** What one pass over the examples is called: an agent's is an episode. */
    String round() {
        return unit.equals("episodes") ? "episode" : "epoch";
    }

    private String rounds() {
        return round() + "s";
    }

    private static String duration(double seconds) {
        return Double.isNaN(seconds)
                ? "unknown time"
                : seconds < 90
                        ? (seconds < 1 ? "%.1f s" : "%.0f s").formatted(seconds)
                        : "%.0f min %02.0f s".formatted(Math.floor(seconds / 60), seconds % 60);
    }

    @Override
    public Figure draw() {
        boolean named = !epochs.isEmpty() && !epochs.get(0).training().containsKey(Measures.LOSS);
        Stream<LineChart> charts = named
                ? Stream.of(lossesChart())
                : Stream.concat(Stream.of(lossChart()), metrics().stream().map(this::metricChart));
        Figure figure = Figure.beside(
                "Training: " + summary(), alt(), charts.map(LineChart::figure).toArray(Figure[]::new));
        return epochs.isEmpty() ? figure : figure.numbers(table());
    }

    /** What each epoch gave. */
    private Numbers table() {
        List<String> training = List.copyOf(epochs.get(0).training().keySet());
        List<String> validation = List.copyOf(epochs.get(0).validation().keySet());
        List<String> header = new ArrayList<>(List.of(round()));
        header.addAll(training);
        validation.forEach(name -> header.add("validation " + name));
        header.addAll(List.of("learning rate ×", "seconds"));
        List<List<String>> rows = new ArrayList<>();
        for (Epoch epoch : epochs) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(epoch.number())));
            training.forEach(name -> row.add("%.4f".formatted(measure(epoch.training(), name))));
            validation.forEach(name -> row.add("%.4f".formatted(measure(epoch.validation(), name))));
            row.addAll(List.of("%.3g".formatted(epoch.learningRate()), "%.1f".formatted(epoch.seconds())));
            rows.add(row);
        }
        return new Numbers("Means over each " + round(), header, rows);
    }

    /** What is drawn beside the loss; before the first epoch has ended, room for the usual. */
    private List<String> metrics() {
        return epochs.isEmpty()
                ? List.of(Measures.ACCURACY)
                : epochs.get(0).training().keySet().stream()
                        .filter(name -> !name.equals(Measures.LOSS))
                        .toList();
    }

    private LineChart lossChart() {
        LineChart chart = LineChart.of("Loss")
                .x(round())
                .y("loss")
                .xRange(0, plannedEpochs)
                .faint("training", batchEpochs(), sampled(batchLosses))
                .line("training", batchEpochs(), sampled(smoothed()));
        return ended(validated(chart, Measures.LOSS, 1)).alt("Loss against " + rounds() + ". " + alt());
    }

    /** The mean of the last batches' losses, over about a fiftieth of the whole training. */
    private double[] smoothed() {
        double batches = Math.max(10, 0.02 * plannedEpochs * batchesPerEpoch);
        return RunningMean.of(batchLosses, 1 - 1 / batches);
    }

    /** Marks where the training ended before its time. */
    private LineChart ended(LineChart chart) {
        return endedHow().map(how -> chart.marker(epochsDone(), how)).orElse(chart);
    }

    /** Says in a word or two how the training ended, if that was before its time. */
    Optional<String> endedHow() {
        return switch (state) {
            case RUNNING, FINISHED -> Optional.empty();
            case STOPPED_EARLY -> Optional.of("stopped early");
            case STOPPED -> Optional.of("stopped");
            case INTERRUPTED -> Optional.of("interrupted");
            case DIVERGED -> Optional.of("diverged");
        };
    }

    /** Epochs that were trained, with a fraction. */
    double epochsDone() {
        return batchLosses.length / (double) batchesPerEpoch;
    }

    private LineChart metricChart(String name) {
        boolean share = name.equals(Measures.ACCURACY);
        int factor = share ? 100 : 1;
        LineChart chart = LineChart.of(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .x(round())
                .y(share ? "accuracy in %" : name)
                .xRange(0, plannedEpochs)
                .line("training", middles(), each(epoch -> factor * measure(epoch.training(), name)));
        return validated(chart, name, factor).alt(name + " against " + rounds() + ". " + alt());
    }

    private LineChart validated(LineChart chart, String name, int factor) {
        if (epochs.isEmpty() || !epochs.get(0).validation().containsKey(name)) {
            return chart;
        }
        LineChart both = chart.line("validation", ends(), each(epoch -> factor * measure(epoch.validation(), name)));
        return best().filter(best -> epochs.size() > 1)
                .map(best -> both.star(best.number(), factor * measure(best.validation(), name), "best"))
                .orElse(both);
    }

    private LineChart lossesChart() {
        LineChart chart = LineChart.of("Losses").x(round()).y("loss").xRange(0, plannedEpochs);
        for (String name : epochs.get(0).training().keySet()) {
            chart = chart.line(name, middles(), each(epoch -> measure(epoch.training(), name)));
        }
        return chart.alt("Losses against " + rounds() + ". " + alt());
    }

    static double measure(Map<String, Double> measures, String name) {
        return measures.getOrDefault(name, Double.NaN);
    }

    private String alt() {
        String losses = batchLosses.length == 0
                ? ""
                : epochs.size() < 2
                        ? " Batch loss went from %.2f to %.2f."
                                .formatted(batchLosses[0], batchLosses[batchLosses.length - 1])
                        : epochs.get(0).training().keySet().stream()
                                .filter(name -> !name.equals(Measures.ACCURACY))
                                .map(this::fromTo)
                                .collect(Collectors.joining());
        String best = epochs.size() < 2
                ? ""
                : best().map(epoch -> " Validation loss was lowest, %.3f, after %s %d."
                                .formatted(epoch.validationLoss(), round(), epoch.number()))
                        .orElse("");
        return "Training: " + summary() + "." + losses + best;
    }

    private String fromTo(String name) {
        String what = name.equals(Measures.LOSS)
                ? "Training loss"
                : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return " %s went from %.3f to %.3f."
                .formatted(
                        what,
                        measure(epochs.get(0).training(), name),
                        measure(epochs.get(epochs.size() - 1).training(), name));
    }

    // the training loss of an epoch is a mean over the epoch, so it stands in its middle; validation comes at its end
    double[] middles() {
        return each(epoch -> epoch.number() - 0.5);
    }

    double[] ends() {
        return each(Epoch::number);
    }

    double[] each(ToDoubleFunction<Epoch> value) {
        return epochs.stream().mapToDouble(value).toArray();
    }

    double[] batchEpochs() {
        return sampled(i -> (i + 1) / (double) batchesPerEpoch);
    }

    /** Leaves out what a chart has no pixels for: values, one a batch, at the places of {@link #batchEpochs}. */
    double[] sampled(double[] values) {
        return sampled(i -> values[i]);
    }

    private double[] sampled(IntToDoubleFunction value) {
        int step = Math.max(1, (batchLosses.length + MOST_POINTS - 1) / MOST_POINTS);
        return IntStream.range(0, batchLosses.length)
                .filter(i -> i % step == 0)
                .mapToDouble(value)
                .toArray();
    }
}
