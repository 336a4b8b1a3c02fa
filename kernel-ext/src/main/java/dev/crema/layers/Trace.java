package dev.crema.layers;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
         * @param input what it was given, batch first; the first of several
         * @param output what it computed, batch first; the first of several
         */
        void visit(String path, Block layer, NDArray input, NDArray output);

        /**
         * Looks at everything that one layer was given and computed, and says what the layers after it are given. By default it
         * shows the first of each to {@link #visit} and changes nothing.
         *
         * @param path where the layer is
         * @param layer the layer
         * @param inputs what it was given, batch first
         * @param outputs what it computed, batch first
         * @return what is taken for its outputs, of the same shapes
         */
        default NDList pass(String path, Block layer, NDList inputs, NDList outputs) {
            visit(path, layer, inputs.head(), outputs.head());
            return outputs;
        }
    }

    private final @Nullable ParameterStore store;
    private final Shape whole;
    private final Visitor visitor;

    private Trace(@Nullable ParameterStore store, Shape whole, Visitor visitor) {
        this.store = store;
        this.whole = whole;
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
        return run(net, new NDList(x), visitor).singletonOrThrow();
    }

    /**
     * Runs a network of several inputs or outputs on a batch, not in training mode.
     *
     * @param net a network with parameters
     * @param inputs the batch; what the layers compute belongs to the manager of its first array
     * @param visitor sees every layer
     * @return the network's outputs
     * @throws IllegalArgumentException if the batch does not fit; the message names the layer
     */
    public static NDList run(Block net, NDList inputs, Visitor visitor) {
        return new Trace(
                        new ParameterStore(inputs.head().getManager(), false),
                        inputs.head().getShape(),
                        visitor)
                .step("", net, inputs);
    }

    /**
     * Computes only the shapes of what a network's layers give; the network needs no parameters for it.
     *
     * @param net the network
     * @param input shape of a batch
     * @param visitor sees every layer with zeros in the right shapes
     * @return shape of the network's first output
     * @throws IllegalArgumentException if the shape does not fit; the message names the layer
     */
    public static Shape shapes(Block net, Shape input, Visitor visitor) {
        return shapes(net, new Shape[] {input}, visitor)[0];
    }

    /**
     * Computes only the shapes of what the layers of a network of several inputs or outputs give.
     *
     * @param net the network
     * @param inputs shapes of a batch of each input
     * @param visitor sees every layer with zeros in the right shapes
     * @return shapes of the network's outputs
     * @throws IllegalArgumentException if the shapes do not fit; the message names the layer
     */
    public static Shape[] shapes(Block net, Shape[] inputs, Visitor visitor) {
        try (NDManager scratch = NDManager.newBaseManager()) {
            return shapes(net, zeros(scratch, DataType.FLOAT32, inputs), visitor);
        }
    }

    static Shape[] shapes(Block net, NDList zeros, Visitor visitor) {
        return new Trace(null, zeros.head().getShape(), visitor)
                .step("", net, zeros)
                .getShapes();
    }

    static NDList zeros(NDManager manager, DataType type, Shape... shapes) {
        return new NDList(
                Arrays.stream(shapes).map(shape -> manager.zeros(shape, type)).toList());
    }

    /** Tells whether the parts of a block are seen; those of DJL's other composites run out of sight. */
    static boolean opens(Block block) {
        return block instanceof Net || (block instanceof SequentialBlock sequence && !sequence.isReturnIntermediate());
    }

    private NDList step(String path, Block block, NDList inputs) {
        NDList outputs;
        if (opens(block) && block instanceof SequentialBlock) {
            outputs = inputs;
            for (Layer child : Layer.children(block)) {
                outputs = step(join(path, child.name()), child.block(), outputs);
            }
        } else if (block instanceof Net net) {
            outputs = net.forward(new Recording(path, net), inputs);
        } else {
            outputs = leaf(path, block, inputs);
        }
        return visitor.pass(path, block, inputs, outputs);
    }

    private NDList leaf(String path, Block block, NDList inputs) {
        try {
            Shape image = inputs.head().getShape();
            if (block instanceof Windowed layer && image.dimension() == 4) {
                requirePlaces(layer.window(), image);
            }
            NDList outputs = store == null
                    ? zeros(inputs.head().getManager(), DataType.FLOAT32, outputShapes(block, inputs))
                    : block.forward(store, new NDList(inputs), false);
            for (NDArray output : outputs) {
                requireSomething(output.getShape());
            }
            return outputs;
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(misfit(path, block, inputs.getShapes(), e), e);
        }
    }

    private void requirePlaces(Window window, Shape image) {
        Shape output = window.over(image, 1);
        if (output.get(2) < 1 || output.get(3) < 1) {
            Shape first = whole.dimension() == 4 ? whole : image;
            throw new IllegalArgumentException("%s becomes %s there: the window of %d×%d finds %s, with a rim of %d"
                    .formatted(size(first), size(output), window.size(), window.size(), size(image), window.pad()));
        }
    }

    private static String size(Shape image) {
        return Math.max(0, image.get(2)) + "×" + Math.max(0, image.get(3));
    }

    private static Shape[] outputShapes(Block block, NDList inputs) {
        Shape[] outputs = block.getOutputShapes(inputs.getShapes());
        for (Shape output : outputs) {
            requireSomething(output);
        }
        return outputs;
    }

    private static void requireSomething(Shape output) {
        if (Arrays.stream(output.getShape()).anyMatch(size -> size <= 0)) {
            throw new IllegalArgumentException("nothing is left of the image: " + output);
        }
    }

    private static String misfit(String path, Block block, Shape[] inputs, Exception cause) {
        String expected = block.isInitialized() && block.getInputShapes().length == 1
                ? "; it was made for " + block.getInputShapes()[0] + " (the batch size, first, is free)"
                : "";
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return "Layer " + (path.isEmpty() ? Layer.kind(block) : path) + " cannot take "
                + (inputs.length == 1
                        ? "an input of shape " + inputs[0]
                        : "inputs of shapes " + Arrays.toString(inputs))
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
        public NDList run(Block part, NDList inputs) {
            String name = Layer.children(net).stream()
                    .filter(child -> child.block() == part)
                    .map(Layer::name)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            net.getClass().getSimpleName() + " runs a part that it never added; call add(name, part)"));
            return step(join(path, name), part, inputs);
        }
    }
}
