package dev.crema.layers;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.initializer.Initializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A network as a table: what each layer gives, how many parameters it has, what it costs and how much of an image it sees.
 *
 * @param inputs shape of one batch of each input
 * @param rows the layers, in the order in which they run; a network with parameters beside its parts' comes after them
 */
public record Summary(List<Shape> inputs, List<Row> rows) {
    /**
     * One layer.
     *
     * @param path where the layer is, such as {@code "block2.conv1"}; a layer that runs several times has one row
     * @param output shape of its output for {@link #inputs}
     * @param parameters how many numbers it learns
     * @param frozen how many of its numbers are not learned: frozen ones and running statistics
     * @param multiplyAdds multiplications, each with its addition, for the whole batch
     * @param receptiveField height and width, in pixels of the image and of the rims around it, of what one number of the
     *     output depends on, the largest where branches join; empty for the whole image, and where the input is none
     */
    public record Row(
            String path, Shape output, long parameters, long frozen, long multiplyAdds, OptionalInt receptiveField) {
        /** The row of a layer that runs several times, as in a siamese network or at each step of a sequence. */
        private Row again(Row next) {
            long both = multiplyAdds + next.multiplyAdds;
            return new Row(path, next.output, parameters, frozen, both, next.receptiveField);
        }
    }

    /**
     * Keeps its own copies.
     *
     * @param inputs as above
     * @param rows as above
     */
    public Summary {
        inputs = List.copyOf(inputs);
        rows = List.copyOf(rows);
    }

    static Summary of(Block net, Shape... inputs) {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDList zeros = Trace.zeros(scratch, DataType.FLOAT32, inputs);
            ReceptiveFields fields = new ReceptiveFields(zeros, 2);
            Trace.Visitor counting = (path, layer, x, y) -> {
                fields.visit(path, layer, x, y);
                if (!own(layer).isEmpty() || !Trace.opens(layer)) {
                    String name = path.isEmpty() ? Layer.kind(layer) : path;
                    rows.merge(name, measured(name, layer, x.getShape(), y.getShape(), fields.of(y)), Row::again);
                }
            };
            if (net.isInitialized()) {
                Trace.run(net, zeros, counting);
            } else {
                Trace.shapes(net, zeros, counting);
            }
        }
        return new Summary(List.of(inputs), List.copyOf(rows.values()));
    }

    /** The parameters that are counted in a layer's row: those of a layer's parts, where they are seen, have rows of their own. */
    private static ParameterList own(Block layer) {
        return Trace.opens(layer) ? layer.getDirectParameters() : layer.getParameters();
    }

    /** A layer without parameters gets empty ones for a moment: one of VGG's alone would be 400 MB of random numbers. */
    private static Row measured(String path, Block layer, Shape input, Shape output, OptionalInt receptiveField) {
        if (layer.isInitialized()) {
            return row(path, layer, input, output, receptiveField);
        }
        List<Parameter> parameters = layer.getParameters().values();
        List<Initializer> initializers =
                parameters.stream().map(Parameter::getInitializer).toList();
        parameters.forEach(parameter -> parameter.setInitializer(NDManager::create));
        try (NDManager scratch = NDManager.newBaseManager()) {
            layer.initialize(scratch, DataType.FLOAT32, input);
            return row(path, layer, input, output, receptiveField);
        } finally {
            layer.clear();
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).setInitializer(initializers.get(i));
            }
        }
    }

    /**
     * Returns how many numbers the network learns.
     *
     * @return the sum over all layers
     */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /**
     * Returns what one batch costs.
     *
     * @return multiplications, each with its addition, over all layers
     */
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    /**
     * Tells whether the network looks at images, so that its layers have receptive fields.
     *
     * @return true if an input is {@code [batch, channels, height, width]}
     */
    public boolean images() {
        return inputs.stream().anyMatch(input -> input.dimension() == 4);
    }

    /**
     * Says how much of the image a layer sees, such as {@code "7×7"}.
     *
     * @param row a row of this table
     * @return the receptive field, or {@code "whole image"}; empty if there are no {@link #images}
     */
    public String receptiveField(Row row) {
        if (!images()) {
            return "";
        }
        OptionalInt side = row.receptiveField();
        return side.isPresent() ? side.getAsInt() + "×" + side.getAsInt() : "whole image";
    }

    @Override
    public String toString() {
        int width = Math.max(
                5, rows.stream().mapToInt(row -> row.path().length()).max().orElse(0));
        String line = "%-" + width + "s  %-18s %12s %14s" + (images() ? " %16s%n" : "%n");
        String rule = "─".repeat(width + (images() ? 67 : 50)) + System.lineSeparator();
        StringBuilder table = new StringBuilder(
                line.formatted("layer", "output shape", "parameters", "multiply-adds", "receptive field"));
        table.append(rule);
        for (Shape input : inputs) {
            table.append(line.formatted("input", input, "", "", ""));
        }
        for (Row row : rows) {
            table.append(line.formatted(
                    row.path(),
                    row.output(),
                    "%,d".formatted(row.parameters() + row.frozen()),
                    "%,d".formatted(row.multiplyAdds()),
                    receptiveField(row)));
        }
        long frozen = rows.stream().mapToLong(Row::frozen).sum();
        table.append(rule);
        table.append(line.formatted(
                "total", "", "%,d".formatted(parameters() + frozen), "%,d".formatted(multiplyAdds()), ""));
        if (frozen > 0) {
            table.append("%,d of the parameters are learned, %,d are not.%n".formatted(parameters(), frozen));
        }
        return table.toString();
    }

    private static Row row(String path, Block layer, Shape input, Shape output, OptionalInt receptiveField) {
        long learned = 0;
        long frozen = 0;
        long multiplyAdds = 0;
        for (Parameter parameter : own(layer).values()) {
            long size = parameter.getShape().size();
            if (parameter.requiresGradient()) {
                learned += size;
            } else {
                frozen += size;
            }
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                // every weight is used once for each position of the output, which a dense layer has one of
                multiplyAdds += size * output.size() / output.get(output.dimension() == 4 ? 1 : output.dimension() - 1);
            }
        }
        if (layer instanceof Costed costed) {
            multiplyAdds = costed.multiplyAdds(input, output);
        }
        return new Row(path, output, learned, frozen, multiplyAdds, receptiveField);
    }
}
