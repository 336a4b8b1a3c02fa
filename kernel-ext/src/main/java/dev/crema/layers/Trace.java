package dev.crema.layers;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Runs a network layer by layer and shows each layer's input and output, which DJL's blocks have no hook for. */
public final class Trace {
    /** Sees each layer once it has run; a block that contains others comes after them. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at one layer.
         *
         * @param path where the layer is, such as {@code "block2.conv1"}; empty for the network itself
         * @param layer the layer
         * @param input what it was given, batch first
         * @param output what it computed, batch first
         */
        void visit(String path, Block layer, NDArray input, NDArray output);
    }

    private final @Nullable ParameterStore store;
    private final Visitor visitor;

    private Trace(@Nullable ParameterStore store, Visitor visitor) {
        this.store = store;
        this.visitor = visitor;
    }

    /**
     * Runs a network on a batch, not in training mode.
     *
     * @param net a network with parameters
     * @param x the batch; what the layers compute belongs to its manager
     * @param visitor sees every layer
     * @return the network's output
     * @throws IllegalArgumentException if the batch does not fit; the message names the layer
     */
    public static NDArray run(Block net, NDArray x, Visitor visitor) {
        return new Trace(new ParameterStore(x.getManager(), false), visitor).step("", net, x);
    }

    /**
     * Computes only the shapes of what a network's layers give; the network needs no parameters for it.
     *
     * @param net the network
     * @param input shape of a batch
     * @param visitor sees every layer with zeros in the right shapes
     * @return shape of the network's output
     * @throws IllegalArgumentException if the shape does not fit; the message names the layer
     */
    public static Shape shapes(Block net, Shape input, Visitor visitor) {
        try (NDManager scratch = NDManager.newBaseManager()) {
            return new Trace(null, visitor).step("", net, scratch.zeros(input)).getShape();
        }
    }

    /** Tells whether the parts of a block are seen; those of DJL's other composites run out of sight. */
    static boolean opens(Block block) {
        return block instanceof Net || (block instanceof SequentialBlock sequence && !sequence.isReturnIntermediate());
    }

    private NDArray step(String path, Block block, NDArray x) {
        NDArray output;
        if (opens(block) && block instanceof SequentialBlock) {
            output = x;
            for (Layer child : Layer.children(block)) {
                output = step(join(path, child.name()), child.block(), output);
            }
        } else if (block instanceof Net net) {
            output = net.forward(new Recording(path, net), x);
        } else {
            output = leaf(path, block, x);
        }
        visitor.visit(path, block, x, output);
        return output;
    }

    private NDArray leaf(String path, Block block, NDArray x) {
        try {
            NDArray output = store == null
                    ? x.getManager().zeros(onlyShape(block, x.getShape()))
                    : block.forward(store, new NDList(x), false).singletonOrThrow();
            if (output.getShape().size() == 0) {
                throw new IllegalArgumentException("nothing is left of the image: " + output.getShape());
            }
            return output;
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(misfit(path, block, x.getShape(), e), e);
        }
    }

    private static Shape onlyShape(Block block, Shape input) {
        Shape[] outputs = block.getOutputShapes(new Shape[] {input});
        if (outputs.length != 1) {
            throw new IllegalArgumentException("it has several outputs, " + Arrays.toString(outputs));
        }
        if (Arrays.stream(outputs[0].getShape()).anyMatch(size -> size <= 0)) {
            throw new IllegalArgumentException("nothing is left of the image: " + outputs[0]);
        }
        return outputs[0];
    }

    private static String misfit(String path, Block block, Shape input, Exception cause) {
        String expected = block.isInitialized() && block.getInputShapes().length == 1
                ? "; it was made for " + block.getInputShapes()[0] + " (the batch size, first, is free)"
                : "";
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return "Layer " + (path.isEmpty() ? Layer.kind(block) : path) + " cannot take an input of shape " + input
                + expected + ". " + reason;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Follows a {@link Net} into its parts. */
    private final class Recording extends Pass {
        private final String path;
        private final Net net;

        Recording(String path, Net net) {
            super(store == null ? new ParameterStore() : store, false);
            this.path = path;
            this.net = net;
        }

        @Override
        public NDArray run(Block part, NDArray x) {
            String name = Layer.children(net).stream()
                    .filter(child -> child.block() == part)
                    .map(Layer::name)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            net.getClass().getSimpleName() + " runs a part that it never added; call add(name, part)"));
            return step(join(path, name), part, x);
        }
    }
}
