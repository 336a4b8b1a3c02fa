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

/**
 * A network as a table: what each layer gives, how many parameters it has and what it costs.
 *
 * @param input shape of one batch of the input
 * @param rows the layers, in the order in which they run; a network with parameters beside its parts' comes after them
 */
public record Summary(Shape input, List<Row> rows) {
    /**
     * One layer.
     *
     * @param path where the layer is, such as {@code "block2.conv1"}; a layer that runs several times has one row
     * @param output shape of its output for {@link #input}
     * @param parameters how many numbers it learns
     * @param frozen how many of its numbers are not learned: frozen ones and running statistics
     * @param multiplyAdds multiplications, each with its addition, for the whole batch
     */
    public record Row(String path, Shape output, long parameters, long frozen, long multiplyAdds) {
        /** The row of a layer that runs several times, as in a siamese network or at each step of a sequence. */
        private Row again(Row next) {
            return new Row(path, next.output, parameters, frozen, multiplyAdds + next.multiplyAdds);
        }
    }

    /**
     * Keeps its own copy of the rows.
     *
     * @param input as above
     * @param rows as above
     */
    public Summary {
        rows = List.copyOf(rows);
    }

    static Summary of(Block net, Shape input) {
        Map<String, Row> rows = new LinkedHashMap<>();
        Trace.Visitor counting = (path, layer, x, y) -> {
            if (!own(layer).isEmpty() || !Trace.opens(layer)) {
                String name = path.isEmpty() ? Layer.kind(layer) : path;
                rows.merge(name, measured(name, layer, x.getShape(), y.getShape()), Row::again);
            }
        };
        if (net.isInitialized()) {
            try (NDManager scratch = NDManager.newBaseManager()) {
                Trace.run(net, new NDList(scratch.zeros(input)), counting);
            }
        } else {
            Trace.shapes(net, input, counting);
        }
        return new Summary(input, List.copyOf(rows.values()));
    }

    /** The parameters that are counted in a layer's row: those of a layer's parts, where they are seen, have rows of their own. */
    private static ParameterList own(Block layer) {
        return Trace.opens(layer) ? layer.getDirectParameters() : layer.getParameters();
    }

    /** A layer without parameters gets empty ones for a moment: one of VGG's alone would be 400 MB of random numbers. */
    private static Row measured(String path, Block layer, Shape input, Shape output) {
        if (layer.isInitialized()) {
            return row(path, layer, input, output);
        }
        List<Parameter> parameters = layer.getParameters().values();
        List<Initializer> initializers =
                parameters.stream().map(Parameter::getInitializer).toList();
        parameters.forEach(parameter -> parameter.setInitializer(NDManager::create));
        try (NDManager scratch = NDManager.newBaseManager()) {
            layer.initialize(scratch, DataType.FLOAT32, input);
            return row(path, layer, input, output);
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

    @Override
    public String toString() {
        int width = Math.max(
                5, rows.stream().mapToInt(row -> row.path().length()).max().orElse(0));
        String line = "%-" + width + "s  %-18s %12s %14s%n";
        StringBuilder table = new StringBuilder(line.formatted("layer", "output shape", "parameters", "multiply-adds"));
        table.append("─".repeat(width + 50)).append(System.lineSeparator());
        table.append(line.formatted("input", input, "", ""));
        for (Row row : rows) {
            table.append(line.formatted(
                    row.path(),
                    row.output(),
                    "%,d".formatted(row.parameters() + row.frozen()),
                    "%,d".formatted(row.multiplyAdds())));
        }
        long frozen = rows.stream().mapToLong(Row::frozen).sum();
        table.append("─".repeat(width + 50)).append(System.lineSeparator());
        table.append(
                line.formatted("total", "", "%,d".formatted(parameters() + frozen), "%,d".formatted(multiplyAdds())));
        if (frozen > 0) {
            table.append("%,d of the parameters are learned, %,d are not.%n".formatted(parameters(), frozen));
        }
        return table.toString();
    }

    private static Row row(String path, Block layer, Shape input, Shape output) {
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
        return new Row(path, output, learned, frozen, multiplyAdds);
    }
}
