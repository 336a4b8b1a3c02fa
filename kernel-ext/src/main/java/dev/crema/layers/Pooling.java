package dev.crema.layers;

import static dev.crema.layers.Layers.square;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;
import java.util.function.UnaryOperator;

/** Makes one number of each window: see {@link Layers#maxPool} and {@link Layers#avgPool}. */
final class Pooling extends LambdaBlock implements Windowed {
    private static final String MAX = "maxPool";

    private final Window window;

    private Pooling(String name, Window window, UnaryOperator<NDArray> function) {
        super(x -> new NDList(function.apply(x.singletonOrThrow())), name);
        this.window = window;
    }

    /** Keeps the largest. */
    static Pooling max(Window window) {
        return new Pooling(
                MAX,
                window,
                x -> Pool.maxPool2d(
                        x, square(window.size()), square(window.stride()), square(window.pad()), window.roundUp()));
    }

    /** Keeps the mean. */
    static Pooling mean(Window window) {
        return new Pooling(
                "avgPool",
                window,
                x -> Pool.avgPool2d(x, square(window.size()), square(window.stride()), square(0), false, false));
    }

    boolean max() {
        return getName().equals(MAX);
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
