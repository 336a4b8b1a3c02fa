package dev.crema.geometry;

import ai.djl.nn.Block;
import dev.crema.datasets.Samples;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.PlaneChart;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * What a regression of one number gives along the axis, a little beyond the samples on both sides.
 *
 * @param samples what it learned from
 * @param xs places, ascending
 * @param fitted what the network gives there
 * @param error its mean squared error on the samples
 */
public record FunctionFit(Samples samples, double[] xs, double[] fitted, double error) implements Drawable {
    private static final int PLACES = 301;
    // the look of a line: the eleventh has the third colour and, after five dashes, none again
    private static final int SOLID_GREEN = 10;

    static FunctionFit of(Block net, Samples samples) {
        Runs.check(net, 1, "a function fit");
        double low = IntStream.range(0, samples.size())
                .mapToDouble(i -> samples.x()[i])
                .min()
                .orElseThrow();
        double high = IntStream.range(0, samples.size())
                .mapToDouble(i -> samples.x()[i])
                .max()
                .orElseThrow();
        double rim = high > low ? 0.15 * (high - low) : 0.5;
        double[] xs = IntStream.range(0, PLACES)
                .mapToDouble(i -> low - rim + i * (high - low + 2 * rim) / (PLACES - 1))
                .toArray();
        double[] at = IntStream.range(0, samples.size())
                .mapToDouble(i -> samples.x()[i])
                .toArray();
        double[] there = values(net, at);
        double error = IntStream.range(0, at.length)
                .mapToDouble(i -> Math.pow(there[i] - samples.y()[i], 2))
                .average()
                .orElseThrow();
        return new FunctionFit(samples, xs, values(net, xs), error);
    }

    private static double[] values(Block net, double[] xs) {
        float[][] outputs = Runs.outputs(
                net, Arrays.stream(xs).mapToObj(x -> new float[] {(float) x}).toArray(float[][]::new));
        if (outputs[0].length != 1) {
            throw new IllegalArgumentException("The network gives " + outputs[0].length
                    + " numbers for one x, but a function has one; let its last layer be linear(1)");
        }
        return Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
    }

    @Override
    public Figure draw() {
        double[] x = IntStream.range(0, samples.size())
                .mapToDouble(i -> samples.x()[i])
                .toArray();
        double[] y = IntStream.range(0, samples.size())
                .mapToDouble(i -> samples.y()[i])
                .toArray();
        PlaneChart chart = PlaneChart.of("Function fit: mean squared error %.3g".formatted(error))
                .axes("x", "y")
                .points(0, "samples", x, y);
        DoubleUnaryOperator function = samples.function();
        if (function != null) {
            double[] within = Arrays.stream(xs)
                    .filter(at -> at >= Arrays.stream(x).min().orElse(at)
                            && at <= Arrays.stream(x).max().orElse(at))
                    .toArray();
            chart = chart.curve(
                    1, "function", within, Arrays.stream(within).map(function).toArray());
        }
        return chart.curve(SOLID_GREEN, "network", xs, fitted)
                .alt(
                        "Function fit of %d samples: mean squared error %.3g; the network gives %.3g at x = %.3g and %.3g at x = %.3g."
                                .formatted(samples.size(), error, fitted[0], xs[0], fitted[PLACES - 1], xs[PLACES - 1]))
                .figure();
    }
}
