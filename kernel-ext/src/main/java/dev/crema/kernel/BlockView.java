package dev.crema.kernel;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Shows a network: a summary of what each layer gives and costs once it has weights, until then the layers, indented by
 * what they are part of, with the sizes of their weights.
 */
final class BlockView implements View<Block> {
    private static final int DEEPEST = 20;
    private final View<Summary> summaries = new SummaryView();

    @Override
    public Bundle of(Block block) throws Exception {
        if (block.isInitialized()) {
            try {
                Summary summary = Layers.summary(
                        block,
                        Arrays.stream(block.getInputShapes())
                                .map(BlockView::one)
                                .toArray(Shape[]::new));
                // one row for a block of many parts says less than the list of them
                if (summary.rows().size() > 1 || block.getChildren().isEmpty()) {
                    return summaries.of(summary);
                }
            } catch (RuntimeException e) {
                // not a network whose layers can be run one by one; its parts can still be listed
            }
        }
        List<String> lines = new ArrayList<>();
        list(block, block.getClass().getSimpleName(), "", lines);
        lines.add(total(block));
        return Bundle.text(String.join("\n", lines));
    }

    /** Returns the shape of a batch of one. */
    private static Shape one(Shape batch) {
        return batch.dimension() < 2 ? batch : new Shape(1).addAll(batch.slice(1));
    }

    private static void list(Block block, String name, String indent, List<String> lines) {
        String weights = block.getDirectParameters().values().stream()
                .map(BlockView::weight)
                .collect(Collectors.joining(", "));
        lines.add(indent
                + name
                + (block instanceof LambdaBlock lambda ? "  " + lambda.getName() : "")
                + (weights.isEmpty() ? "" : "  " + weights));
        if (indent.length() < 2 * DEEPEST) {
            for (Pair<String, Block> child : block.getChildren()) {
                list(child.getValue(), child.getKey(), indent + "  ", lines);
            }
        }
    }

    private static String weight(Parameter parameter) {
        return parameter.getName() + " " + shape(parameter);
    }

    private static String shape(Parameter parameter) {
        Shape shape = parameter.isInitialized() ? parameter.getArray().getShape() : null;
        return shape == null ? "[?]" : Arrays.toString(shape.getShape());
    }

    private static String total(Block block) {
        List<Parameter> parameters = block.getParameters().values();
        if (!parameters.stream().allMatch(Parameter::isInitialized)) {
            return "Parameters: unknown until the network is initialised";
        }
        return "Parameters: " + Spread.count(count(block));
    }

    private static long count(Block block) {
        return block.getParameters().values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }
}
