package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.crema.torch.Gradients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the layers and parameters of a network by their paths. */
final class Paths {
    // the nearest names are what a misspelling is about; a deep net has a thousand others
    private static final int LISTED = 30;

    private Paths() {}

    static Block layer(Block net, String path) {
        Map<String, Block> layers = new LinkedHashMap<>();
        collect("", net, layers);
        Block found = layers.get(path);
        if (found == null) {
            throw new IllegalArgumentException(
                    "The network has no layer \"" + path + "\"; it has " + nearest(path, layers.keySet()));
        }
        return found;
    }

    static NDArray weights(Block net, String path) {
        return parameter(net, path).getArray();
    }

    static NDArray gradients(Block net, String path) {
        NDArray gradient = Gradients.collected(parameter(net, path).getArray());
        if (gradient == null) {
            throw new IllegalStateException(
                    "No gradient has reached " + path + " yet; run a loss backwards first, such as try (var collector"
                            + " = Gradients.collector()) {"
                            + " collector.backward(loss); }");
        }
        return gradient;
    }

    private static Parameter parameter(Block net, String path) {
        Map<String, Parameter> named = Parameters.named(net);
        List<Parameter> found = Stream.ofNullable(named.get(path)).toList();
        if (found.isEmpty()) {
            found = named.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(path + ".")
                            && entry.getKey().lastIndexOf('.') == path.length()
                            && entry.getValue().getType() == Parameter.Type.WEIGHT)
                    .map(Map.Entry::getValue)
                    .toList();
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "The network has no weights \"" + path + "\"; it has " + nearest(path, named.keySet()));
        }
        Parameter parameter = found.get(0);
        if (!parameter.isInitialized()) {
            throw new IllegalStateException(
                    "The network has no parameters yet; give it some with initialize(net, shape of a batch, seed)");
        }
        return parameter;
    }

    private static void collect(String path, Block parent, Map<String, Block> layers) {
        for (Layer child : Layer.children(parent)) {
            layers.put(path + child.name(), child.block());
            collect(path + child.name() + ".", child.block(), layers);
        }
    }

    private static String nearest(String path, Collection<String> names) {
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(Comparator.comparingInt(name -> distance(path, name)));
        return sorted.stream().limit(LISTED).collect(Collectors.joining(", "))
                + (sorted.size() > LISTED ? " and " + (sorted.size() - LISTED) + " more" : "");
    }

    /** How many letters must be put in, left out or changed to make one word of the other (Levenshtein 1966). */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[other.length()];
    }
}
