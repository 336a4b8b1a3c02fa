package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Base class of a network that is not a straight line: name its parts, then write the forward pass once.
 *
 * <p>DJL asks a block for its output shapes and to initialise its children; both are answered here by running
 * {@link #forward} on zeros, so that no shape arithmetic is written twice.
 *
 * <pre>{@code
 * final class Residual extends Net {
 *     private final Block body = add("body", seq(conv(16, 3), relu(), conv(16, 3)));
 *
 *     protected NDArray forward(Pass pass, NDArray x) {
 *         return Activation.relu(pass.run(body, x).add(x));
 *     }
 * }
 * }</pre>
 */
public abstract class Net extends AbstractBlock {
    /** Makes a network without parts. */
    protected Net() {}

    /**
     * Adds a part under a name.
     *
     * @param name the part's name in paths and summaries, such as {@code "body"}
     * @param part the part
     * @param <B> the part's type
     * @return {@code part}
     */
    protected final <B extends Block> B add(String name, B part) {
        return addChildBlock(name, part);
    }

    /**
     * Computes the output from the input.
     *
     * @param pass runs the parts
     * @param x the input, batch first
     * @return the output, batch first
     */
    protected abstract NDArray forward(Pass pass, NDArray x);

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(forward(new Pass(store, training), inputs.singletonOrThrow()));
    }

    @Override
    protected final void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputs) {
        try (NDManager scratch = manager.newSubManager()) {
            forward(new Initialising(manager, dataType), scratch.zeros(inputs[0], dataType));
        }
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {Trace.shapes(this, inputs[0], (path, layer, input, output) -> {})};
    }

    /** Gives each part its parameters as the zeros reach it; a pass in training mode would move batch statistics. */
    private static final class Initialising extends Pass {
        private final NDManager manager;
        private final DataType dataType;

        Initialising(NDManager manager, DataType dataType) {
            super(new ParameterStore(manager, false), false);
            this.manager = manager;
            this.dataType = dataType;
        }

        @Override
        public NDArray run(Block part, NDArray x) {
            part.initialize(manager, dataType, x.getShape());
            return super.run(part, x);
        }
    }
}
