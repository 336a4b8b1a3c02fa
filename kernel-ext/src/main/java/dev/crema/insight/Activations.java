package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.layers.Layers;
import dev.crema.layers.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What single layers of a network compute. */
final class Activations {
    private Activations() {}

    /** What a layer gave, and what the network made of it. */
    record Seen(NDArray layer, NDArray net) {}

    /** Returns the output of a layer for a batch; it belongs to the batch's manager. */
    static NDArray of(Block net, NDArray batch, String layer) {
        return seen(net, batch, layer).layer();
    }

    /** Returns the output of a layer and that of the network; both belong to the batch's manager. */
    static Seen seen(Block net, NDArray batch, String layer) {
        requireTrained(net);
        Layers.layer(net, layer);
        AtomicReference<@Nullable NDArray> found = new AtomicReference<>();
        NDArray whole = Trace.run(net, batch, (path, block, x, y) -> {
            if (path.equals(layer)) {
                found.set(y);
            }
        });
        NDArray output = found.get();
        if (output == null) {
            throw new IllegalArgumentException(
                    "Layer " + layer + " runs out of sight, inside of a block of DJL's; ask for that block");
        }
        return new Seen(output, whole);
    }

    /** Returns what the last layer with parameters is given for a batch; it belongs to the batch's manager. */
    static NDArray beforeLast(Block net, NDArray batch) {
        requireTrained(net);
        NDArray[] input = {batch};
        Trace.run(net, batch, (path, block, x, y) -> {
            if (!block.getDirectParameters().isEmpty()) {
                input[0] = x;
            }
        });
        return input[0];
    }

    static Block layer(Block net, String layer) {
        requireTrained(net);
        return Layers.layer(net, layer);
    }

    static List<String> names(Block net) {
        requireTrained(net);
        List<String> names = new ArrayList<>();
        Trace.shapes(net, net.getInputShapes(), (path, block, x, y) -> {
            if (!path.isEmpty() && !names.contains(path)) {
                names.add(path);
            }
        });
        return names;
    }

    static void requireTrained(Block net) {
        if (!net.isInitialized() && !net.getParameters().isEmpty()) {
            throw new IllegalStateException("The network has no parameters yet; train it with fit(net, …) first");
        }
    }
}
