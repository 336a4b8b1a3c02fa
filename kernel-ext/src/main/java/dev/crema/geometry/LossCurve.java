package dev.crema.geometry;

import ai.djl.training.optimizer.Optimizer;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.PlaneChart;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A loss over one weight, and the ways of optimisers down it.
 *
 * @param function the loss of one weight
 * @param weights the places where it was computed, ascending
 * @param losses the loss there
 * @param descents the ways down, none before a {@link #race}
 */
public record LossCurve(DoubleUnaryOperator function, double[] weights, double[] losses, List<Descent> descents)
        implements Drawable {
    private static final int PLACES = 401;

    static LossCurve of(DoubleUnaryOperator function, double low, double high) {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "The range is " + low + " to " + high + "; the upper end must be above the lower, both finite");
        }
        double[] weights = IntStream.range(0, PLACES)
                .mapToDouble(i -> low + i * (high - low) / (PLACES - 1))
                .toArray();
        double[] losses = Arrays.stream(weights).map(function).toArray();
        if (Arrays.stream(losses).noneMatch(Double::isFinite)) {
            throw new IllegalArgumentException("The loss is a finite number nowhere from " + low + " to " + high);
        }
        return new LossCurve(function, weights, losses, List.of());
    }

    /**
     * Lets optimisers walk down the curve from one place.
     *
     * @param start where all start
     * @param steps how many steps each takes, at least 1
     * @param optimizers as in {@link LossSurface#race}
     * @return the curve with a way for each
     * @throws IllegalArgumentException as {@link LossSurface#race}
     */
    public LossCurve race(double start, int steps, Optimizer... optimizers) {
        return new LossCurve(
                function,
                weights,
                losses,
                Descent.race(
                        place -> function.applyAsDouble(place[0]), new double[] {start}, steps, List.of(optimizers)));
    }

    @Override
    public Figure draw() {
        double low = Arrays.stream(losses).filter(Double::isFinite).min().orElseThrow();
        double high = Arrays.stream(losses).filter(Double::isFinite).max().orElseThrow();
        double rim = high > low ? 0.07 * (high - low) : 0.5;
        PlaneChart chart = PlaneChart.of("Descent on a loss curve")
                .axes("weight", "loss")
                .range(weights[0], weights[PLACES - 1], low - rim, high + rim)
                .boundary(weights, losses);
        for (int i = 0; i < descents.size(); i++) {
            chart = chart.path(
                    i,
                    descents.get(i).name(),
                    descents.get(i).along(0),
                    descents.get(i).losses());
        }
        return chart.alt("Loss over one weight, from %.3g to %.3g".formatted(low, high)
                        + descents.stream()
                                .map(descent -> "; " + descent.words())
                                .collect(Collectors.joining())
                        + ".")
                .figure();
    }
}
