package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.crema.layers.Trace;
import java.util.function.UnaryOperator;

/** Runs a part of a network outside of training; of what is computed only the result stays. */
final class Inference {
    private Inference() {}

    /** Returns what a part gives for {@code x}, in the manager of {@code x}; refuses what does not fit by the layer's name. */
    static NDArray run(Block part, NDArray x, UnaryOperator<NDArray> last) {
        if (!part.isInitialized()) {
            throw new IllegalStateException("The network has no parameters yet; train it with fit(net, …) first");
        }
        NDManager owner = x.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            NDArray own = x.duplicate();
            own.attach(scratch);
            NDArray y = last.apply(Trace.run(part, own, (path, layer, input, output) -> {}));
            y.attach(owner);
            return y;
        }
    }
}
