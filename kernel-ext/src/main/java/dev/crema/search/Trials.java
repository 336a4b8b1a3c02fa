package dev.crema.search;

import dev.crema.figures.DotPlot;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.Numbers;
import dev.crema.figures.ParallelPlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a search has tried.
 *
 * @param space the settings that were searched
 * @param strategy name of the way in which trials were chosen
 * @param maximise whether large scores are good
 * @param planned how many trials were asked for
 * @param all the trials that have ended, by number
 * @param state whether the search is running, and how it ended
 * @param seconds how long it has taken
 */
public record Trials(
        Space space, String strategy, boolean maximise, int planned, List<Trial> all, State state, double seconds)
        implements Drawable {
    /** Whether a search is running, and how it ended. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All trials have ended. */
        FINISHED,
        /** The user stopped it. */
        INTERRUPTED
    }

    private static final int MOST_PANELS = 8;

    /**
     * Keeps its own copy of the trials.
     *
     * @param space as above
     * @param strategy as above
     * @param maximise as above
     * @param planned as above
     * @param all as above
     * @param state as above
     * @param seconds as above
     */
    public Trials {
        all = List.copyOf(all);
    }

    /**
     * Returns the trial with the best score; of equal ones the first.
     *
     * @return the best trial
     * @throws IllegalStateException if no trial has a score, because the search was stopped early
     */
    public Trial best() {
        return leader(all)
                .orElseThrow(() -> new IllegalStateException("No trial has a score yet; let the search run longer."));
    }

    /**
     * Returns the trials as a table, the best first and those without a score last.
     *
     * @return a row for each trial: its number, score, settings, and how it ended
     */
    public Numbers table() {
        List<String> header = new ArrayList<>(List.of("trial", "score"));
        space.settings().forEach(setting -> header.add(setting.name()));
        header.addAll(List.of("seconds", "state"));
        Comparator<Trial> better = Comparator.comparingDouble(trial -> cost(trial));
        List<List<String>> rows = all.stream().sorted(better).map(this::row).toList();
        return new Numbers("Trials, the best first", header, rows);
    }

    private List<String> row(Trial trial) {
        List<String> row = new ArrayList<>(
                List.of(Integer.toString(trial.number()), trial.finished() ? written(trial.score()) : "–"));
        space.settings().forEach(setting -> row.add(written(trial.settings().value(setting.name()))));
        row.add("%.1f".formatted(trial.seconds()));
        String state = trial.state().name().toLowerCase(Locale.ROOT);
        row.add(trial.message().isEmpty() ? state : state + ": " + trial.message());
        return row;
    }

    /**
     * Says in words how far the search is or how it ended, and what was best.
     *
     * @return one or two sentences with the main numbers
     */
    public String summary() {
        String progress =
                switch (state) {
                    case RUNNING -> "%d of %d trials".formatted(all.size(), planned);
                    case FINISHED -> "%d %s in %.0f s".formatted(planned, planned == 1 ? "trial" : "trials", seconds);
                    case INTERRUPTED ->
                        "stopped by an interrupt after %d of %d trials, which are kept".formatted(all.size(), planned);
                };
        long lost = all.stream().filter(trial -> !trial.finished()).count();
        return strategy + ": " + progress
                + leader(all)
                        .map(best -> "; best score %s in trial %d".formatted(written(best.score()), best.number()))
                        .orElse("")
                + (lost == 0 ? "" : "; %d without a score".formatted(lost));
    }

    @Override
    public Figure draw() {
        List<Figure> panels = new ArrayList<>();
        panels.add(progress());
        space.settings().stream().limit(MOST_PANELS).forEach(setting -> panels.add(panel(setting)));
        String hidden = space.settings().size() <= MOST_PANELS
                ? ""
                : " Only the first " + MOST_PANELS + " of " + space.settings().size() + " settings are drawn.";
        String best =
                leader(all).map(trial -> " Best: " + trial.settings() + ".").orElse("");
        Numbers table = table();
        return Figure.beside(summary(), summary() + "." + best + hidden, panels.toArray(Figure[]::new))
                .numbers(table)
                .detail(table.text(12));
    }

    private Figure progress() {
        double[] best = new double[all.size()];
        for (int i = 0; i < best.length; i++) {
            best[i] = leader(all.subList(0, i + 1)).map(Trial::score).orElse(Double.NaN);
        }
        DotPlot plot = DotPlot.of("Score of each trial")
                .x("trial")
                .y("score")
                .xRange(0, planned + 1)
                .dots(numbers(), scores(), order())
                .steps("best so far", numbers(), best);
        return starred(plot, Trial::number).figure();
    }

    private Figure panel(Setting setting) {
        DotPlot plot = DotPlot.of(setting.name()).y("score");
        if (setting instanceof Choice choice) {
            plot = plot.categories(choice.values().stream().map(String::valueOf).toList());
        } else if (setting instanceof LogUniform log) {
            plot = plot.logX().xRange(log.low(), log.high());
        } else if (setting instanceof Uniform uniform) {
            plot = plot.xRange(uniform.low(), uniform.high());
        } else if (setting instanceof Whole whole) {
            plot = plot.xRange(whole.low(), Math.max(whole.high(), whole.low() + 1.0));
        }
        return starred(plot.dots(places(setting), scores(), order()), trial -> place(setting, trial))
                .figure();
    }

    /**
     * Draws every trial as a line across an axis for each setting and one for the score, so that it shows which settings go
     * together in the good ones; trials that failed or diverged are dotted and end in a cross.
     *
     * @return the figure, with the table of trials
     */
    public Figure parallelCoordinates() {
        ParallelPlot plot = ParallelPlot.of("Settings of " + all.size() + " trials, and their scores");
        for (Setting setting : space.settings()) {
            double[] places = places(setting);
            if (setting instanceof Choice choice) {
                plot = plot.categories(
                        setting.name(),
                        places,
                        choice.values().stream().map(String::valueOf).toList());
            } else if (setting instanceof LogUniform log) {
                plot = plot.logarithmic(setting.name(), places, log.low(), log.high());
            } else if (setting instanceof Uniform uniform) {
                plot = plot.linear(setting.name(), places, uniform.low(), uniform.high());
            } else if (setting instanceof Whole whole) {
                plot = plot.linear(setting.name(), places, whole.low(), Math.max(whole.high(), whole.low() + 1.0));
            }
        }
        DoubleSummaryStatistics span =
                all.stream().filter(Trial::finished).mapToDouble(Trial::score).summaryStatistics();
        double low = span.getCount() == 0 ? 0 : span.getMin();
        double high = span.getCount() == 0 || span.getMax() == low ? low + 1 : span.getMax();
        return plot.linear("score", scores(), low, high)
                .best(leader(all).map(all::indexOf).orElse(-1))
                .figure()
                .numbers(table())
                .detail(table().text(12));
    }

    /**
     * Draws the best score that was found for each pair of values of two settings; numbers with many values are taken
     * together in eight ranges, on a logarithmic scale where the setting has one. Where trials only failed or diverged there
     * is a cross, where none was made a grey cell.
     *
     * @param x name of the setting across
     * @param y name of the setting upwards
     * @return the figure
     * @throws IllegalArgumentException if there is no such setting, or both are the same
     */
    public Figure heatMap(String x, String y) {
        return TrialMap.of(this, setting(x), setting(y));
    }

    private Setting setting(String name) {
        return space.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no setting \"" + name + "\"; the space has "
                        + space.settings().stream().map(Setting::name).collect(Collectors.joining(", ")) + "."));
    }

    private double[] places(Setting setting) {
        return all.stream().mapToDouble(trial -> place(setting, trial)).toArray();
    }

    private DotPlot starred(DotPlot plot, ToDoubleFunction<Trial> place) {
        return leader(all)
                .map(best -> plot.star(place.applyAsDouble(best), best.score()))
                .orElse(plot);
    }

    static double place(Setting setting, Trial trial) {
        Object value = trial.settings().value(setting.name());
        return setting instanceof Choice choice ? choice.values().indexOf(value) : ((Number) value).doubleValue();
    }

    private double[] numbers() {
        return all.stream().mapToDouble(Trial::number).toArray();
    }

    private double[] scores() {
        return all.stream().mapToDouble(Trial::score).toArray();
    }

    /** How late a trial came, 0 to 1. */
    private double[] order() {
        return all.stream()
                .mapToDouble(trial -> (trial.number() - 1) / Math.max(1.0, planned - 1))
                .toArray();
    }

    private Optional<Trial> leader(List<Trial> among) {
        return among.stream().filter(Trial::finished).min(Comparator.comparingDouble(this::cost));
    }

    double cost(Trial trial) {
        return !trial.finished() ? Double.NaN : maximise ? -trial.score() : trial.score();
    }

    private static String written(Object value) {
        if (!(value instanceof Double number)) {
            return String.valueOf(value);
        }
        double size = Math.abs(number);
        return size != 0 && (size < 1e-3 || size >= 1e6) ? "%.2e".formatted(number) : "%.4g".formatted(number);
    }
}
