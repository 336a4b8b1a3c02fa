package dev.crema.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.insight.Insight;
import dev.crema.layers.Trace;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs small networks on rows of numbers. */
final class Runs {
    private Runs() {}

    /** Refuses a network that is not trained or does not take so many numbers. */
    static void check(Block net, int inputs, String picture) {
        if (!net.isInitialized()) {
            throw new IllegalStateException("The network has no parameters yet; train it with fit(net, …) first");
        }
        Shape shape = net.getInputShapes()[0];
        // DJL keeps the batch, first; a block that was initialised without one has only the numbers
        long takes = shape.dimension() == 1 ? shape.get(0) : shape.slice(1).size();
        if (takes != inputs) {
            throw new IllegalArgumentException("The network takes " + takes + " numbers, an input of shape " + shape
                    + ", but " + picture + " needs one that takes " + inputs
                    + "; train one on fewer features, or look at an embedding of what it computes");
        }
    }

    /** What a network gives for each row, {@code [rows][outputs]}; refuses what is not a number. */
    static float[][] outputs(Block net, float[][] rows) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return rows(Trace.run(net, manager.create(rows), (path, layer, x, y) -> {}), rows);
        }
    }

    /** What a layer gives for each row, {@code [rows][outputs]}. */
    static float[][] outputs(Block net, float[][] rows, String layer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            AtomicReference<@Nullable NDArray> found = new AtomicReference<>();
            Trace.run(net, manager.create(rows), (path, block, x, y) -> {
                if (path.equals(layer)) {
                    found.set(y);
                }
            });
            NDArray output = found.get();
            if (output == null) {
                throw new IllegalArgumentException(
                        "The network has no layer \"" + layer + "\"; it has " + String.join(", ", Insight.layers(net)));
            }
            return rows(output, rows);
        }
    }

    private static float[][] rows(NDArray output, float[][] inputs) {
        float[] flat = output.toFloatArray();
        int width = flat.length / inputs.length;
        float[][] rows = new float[inputs.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("The network gives " + value + " for the input "
                            + Arrays.toString(inputs[i])
                            + "; its weights are no numbers any more, train it again with a smaller learning rate");
                }
            }
        }
        return rows;
    }
}
