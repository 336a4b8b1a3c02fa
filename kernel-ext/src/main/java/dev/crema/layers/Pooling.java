package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import java.util.function.UnaryOperator;

/** Makes one number of each window: see {@link Layers#maxPool} and {@link Layers#avgPool}. */
final class Pooling extends LambdaBlock implements Windowed {
    private final Window window;

    Pooling(String name, Window window, UnaryOperator<NDArray> function) {
        super(x -> new NDList(function.apply(x.singletonOrThrow())), name);
        this.window = window;
    }

    @Override
    public Window window() {
        return window;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {window.over(inputs[0], inputs[0].get(1))};
    }
}
