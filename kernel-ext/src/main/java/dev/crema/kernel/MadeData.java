package dev.crema.kernel;

import dev.crema.datasets.Points;
import dev.crema.datasets.Samples;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.figures.Numbers;
import dev.crema.figures.ScatterPlot;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures of the data of first lessons. */
final class MadeData {
    /** As many pixels as a chart is wide: a jump of the function must not look like a slope. */
    private static final int PLACES = 300;

    private MadeData() {}

    static Figure of(Points points) {
        String classes = IntStream.range(0, points.classes().size())
                .mapToObj(label -> Arrays.stream(points.labels())
                                .filter(other -> other == label)
                                .count()
                        + " "
                        + points.classes().get(label))
                .collect(Collectors.joining(", "));
        return ScatterPlot.of("Points of " + points.classes().size() + " classes")
                .points(Arrays.stream(points.points())
                        .map(point -> new double[] {point[0], point[1]})
                        .toArray(double[][]::new))
                .colouredBy(points.labels(), points.classes())
                .x(points.axes().get(0))
                .y(points.axes().get(1))
                .alt(points + " over " + points.axes().get(0) + " and "
                        + points.axes().get(1) + ": " + classes + ".")
                .figure();
    }

    static Figure of(Samples samples) {
        // a gap after each sample, so that it is a dot and not a corner of a line
        double[] x = apart(samples.x());
        double[] y = apart(samples.y());
        DoubleUnaryOperator function = samples.function();
        String title = "Samples of a function" + (function == null ? "" : " (the thin line)");
        LineChart chart = LineChart.of(title).x("x").y("y");
        if (function != null) {
            double low = Arrays.stream(x).filter(Double::isFinite).min().orElseThrow();
            double high = Arrays.stream(x).filter(Double::isFinite).max().orElseThrow();
            double[] places = IntStream.rangeClosed(0, PLACES)
                    .mapToDouble(i -> low + (high - low) * i / PLACES)
                    .toArray();
            // faint, for the markers of a line that is not would look like samples
            chart = chart.faint(
                    "function", places, Arrays.stream(places).map(function).toArray());
        }
        return chart.line("samples", x, y)
                .alt(samples + " over x and y, " + (function == null ? "" : "and the function without noise, ")
                        + range("x", samples.x()) + ", " + range("y", samples.y()) + ".")
                .figure()
                .detail("")
                .numbers(table(samples));
    }

    private static Numbers table(Samples samples) {
        String[][] rows = IntStream.range(0, samples.size())
                .mapToObj(i -> new String[] {Numerals.of(samples.x()[i]), Numerals.of(samples.y()[i])})
                .toArray(String[][]::new);
        return Numbers.of("Samples", List.of("x", "y"), rows);
    }

    private static String range(String name, float[] values) {
        Spread spread = Spread.of(IntStream.range(0, values.length).mapToDouble(i -> values[i]));
        return name + " from " + Numerals.of(spread.min()) + " to " + Numerals.of(spread.max());
    }

    private static double[] apart(float[] values) {
        return IntStream.range(0, 2 * values.length)
                .mapToDouble(i -> i % 2 == 0 ? values[i / 2] : Double.NaN)
                .toArray();
    }
}
