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
import java.util.Arrays;

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
    protected NDArray forward(Pass pass, NDArray x) {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " says nowhere what it computes; override forward(Pass, NDArray), or"
                        + " forward(Pass, NDList) if it has several inputs or outputs");
    }

    /**
     * Computes the outputs from the inputs; to be overridden by a network that has several.
     *
     * <pre>{@code
     * final class Siamese extends Net {
     *     private final Block tower = add("tower", seq(flatten(), linear(32)));
     *
     *     protected NDList forward(Pass pass, NDList pair) {
     *         return new NDList(pass.run(tower, pair.get(0)), pass.run(tower, pair.get(1)));
     *     }
     * }
     * }</pre>
     *
     * @param pass runs the parts
     * @param inputs the inputs, batch first; float32 zeros while only shapes are asked for or parameters are made
     * @return the outputs, batch first
     * @throws IllegalArgumentException if this is not overridden and there are several inputs
     */
    protected NDList forward(Pass pass, NDList inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " takes one input, not the " + inputs.size()
                    + " of " + Arrays.toString(inputs.getShapes()) + "; override forward(Pass, NDList) for several");
        }
        return new NDList(forward(pass, inputs.head()));
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return forward(new Pass(store, training), inputs);
    }

    @Override
    protected final void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputs) {
        try (NDManager scratch = manager.newSubManager()) {
            forward(new Initialising(manager, dataType), Trace.zeros(scratch, dataType, inputs));
        }
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        return Trace.shapes(this, inputs, (path, layer, input, output) -> {});
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
        public NDList run(Block part, NDList inputs) {
            // a part that runs twice has its parameters already
            if (part.getParameters().isEmpty() || !part.isInitialized()) {
                part.initialize(manager, dataType, inputs.getShapes());
            }
            return super.run(part, inputs);
        }
    }
}
