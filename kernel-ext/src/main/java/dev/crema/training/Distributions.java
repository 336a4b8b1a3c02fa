package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.PlaneChart;
import dev.crema.layers.Parameters;
import dev.crema.layers.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Watches how the weights of each layer, and what the layer gives, are spread, before training and after each epoch: weights
 * that never move, units pushed to where their activation is flat, layers whose numbers fade or grow. After TensorBoard's
 * histograms. The picture leaves out the half per cent of the smallest and of the largest numbers.
 *
 * <p>Looking takes one forward pass over the watched examples; 66 numbers are kept of each layer at each moment.
 *
 * <pre>{@code
 * var distributions = distributions(net, digits.validation().first(256));
 * fit(net, digits, epochs(5), callback(distributions));
 * distributions
 * }</pre>
 */
public final class Distributions implements Callback, Drawable {
    /** The most layers that are drawn; of more, some spread evenly from the first to the last. */
    public static final int MOST = 4;

    private static final int ROWS = 48;
    private static final double STRAYS = 0.005;

    /**
     * What was seen at one moment.
     *
     * @param epoch epochs done, 0 before training
     * @param weights the weights of each layer that has some, without biases, under its path
     * @param outputs what each of these layers gave for the watched examples, before any activation that follows
     */
    public record Moment(int epoch, Map<String, Histogram> weights, Map<String, Histogram> outputs) {}

    private final Block net;
    private final Examples examples;
    private final List<Moment> moments = new ArrayList<>();

    Distributions(Block net, Examples examples) {
        this.net = net;
        this.examples = examples;
    }

    @Override
    public void beforeTraining(Progress progress) {
        look(progress);
    }

    @Override
    public void afterEpoch(Progress progress) {
        look(progress);
    }

    /**
     * Returns what was seen.
     *
     * @return one moment before training, then one an epoch
     */
    public List<Moment> all() {
        return List.copyOf(moments);
    }

    private void look(Progress progress) {
        Map<String, Histogram> weights = new LinkedHashMap<>();
        Parameters.named(net).forEach((name, parameter) -> {
            NDArray array = parameter.getArray();
            if (parameter.requiresGradient() && array.getShape().dimension() > 1) {
                weights.putIfAbsent(
                        name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name, Histogram.of(array));
            }
        });
        Map<String, Histogram> outputs = new LinkedHashMap<>();
        try (Batch batch = examples.batches(examples.size()).iterator().next()) {
            Trace.run(net, batch.inputs(), (path, layer, input, output) -> {
                if (weights.containsKey(path)) {
                    // of a layer that runs several times, the first run
                    outputs.putIfAbsent(path, Histogram.of(output));
                }
            });
        }
        moments.add(new Moment(progress.history().epochs().size(), weights, outputs));
    }

    @Override
    public Figure draw() {
        if (moments.isEmpty()) {
            throw new IllegalStateException(
                    "Nothing was watched yet; train with fit(net, data, callback(distributions))");
        }
        List<String> all = List.copyOf(moments.get(0).weights().keySet());
        int shown = Math.min(MOST, all.size());
        List<String> layers = IntStream.range(0, shown)
                .mapToObj(i -> all.get(shown == 1 ? 0 : i * (all.size() - 1) / (shown - 1)))
                .toList();
        List<Figure> charts = new ArrayList<>();
        for (String layer : layers) {
            charts.add(chart("weights of " + layer, moment -> moment.weights().get(layer)));
            if (moments.get(0).outputs().containsKey(layer)) {
                charts.add(chart(
                        "what " + layer + " gives", moment -> moment.outputs().get(layer)));
            }
        }
        String title = "How weights and outputs are spread"
                + (shown < all.size() ? ", in " + shown + " of " + all.size() + " layers" : "");
        String alt = charts.stream().map(Figure::alt).reduce(title + ".", (text, one) -> text + " " + one);
        return Figure.beside(title, alt, charts.toArray(Figure[]::new));
    }

    private Figure chart(String name, Function<Moment, Histogram> histogram) {
        // a few strays would squeeze all others into a line
        double low = moments.stream()
                .map(histogram)
                .mapToDouble(seen -> seen.quantile(STRAYS))
                .min()
                .orElse(0);
        double high = moments.stream()
                .map(histogram)
                .mapToDouble(seen -> seen.quantile(1 - STRAYS))
                .max()
                .orElse(0);
        double rim = high > low ? 0 : Math.max(1e-6, Math.abs(low));
        double from = low - rim;
        double to = high + rim;
        int columns = Math.max(2, moments.size());
        double[][] field = new double[ROWS][columns];
        for (int column = 0; column < columns; column++) {
            double[] shares = histogram
                    .apply(moments.get(Math.min(column, moments.size() - 1)))
                    .shares(from, to, ROWS);
            for (int row = 0; row < ROWS; row++) {
                field[row][column] = 100 * shares[row];
            }
        }
        Histogram first = histogram.apply(moments.get(0));
        Histogram last = histogram.apply(moments.get(moments.size() - 1));
        return PlaneChart.of(name)
                .axes("epoch", "value")
                .range(0, Math.max(1, moments.get(moments.size() - 1).epoch()), from, to)
                .field(field, "share in %")
                .alt("%s: from %.3g to %.3g at first, from %.3g to %.3g after %d epochs."
                        .formatted(
                                name,
                                first.low(),
                                first.high(),
                                last.low(),
                                last.high(),
                                moments.get(moments.size() - 1).epoch()))
                .figure();
    }
}
