package dev.crema.search;

import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The scores of trials over two of their settings. */
final class TrialMap {
    private static final int RANGES = 8;

    private TrialMap() {}

    static Figure of(Trials trials, Setting x, Setting y) {
        if (x.name().equals(y.name())) {
            throw new IllegalArgumentException(
                    "A heat map of \"" + x.name() + "\" over itself shows nothing; name two settings.");
        }
        int columns = names(x).size();
        int rows = names(y).size();
        double[][] best = new double[rows][columns];
        Arrays.stream(best).forEach(row -> Arrays.fill(row, Double.NaN));
        boolean[][] lost = new boolean[rows][columns];
        for (Trial trial : trials.all()) {
            // the largest on top
            int row = rows - 1 - cell(y, trial, rows);
            int column = cell(x, trial, columns);
            if (!trial.finished()) {
                lost[row][column] = true;
            } else if (Double.isNaN(best[row][column])
                    || trials.cost(trial) < (trials.maximise() ? -1 : 1) * best[row][column]) {
                best[row][column] = trial.score();
            }
        }
        int empty = 0;
        int crosses = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                lost[row][column] &= Double.isNaN(best[row][column]);
                crosses += lost[row][column] ? 1 : 0;
                empty += Double.isNaN(best[row][column]) && !lost[row][column] ? 1 : 0;
            }
        }
        List<String> upwards = names(y);
        List<String> downwards = IntStream.range(0, rows)
                .mapToObj(i -> upwards.get(rows - 1 - i))
                .toList();
        String words =
                "Best score for each %s (across, %s to %s) and %s (upwards, %s to %s) of %d trials. %s. %d cells without a trial%s."
                        .formatted(
                                x.name(),
                                names(x).get(0),
                                names(x).get(columns - 1).replaceFirst("^from ", ""),
                                y.name(),
                                upwards.get(0),
                                upwards.get(rows - 1).replaceFirst("^from ", ""),
                                trials.all().size(),
                                trials.summary(),
                                empty,
                                crosses == 0 ? "" : ", " + crosses + " where all failed or diverged");
        return HeatMap.of("Best score by " + x.name() + " and " + y.name())
                .values(best)
                .rows(downwards)
                .columns(names(x))
                .x(x.name())
                .y(y.name())
                .unit("score")
                .numbers("%.3g")
                .crossed(lost)
                .alt(words)
                .figure();
    }

    /** The number of the cell, from 0, that a trial's value falls into. */
    private static int cell(Setting setting, Trial trial, int cells) {
        if (setting instanceof Choice) {
            return (int) Trials.place(setting, trial);
        }
        double[] share = new double[1];
        setting.write(trial.settings().value(setting.name()), share, 0);
        return (int) Math.min(cells - 1, Math.floor(share[0] * cells));
    }

    private static List<String> names(Setting setting) {
        if (setting instanceof Choice choice) {
            return choice.values().stream().map(String::valueOf).toList();
        }
        if (setting instanceof Whole whole && (long) whole.high() - whole.low() < RANGES) {
            return IntStream.rangeClosed(whole.low(), whole.high())
                    .mapToObj(Integer::toString)
                    .toList();
        }
        return IntStream.range(0, RANGES)
                .mapToObj(i -> "from " + written(setting.at((double) i / RANGES)))
                .toList();
    }

    private static String written(Object value) {
        return value instanceof Double number ? "%.2g".formatted(number) : String.valueOf(value);
    }
}
