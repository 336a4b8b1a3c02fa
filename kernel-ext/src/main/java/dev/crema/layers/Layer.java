package dev.crema.layers;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A block under the name it has within its parent: {@code "conv2"} for the second convolution of a sequence, the given
 * name for a part of a {@link Net}.
 *
 * @param name the name within the parent
 * @param block the block
 */
record Layer(String name, Block block) {

    static List<Layer> children(Block parent) {
        boolean numbered = parent instanceof SequentialBlock;
        Map<String, Integer> seen = new HashMap<>();
        List<Layer> children = new ArrayList<>();
        for (Pair<String, Block> child : parent.getChildren()) {
            String given = numbered ? kind(child.getValue()) : child.getKey().replaceFirst("^\\d+", "");
            int number = seen.merge(given, 1, Integer::sum);
            // the parts of DJL's own composites may all be called alike
            String name = numbered || number > 1 ? given + number : given;
            children.add(new Layer(name, child.getValue()));
        }
        return children;
    }

    static String kind(Block block) {
        String type = block instanceof LambdaBlock function
                ? function.getName()
                : block instanceof Recurrent recurrent
                        ? recurrent.name()
                        : block.getClass().getSimpleName();
        return switch (type) {
            case "Conv2d" -> "conv";
            case "Sequence", "SequentialBlock" -> "block";
            case "" -> "layer";
            default -> type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        };
    }
}
