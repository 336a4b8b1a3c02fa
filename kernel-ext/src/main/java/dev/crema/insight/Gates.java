package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import dev.crema.figures.Numbers;
import dev.crema.layers.Layers;
import dev.crema.layers.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the gates and the state of a recurrent layer do at each step of a sequence (Karpathy, Johnson and Fei-Fei 2015,
 * "Visualizing and understanding recurrent networks", arXiv:1506.02078, section 4.2): the gates of an LSTM (Hochreiter and
 * Schmidhuber 1997, with the forget gate of Gers et al. 2000), those of a GRU (Cho et al. 2014, arXiv:1406.1078), or the state
 * of a simple recurrent network (Elman 1990).
 *
 * <pre>
 * LSTM   input gate, forget gate, candidate, output gate, cell, hidden state
 * GRU    reset gate, update gate, candidate, hidden state
 * RNN    hidden state
 * </pre>
 *
 * A gate is from 0, shut, to 1, open; candidate and hidden state are from −1 to 1. The values of a layer's way back are called
 * "cell, backwards" and so on. They are computed anew from the layer's weights and compared with what it gave.
 *
 * @param layer the layer's path
 * @param steps the steps, such as the words of a sentence
 * @param values {@code [units][steps]} of each gate and state, by its name, in the order above
 */
public record Gates(String layer, List<String> steps, Map<String, double[][]> values) implements Drawable {
    private static final double ROUNDING = 1e-3;
    private static final int ROOM = 240;
    private static final int NARROW = 16;

    static Gates of(Block net, String layer, Tokens... texts) {
        requireGates(net, layer);
        Tokens text = Tokens.along(net, layer, texts);
        try (NDManager scratch = NDManager.newBaseManager()) {
            Seen seen = see(net, Tokens.batch(scratch, texts), layer);
            // a net may read the text backwards, as Seq2Seq does
            return of(seen, layer, text.named(seen.ids));
        }
    }

    static Gates of(Block net, NDArray sequence, String layer) {
        requireGates(net, layer);
        if (sequence.getShape().dimension() != 2 || sequence.size() == 0) {
            throw new IllegalArgumentException("The sequence has the shape " + sequence.getShape()
                    + "; give one of [T, features], such as batch.get(0)");
        }
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray batch = scratch.create(Score.pixels(sequence), new Shape(1).addAll(sequence.getShape()));
            List<String> steps = IntStream.range(0, (int) sequence.size(0))
                    .mapToObj(Integer::toString)
                    .toList();
            return of(see(net, new NDList(batch), layer), layer, steps);
        }
    }

    private static void requireGates(Block net, String layer) {
        Activations.requireTrained(net);
        if (!RecurrentSteps.fits(Layers.layer(net, layer))) {
            String others = Activations.names(net).stream()
                    .filter(path -> RecurrentSteps.fits(Layers.layer(net, path)))
                    .collect(Collectors.joining(" or "));
            throw new IllegalArgumentException("Layer " + layer + " has no gates that can be seen; "
                    + (others.isEmpty() ? "the network has no layer such as lstm(64)" : "ask for " + others));
        }
    }

    private static Seen see(Block net, NDList inputs, String layer) {
        Seen seen = new Seen(layer, Layers.layer(net, layer));
        Trace.run(net, inputs, seen);
        return seen;
    }

    private static Gates of(Seen seen, String layer, List<String> steps) {
        Shape given = seen.inputs.head().getShape();
        if (given.get(0) != 1 || given.get(1) != steps.size()) {
            throw new IllegalArgumentException("Layer " + layer + " is given " + given + ", not one sequence of "
                    + steps.size() + " steps; its steps are not those of the text");
        }
        List<String> order = new ArrayList<>(steps);
        if (seen.turned()) {
            Collections.reverse(order);
        }
        Map<String, double[][]> values = new LinkedHashMap<>();
        for (boolean backwards : new boolean[] {false, true}) {
            RecurrentSteps direction = RecurrentSteps.of(seen.block, seen.inputs, backwards);
            if (direction != null) {
                Map<String, double[][]> found = direction.values();
                requireSame(layer, direction.hidden(found), seen.outputs.head(), backwards);
                found.forEach((name, value) -> values.put(backwards ? name + ", backwards" : name, value));
            }
        }
        return new Gates(layer, List.copyOf(order), values);
    }

    /** What a layer was given and computed, and the tokens that were turned into vectors last before it. */
    private static final class Seen implements Trace.Visitor {
        final Block block;
        NDList inputs = new NDList();
        NDList outputs = new NDList();
        long[] ids = {};
        private final String layer;
        private final String parent;
        private @Nullable NDArray before;

        Seen(String layer, Block block) {
            this.layer = layer;
            this.block = block;
            parent = layer.substring(0, Math.max(0, layer.lastIndexOf('.')));
        }

        @Override
        public void visit(String path, Block part, NDArray input, NDArray output) {
            if (inputs.isEmpty() && Tokens.turnsIntoVectors(input, output) && input.getDataType() == DataType.INT64) {
                ids = input.toLongArray();
            }
            if (path.equals(parent)) {
                before = input;
            }
        }

        @Override
        public NDList pass(String path, Block part, NDList given, NDList computed) {
            visit(path, part, given.head(), computed.head());
            if (path.equals(layer) && inputs.isEmpty()) {
                inputs = given;
                outputs = computed;
            }
            return computed;
        }

        /** Whether the layer was given backwards what its parent was given, as one way of a bidirectional network is. */
        boolean turned() {
            NDArray x = inputs.head();
            return before != null
                    && before.getShape().equals(x.getShape())
                    && before.getDataType() == x.getDataType()
                    && !before.contentEquals(x)
                    && before.flip(1).contentEquals(x);
        }
    }

    /** Refuses what would not be the layer's own: {@code hidden} is [units][steps], the output [1, T, …] or the last [1, …]. */
    private static void requireSame(String layer, double[][] hidden, NDArray output, boolean backwards) {
        float[] given = output.toFloatArray();
        boolean last = output.getShape().dimension() == 2;
        int steps = hidden[0].length;
        int width = last ? given.length : given.length / steps;
        int end = backwards ? 0 : steps - 1;
        for (int unit = 0; unit < hidden.length; unit++) {
            for (int step = last ? end : 0; step < (last ? end + 1 : steps); step++) {
                int place = (last ? 0 : step * width) + (backwards ? width - hidden.length : 0) + unit;
                if (!(Math.abs(hidden[unit][step] - given[place]) < ROUNDING)) {
                    throw new IllegalArgumentException("Layer " + layer + " gave " + given[place] + " in step " + step
                            + " where its weights say " + hidden[unit][step]
                            + "; it computes something else than an LSTM, a GRU or a simple recurrent network, or its"
                            + " weights are NaN");
                }
            }
        }
    }

    /**
     * Averages the units.
     *
     * @param name a gate or state, such as {@code "forget gate"}
     * @return {@code [steps]}
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    public double[] mean(String name) {
        double[][] units = units(name);
        return IntStream.range(0, steps.size())
                .mapToDouble(step -> Arrays.stream(units)
                        .mapToDouble(unit -> unit[step])
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }

    private double[][] units(String name) {
        double[][] units = values.get(name);
        if (units == null) {
            throw new IllegalArgumentException(
                    "There is no \"" + name + "\"; there is " + String.join(", ", values.keySet()));
        }
        return units;
    }

    @Override
    public Figure draw() {
        int units = values.values().iterator().next().length;
        String title = "Gates and states of %s over %d steps".formatted(layer, steps.size());
        String words = "%s, %d units. %s."
                .formatted(
                        title, units, values.keySet().stream().map(this::told).collect(Collectors.joining("; ")));
        Figure[] panels =
                values.keySet().stream().map(name -> panel(name).figure()).toArray(Figure[]::new);
        return Figure.beside(title, words, panels).detail("").numbers(table());
    }

    private HeatMap panel(String name) {
        double[][] units = units(name);
        int count = steps.size();
        double width = count <= NARROW ? Math.min(26, ROOM / (double) count) : Math.max(2, 380.0 / count);
        double height = Math.max(1, Math.min(14, 200.0 / units.length));
        HeatMap map = HeatMap.of(capital(name))
                .values(units)
                .columns(steps)
                .x("step")
                .y("unit")
                .cells(width, height);
        return isGate(name)
                ? map.range(0, 1).unit("0 shut, 1 open")
                : map.diverging().unit("value");
    }

    private static boolean isGate(String name) {
        return name.contains("gate");
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private String told(String name) {
        double[] mean = mean(name);
        IntStream all = IntStream.range(0, mean.length);
        if (isGate(name)) {
            int open = all.reduce((best, i) -> mean[i] > mean[best] ? i : best).orElseThrow();
            return "%s: on average %.2f, most open at “%s” (%.2f)"
                    .formatted(name, Arrays.stream(mean).average().orElseThrow(), steps.get(open), mean[open]);
        }
        int far = all.reduce((best, i) -> Math.abs(mean[i]) > Math.abs(mean[best]) ? i : best)
                .orElseThrow();
        return "%s: mean of the units farthest from 0 at “%s” (%.2f)".formatted(name, steps.get(far), mean[far]);
    }

    private Numbers table() {
        String[][] rows = IntStream.range(0, steps.size())
                .mapToObj(step -> IntStream.rangeClosed(0, values.size())
                        .mapToObj(column -> column == 0
                                ? steps.get(step)
                                : "%.3f"
                                        .formatted(mean(
                                                List.copyOf(values.keySet()).get(column - 1))[step]))
                        .toArray(String[]::new))
                .toArray(String[][]::new);
        List<String> header = IntStream.rangeClosed(0, values.size())
                .mapToObj(column ->
                        column == 0 ? "step" : List.copyOf(values.keySet()).get(column - 1))
                .toList();
        return Numbers.of("Mean of all units", header, rows);
    }
}
