package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.figures.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several trainings in one figure: one colour a run, the validation solid, the training in dashes over the pale loss of
 * each batch, a star at each run's best epoch and a line where one ended before its time.
 *
 * <pre>{@code
 * runs("sgd", slow).and("adam", fast).smoothed(0.95).logarithmic()
 * }</pre>
 *
 * @param histories what happened in each run, under its name, in the order of the colours
 * @param smoothing how much of the running mean of the batch losses each batch keeps, in [0, 1), as TensorBoard's slider;
 *     0 draws the raw losses only
 * @param logLoss whether the losses stand on a logarithmic axis; what is not above zero is then left out
 */
public record Runs(Map<String, History> histories, double smoothing, boolean logLoss) implements Drawable {
    /** The smoothing where none is chosen: about 20 batches. */
    public static final double SMOOTHING = 0.95;

    /**
     * Keeps its own copy.
     *
     * @param histories as above
     * @param smoothing as above
     * @param logLoss as above
     * @throws IllegalArgumentException if there is no run, a name is blank, or the smoothing is not in [0, 1)
     */
    public Runs {
        histories = Collections.unmodifiableMap(new LinkedHashMap<>(histories));
        if (histories.isEmpty() || histories.keySet().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "The runs are called " + histories.keySet() + "; expected at least one, each with a name");
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("The smoothing is " + smoothing
                    + ", expected a share from 0, the raw losses, to just below 1, such as 0.95");
        }
    }

    /**
     * Compares trainings, such as those of a loop.
     *
     * @param histories what happened in each run, under its name; a {@code LinkedHashMap} keeps the order
     * @return the runs, smoothed by {@value #SMOOTHING}
     * @throws IllegalArgumentException if there is no run or a name is blank
     */
    public static Runs of(Map<String, History> histories) {
        return new Runs(histories, SMOOTHING, false);
    }

    /**
     * Adds a run.
     *
     * @param name its name, not blank
     * @param history what happened in it
     * @return one run more
     * @throws IllegalArgumentException if the name is blank or there is one of that name
     */
    public Runs and(String name, History history) {
        if (histories.containsKey(name)) {
            throw new IllegalArgumentException("There is a run \"" + name + "\" already; give this one another name");
        }
        Map<String, History> more = new LinkedHashMap<>(histories);
        more.put(name, history);
        return new Runs(more, smoothing, logLoss);
    }

    /**
     * Smooths the batch losses more or less.
     *
     * @param keep share of the running mean that each batch keeps, in [0, 1): 0 shows the raw losses only, 0.98 the mean of
     *     about the last 50 batches
     * @return these runs, smoothed so
     * @throws IllegalArgumentException if the share is not in [0, 1)
     */
    public Runs smoothed(double keep) {
        return new Runs(histories, keep, logLoss);
    }

    /**
     * Puts the losses on a logarithmic axis.
     *
     * @return these runs, drawn so
     */
    public Runs logarithmic() {
        return new Runs(histories, smoothing, true);
    }

    /**
     * Returns the run whose best validation loss is the lowest.
     *
     * @return the name of the best run, or empty if none was validated
     */
    public Optional<String> best() {
        return histories.entrySet().stream()
                .filter(run -> run.getValue().best().isPresent())
                .min(Comparator.comparingDouble(
                        run -> run.getValue().best().orElseThrow().validationLoss()))
                .map(Map.Entry::getKey);
    }

    @Override
    public Figure draw() {
        Set<String> measures = new LinkedHashSet<>();
        histories.values().forEach(history -> history.epochs()
                .forEach(epoch -> measures.addAll(epoch.training().keySet())));
        if (measures.isEmpty()) {
            // only the losses of the batches of unfinished epochs
            measures.add(Measures.LOSS);
        }
        Figure[] charts = measures.stream().map(this::chart).toArray(Figure[]::new);
        String lines = anyValidation() ? ": solid validation, dashed training, ★ each run's best " + round() : "";
        String title = (histories.size() == 1 ? "1 run" : histories.size() + " runs") + lines;
        return Figure.beside(title, alt(), charts).numbers(table());
    }

    /** Agents are compared by episodes, and networks by epochs. */
    private String round() {
        return histories.values().iterator().next().round();
    }

    private boolean anyValidation() {
        return histories.values().stream().anyMatch(history -> history.epochs().stream()
                .anyMatch(epoch -> !epoch.validation().isEmpty()));
    }

    private Figure chart(String measure) {
        boolean share = measure.equals(Measures.ACCURACY);
        String title = measure.substring(0, 1).toUpperCase(Locale.ROOT) + measure.substring(1);
        LineChart chart = LineChart.of(title)
                .x(round())
                .y(share ? "accuracy in %" : measure)
                .xRange(
                        0,
                        histories.values().stream()
                                        .mapToDouble(History::epochsDone)
                                        .max()
                                        .orElse(0)
                                + 1e-9);
        for (Map.Entry<String, History> run : histories.entrySet()) {
            chart = with(chart, run.getKey(), run.getValue(), measure, share ? 100 : 1);
        }
        for (Map.Entry<String, History> run : histories.entrySet()) {
            chart = marked(chart, run.getKey(), run.getValue(), measure, share ? 100 : 1);
        }
        boolean loss = logLoss && !share;
        return (loss ? chart.logY() : chart)
                .alt(title + " of each run against " + round() + "s.")
                .figure();
    }

    private LineChart with(LineChart chart, String name, History history, String measure, int factor) {
        boolean validated =
                history.epochs().stream().anyMatch(epoch -> epoch.validation().containsKey(measure));
        double[] places = history.middles();
        double[] values = history.each(epoch -> factor * History.measure(epoch.training(), measure));
        LineChart with = chart;
        if (ofBatches(history, measure)) {
            places = history.batchEpochs();
            values = history.sampled(RunningMean.of(history.batchLosses(), smoothing));
            if (smoothing > 0) {
                with = with.faint(name, places, history.sampled(history.batchLosses()));
            }
        }
        return validated
                ? with.broken(name, places, values)
                        .line(
                                name,
                                history.ends(),
                                history.each(epoch -> factor * History.measure(epoch.validation(), measure)))
                : with.line(name, places, values);
    }

    /** Tells whether the batches were measured so, and not only the epochs: the first measure of a step is. */
    private static boolean ofBatches(History history, String measure) {
        return history.epochs().stream()
                .findFirst()
                .map(epoch -> epoch.training().keySet().iterator().next().equals(measure))
                .orElse(measure.equals(Measures.LOSS));
    }

    private static LineChart marked(LineChart chart, String name, History history, String measure, int factor) {
        LineChart marked = history.endedHow()
                .map(how -> chart.marker(history.epochsDone(), name + " " + how))
                .orElse(chart);
        return history.best()
                .filter(best -> history.epochs().size() > 1 && best.validation().containsKey(measure))
                .map(best -> marked.star(best.number(), factor * History.measure(best.validation(), measure), ""))
                .orElse(marked);
    }

    private String alt() {
        List<String> sentences = new ArrayList<>();
        histories.forEach((name, history) -> sentences.add(name + ": " + words(history)));
        best().ifPresent(name -> sentences.add("The lowest validation loss is that of " + name));
        return (histories.size() == 1 ? "1 run" : histories.size() + " runs compared") + ". "
                + String.join(". ", sentences) + ".";
    }

    private static String words(History history) {
        double[] losses = history.batchLosses();
        String loss = losses.length == 0
                ? "no batch yet"
                : "batch loss from %.3g to %.3g".formatted(losses[0], losses[losses.length - 1]);
        return loss
                + " in %.3g %ss".formatted(history.epochsDone(), history.round())
                + history.best()
                        .map(best -> ", validation loss lowest, %.4f, after %s %d"
                                .formatted(best.validationLoss(), history.round(), best.number()))
                        .orElse("")
                + history.endedHow().map(how -> ", " + how).orElse("");
    }

    private Numbers table() {
        List<List<String>> rows = new ArrayList<>();
        histories.forEach((name, history) -> {
            Optional<Epoch> best = history.best();
            rows.add(List.of(
                    name,
                    "%.3g".formatted(history.epochsDone()),
                    history.last().map(last -> number(last.loss())).orElse("–"),
                    best.map(epoch -> number(epoch.validationLoss())).orElse("–"),
                    best.map(epoch -> Integer.toString(epoch.number())).orElse("–"),
                    best.map(epoch -> number(epoch.validationAccuracy())).orElse("–"),
                    "%.1f".formatted(history.seconds()),
                    history.endedHow().orElse(history.state() == History.State.RUNNING ? "running" : "finished")));
        });
        List<String> header = List.of(
                "run",
                round() + "s",
                "last training loss",
                "best validation loss",
                "at " + round(),
                "validation accuracy there",
                "seconds",
                "state");
        return new Numbers("The runs", header, rows);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : "%.4f".formatted(value);
    }
}
