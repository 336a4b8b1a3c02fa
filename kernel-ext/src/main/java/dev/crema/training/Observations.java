package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import dev.crema.figures.LineChart;
import dev.crema.layers.Parameters;
import dev.crema.layers.Trace;
import dev.crema.memory.Owned;
import dev.crema.torch.Gradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks into a network before its training and after each epoch: how long the gradient of each layer is, how many units are
 * dead, how fast it goes and how much native memory is in use. Gradients that fade or grow from layer to layer, and units
 * that no longer answer to anything, are why deep networks fail to learn.
 *
 * <pre>{@code
 * var observations = observe(net, digits.validation().first(256));
 * fit(net, digits, epochs(5), callback(observations));
 * observations
 * }</pre>
 */
public final class Observations implements Callback, Drawable {
    /**
     * What was seen at one moment.
     *
     * @param epoch epochs done, 0 before training
     * @param gradientNorms length of the gradient of each layer's weights and biases together, for the mean loss over the
     *     observed examples, under the layer's path
     * @param deadUnits share of the units of each ReLU layer that are 0 for all observed examples (of a feature map: in
     *     all places), under the layer's path
     * @param examplesPerSecond training speed until then
     * @param nativeBytes bytes of all native arrays that have an owner; views of an array count again
     */
    public record Observation(
            int epoch,
            Map<String, Double> gradientNorms,
            Map<String, Double> deadUnits,
            double examplesPerSecond,
            long nativeBytes) {}

    /** More could not be told apart. */
    private static final int MOST_LINES = 8;

    private final Block net;
    private final Examples examples;
    private final Loss loss;
    private final List<Observation> observations = new ArrayList<>();

    Observations(Block net, Examples examples, Loss loss) {
        this.net = net;
        this.examples = examples;
        this.loss = loss;
    }

    @Override
    public void beforeTraining(Progress progress) {
        observe(progress);
    }

    @Override
    public void afterEpoch(Progress progress) {
        observe(progress);
    }

    /**
     * Returns what was seen.
     *
     * @return one observation before training, then one an epoch
     */
    public List<Observation> all() {
        return List.copyOf(observations);
    }

    private void observe(Progress progress) {
        History history = progress.history();
        try (Batch batch = examples.batches(examples.size()).iterator().next()) {
            observations.add(new Observation(
                    history.epochs().size(),
                    gradientNorms(batch),
                    deadUnits(batch),
                    history.examplesPerSecond(),
                    Owned.nativeBytes()));
        }
    }

    private Map<String, Double> gradientNorms(Batch batch) {
        // without training mode: dropout and batch statistics stay out of it, and the random state as it is
        try (GradientCollector collector = Gradients.collector()) {
            NDList outputs = net.forward(new ParameterStore(batch.manager(), false), new NDList(batch.inputs()), false);
            collector.backward(loss.evaluate(batch.targets(), outputs));
        }
        Map<String, Double> squares = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> parameter : Parameters.named(net).entrySet()) {
            NDArray array = parameter.getValue().getArray();
            if (array.hasGradient()) {
                try (NDArray gradient = array.getGradient();
                        NDArray square = gradient.square();
                        NDArray sum = square.sum()) {
                    squares.merge(layer(parameter.getKey()), (double) Scalars.of(sum), Double::sum);
                    gradient.subi(gradient);
                }
            }
        }
        squares.replaceAll((layer, square) -> Math.sqrt(square));
        return squares;
    }

    private Map<String, Double> deadUnits(Batch batch) {
        Map<String, Double> dead = new LinkedHashMap<>();
        Trace.run(net, batch.inputs(), (path, layer, input, output) -> {
            if (path.matches("(.*\\.)?relu\\d*")) {
                // a part that runs several times is as alive as in the liveliest of them
                dead.merge(path, deadShare(output), Math::min);
            }
        });
        return dead;
    }

    private static double deadShare(NDArray output) {
        // libtorch finds the maximum along one axis at a time
        try (NDArray units = output.reshape(output.size(0), output.size(1), -1);
                NDArray places = units.max(new int[] {2});
                NDArray largest = places.max(new int[] {0});
                NDArray silent = largest.lte(0);
                NDArray count = silent.sum()) {
            return (double) Scalars.count(count) / largest.size();
        }
    }

    private static String layer(String parameter) {
        int dot = parameter.lastIndexOf('.');
        return dot < 0 ? "network" : parameter.substring(0, dot);
    }

    @Override
    public Figure draw() {
        if (observations.isEmpty()) {
            throw new IllegalStateException(
                    "Nothing was observed yet; train with fit(net, data, callback(observations))");
        }
        Observation last = observations.get(observations.size() - 1);
        List<Figure> charts = new ArrayList<>();
        charts.add(gradients("Length of each layer's gradient against epochs. At the end: "
                + words(last.gradientNorms(), 1, "") + "."));
        if (!last.deadUnits().isEmpty()) {
            charts.add(lines("Dead units", "dead units in %", observation -> percent(observation.deadUnits()))
                    .alt("Share of dead units of each ReLU layer against epochs. At the end: "
                            + words(last.deadUnits(), 100, " %") + ".")
                    .figure());
        }
        String title = "After %d epochs: %,.0f examples/s, %,.0f MB of native arrays"
                .formatted(last.epoch(), last.examplesPerSecond(), last.nativeBytes() / 1e6);
        String alt = charts.stream().map(Figure::alt).reduce(title + ".", (all, one) -> all + " " + one);
        return Figure.beside(title, alt, charts.toArray(Figure[]::new));
    }

    private Figure gradients(String alt) {
        List<String> layers = List.copyOf(observations.get(0).gradientNorms().keySet());
        if (layers.size() <= MOST_LINES) {
            return lines("Gradients", "length of the gradient", Observation::gradientNorms)
                    .logY()
                    .alt(alt)
                    .figure();
        }
        double[][] lengths = layers.stream()
                .map(layer -> observations.stream()
                        .mapToDouble(observation ->
                                Math.log10(observation.gradientNorms().getOrDefault(layer, 0.0)))
                        .map(length -> Double.isInfinite(length) ? Double.NaN : length)
                        .toArray())
                .toArray(double[][]::new);
        return HeatMap.of("Gradients")
                .values(lengths)
                .rows(layers)
                .columns(observations.stream()
                        .map(observation -> Integer.toString(observation.epoch()))
                        .toList())
                .y("layer")
                .x("epoch")
                .unit("log₁₀ of the gradient's length")
                .alt(alt)
                .figure();
    }

    private LineChart lines(String title, String axis, Function<Observation, Map<String, Double>> values) {
        double[] epochs = observations.stream().mapToDouble(Observation::epoch).toArray();
        LineChart chart = LineChart.of(title).x("epoch").y(axis);
        for (String layer : values.apply(observations.get(0)).keySet()) {
            double[] numbers = observations.stream()
                    .mapToDouble(observation -> values.apply(observation).getOrDefault(layer, Double.NaN))
                    .toArray();
            chart = chart.line(layer, epochs, numbers);
        }
        return chart;
    }

    private static Map<String, Double> percent(Map<String, Double> shares) {
        Map<String, Double> percent = new LinkedHashMap<>(shares);
        percent.replaceAll((layer, share) -> 100 * share);
        return percent;
    }

    private static String words(Map<String, Double> numbers, int factor, String unit) {
        return numbers.entrySet().stream()
                .map(number -> "%s %.2g%s".formatted(number.getKey(), factor * number.getValue(), unit))
                .reduce((all, one) -> all + ", " + one)
                .orElse("none");
    }
}
