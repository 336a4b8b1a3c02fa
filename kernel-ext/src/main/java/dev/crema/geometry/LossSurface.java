package dev.crema.geometry;

import ai.djl.training.optimizer.Optimizer;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.figures.PlaneChart;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A loss over two weights, and the ways of optimisers down it.
 *
 * <pre>{@code
 * lossSurface((x, y) -> x * x + 10 * y * y, -3, 3, -3, 3).race(-2.5, 2, 50, sgd(0.05), sgd(0.05, 0.9), adam(0.2))
 * }</pre>
 *
 * @param function the loss of two weights
 * @param lattice the places where it was computed
 * @param losses {@code [rows][columns]}, the lowest row first
 * @param descents the ways down, none before a {@link #race}
 */
public record LossSurface(DoubleBinaryOperator function, Lattice lattice, double[][] losses, List<Descent> descents)
        implements Drawable {
    static final int SIZE = 81;
    private static final int LEVELS = 12;
    // a surface that spans more than this is all one colour without a logarithm
    private static final double WIDE = 50;

    static LossSurface of(DoubleBinaryOperator function, Lattice lattice) {
        double[][] losses = lattice.values(function);
        if (Arrays.stream(losses).flatMapToDouble(Arrays::stream).noneMatch(Double::isFinite)) {
            throw new IllegalArgumentException("The loss is a finite number nowhere in the range; look at "
                    + lattice.xLow() + ", " + lattice.yLow() + ", where it is " + losses[0][0]);
        }
        return new LossSurface(function, lattice, losses, List.of());
    }

    /**
     * Lets optimisers walk down the surface from one place, each with the gradient that central differences give.
     *
     * @param startX where all start
     * @param startY where all start
     * @param steps how many steps each takes, at least 1
     * @param optimizers the optimisers, such as {@code sgd(0.1)} and {@code adam(0.1)}; what they remember of other
     *     trainings is left as it is
     * @return the surface with a way for each
     * @throws IllegalArgumentException if there is no optimiser, {@code steps} is less than 1, or the loss at the start is
     *     not finite
     */
    public LossSurface race(double startX, double startY, int steps, Optimizer... optimizers) {
        return new LossSurface(
                function,
                lattice,
                losses,
                Descent.race(
                        place -> function.applyAsDouble(place[0], place[1]),
                        new double[] {startX, startY},
                        steps,
                        List.of(optimizers)));
    }

    @Override
    public Figure draw() {
        PlaneChart chart = plane(PlaneChart.of("Loss surface").axes("weight 1", "weight 2"), lattice, losses);
        for (int i = 0; i < descents.size(); i++) {
            Descent descent = descents.get(i);
            chart = chart.path(i, descent.name(), descent.along(0), descent.along(1));
        }
        Figure surface = chart.alt(alt()).figure();
        return descents.isEmpty() ? surface : Figure.beside("Race down a loss surface", alt(), surface, curves());
    }

    private Figure curves() {
        LineChart chart = LineChart.of("Loss after each step").x("step").y("loss");
        boolean log = descents.stream()
                .allMatch(descent -> Arrays.stream(descent.losses()).allMatch(loss -> loss > 0));
        for (Descent descent : descents) {
            double[] steps =
                    IntStream.range(0, descent.losses().length).asDoubleStream().toArray();
            chart = chart.line(descent.name(), steps, descent.losses());
        }
        return (log ? chart.logY() : chart).figure();
    }

    /** Colours and lines of a surface; logarithmic where it spans orders of magnitude. */
    static PlaneChart plane(PlaneChart chart, Lattice lattice, double[][] losses) {
        double low = finite(losses).min().orElseThrow();
        double high = finite(losses).max().orElseThrow();
        boolean log = low > 0 && high / low > WIDE;
        double[] levels = IntStream.rangeClosed(1, LEVELS)
                .mapToDouble(i -> i / (LEVELS + 1.0))
                .map(share -> log ? low * Math.pow(high / low, share) : low + share * share * (high - low))
                .toArray();
        PlaneChart coloured = lattice.shown(chart).field(losses, "loss").contours(levels);
        return log ? coloured.logColours() : coloured;
    }

    private static DoubleStream finite(double[][] losses) {
        return Arrays.stream(losses).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }

    private String alt() {
        return "Loss surface from %.3g to %.3g"
                        .formatted(
                                finite(losses).min().orElseThrow(),
                                finite(losses).max().orElseThrow())
                + (descents.isEmpty()
                        ? "."
                        : descents.stream().map(Descent::words).collect(Collectors.joining("; ", ": ", ".")));
    }
}
