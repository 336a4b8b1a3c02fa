package dev.crema.training;

import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Split;
import dev.crema.figures.BarChart;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The same training on several splits of the data (Stone 1974, "Cross-validatory choice and assessment of statistical
 * predictions").
 *
 * @param histories one a fold; its last epoch is the fold's result
 */
public record CrossValidation(List<History> histories) implements Drawable {
    /**
     * Keeps its own copy.
     *
     * @param histories as above
     */
    public CrossValidation {
        histories = List.copyOf(histories);
    }

    static CrossValidation of(
            Supplier<? extends Block> net, List<? extends Split<? extends Examples>> folds, FitOption... options) {
        if (folds.size() < 2) {
            throw new IllegalArgumentException("there is " + folds.size() + " fold; expected at least 2");
        }
        List<History> histories = new ArrayList<>();
        for (Split<? extends Examples> fold : folds) {
            History history = Training.fit(net.get(), fold.train(), fold.test(), options);
            forget(options);
            histories.add(history);
            if (history.state() == History.State.INTERRUPTED) {
                break;
            }
        }
        return new CrossValidation(histories);
    }

    private static void forget(FitOption... options) {
        for (FitOption option : options) {
            if (option instanceof ModelOptimizer optimizer) {
                optimizer.forget();
            }
        }
    }

    /**
     * Returns the mean over the folds.
     *
     * @param measure of each fold's last epoch, such as {@code Epoch::validationAccuracy}
     * @return the mean
     */
    public double mean(ToDoubleFunction<Epoch> measure) {
        return IntStream.range(0, histories.size())
                .mapToDouble(fold -> of(fold, measure))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Returns the standard deviation over the folds, with n − 1.
     *
     * @param measure of each fold's last epoch
     * @return the standard deviation, NaN for a single fold
     */
    public double deviation(ToDoubleFunction<Epoch> measure) {
        double mean = mean(measure);
        double squares = IntStream.range(0, histories.size())
                .mapToDouble(fold -> Math.pow(of(fold, measure) - mean, 2))
                .sum();
        return Math.sqrt(squares / (histories.size() - 1));
    }

    private double of(int fold, ToDoubleFunction<Epoch> measure) {
        return histories.get(fold).last().map(measure::applyAsDouble).orElse(Double.NaN);
    }

    /**
     * Says the result in words.
     *
     * @return for example "accuracy 97.1 % ± 0.4 % over 5 folds"
     */
    public String summary() {
        return (classifies()
                        ? "accuracy %.1f %% ± %.1f %%"
                                .formatted(
                                        100 * mean(Epoch::validationAccuracy),
                                        100 * deviation(Epoch::validationAccuracy))
                        : "loss %.4f ± %.4f".formatted(mean(Epoch::validationLoss), deviation(Epoch::validationLoss)))
                + " over " + histories.size() + " folds";
    }

    private boolean classifies() {
        return !Double.isNaN(mean(Epoch::validationAccuracy));
    }

    @Override
    public Figure draw() {
        ToDoubleFunction<Epoch> measure =
                classifies() ? epoch -> 100 * epoch.validationAccuracy() : Epoch::validationLoss;
        double[] results = IntStream.range(0, histories.size())
                .mapToDouble(fold -> of(fold, measure))
                .toArray();
        List<String> folds = IntStream.rangeClosed(1, histories.size())
                .mapToObj(Integer::toString)
                .toList();
        String numbers = Arrays.stream(results)
                .mapToObj(result -> "%.4g".formatted(result))
                .collect(Collectors.joining(", "));
        return BarChart.of("Cross-validation: " + summary())
                .bars(folds, results)
                .x("fold")
                .y(classifies() ? "accuracy in %" : "loss")
                .alt("Cross-validation: " + summary() + ". By fold: " + numbers + ".")
                .figure();
    }
}
