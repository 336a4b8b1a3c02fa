package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.LambdaBlock;
import java.util.function.UnaryOperator;

/** Makes of each number another, and keeps nothing of what it is given: activations, see {@link Layers}. */
final class Elementwise extends LambdaBlock {
    static final String RELU = "relu";

    Elementwise(String name, UnaryOperator<NDArray> function) {
        super(x -> new NDList(function.apply(x.singletonOrThrow())), name);
    }

    boolean relu() {
        return getName().equals(RELU);
    }
}
