package dev.crema.layers;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the parts of a {@link Net} hang together, which its forward pass says only in Java. The forward pass is run
 * with each part replaced by threes in the shapes that it would give, once for each part: NaN in its place shows where what
 * it gives goes. The parts themselves do not run.
 */
final class Wiring {
    private final Net net;
    private final NDManager scratch;
    private final Shape[] inputs;
    private final List<Call> calls = new ArrayList<>();
    private final List<List<Set<Integer>>> sources = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private Shape[] outputs = {};

    /** What each part gives: the sum and the product of two or more are then different, and different from each. */
    static final double GIVEN = 3;

    /** A part that runs. */
    record Call(String name, Block part, Shape[] inputs, Shape[] outputs) {}

    private Wiring(Net net, Shape[] inputs, NDManager scratch) {
        this.net = net;
        this.inputs = inputs;
        this.scratch = scratch;
    }

    /** Returns nothing but the calls if there are more than the limit. */
    static Wiring of(Net net, Shape[] inputs, int limit) {
        try (NDManager scratch = NDManager.newBaseManager()) {
            Wiring wiring = new Wiring(net, inputs, scratch);
            Marking plain = wiring.run(null);
            wiring.outputs = plain.outputs;
            if (wiring.calls.size() <= limit) {
                wiring.find(plain);
            }
            return wiring;
        }
    }

    List<Call> calls() {
        return calls;
    }

    /** Shapes of what the net gives. */
    Shape[] outputs() {
        return outputs;
    }

    /**
     * Which calls feed each input of a call, or, for the number of calls, each of what the net gives; −1 is the net's first
     * input, −2 its second, and so on.
     */
    List<Set<Integer>> sources(int call) {
        return sources.get(call);
    }

    /** The mean of what a call is given, or the net gives, where each source gives {@link #GIVEN}. */
    double value(int call, int input) {
        return values.get(call)[input];
    }

    private void find(Marking plain) {
        for (double[] means : plain.means) {
            sources.add(Arrays.stream(means)
                    .<Set<Integer>>mapToObj(mean -> new TreeSet<>())
                    .toList());
            values.add(means);
        }
        for (int source = -inputs.length; source < calls.size(); source++) {
            Marking marked = run(source);
            for (int call = Math.max(0, source + 1); call < marked.means.size(); call++) {
                for (int input = 0; input < marked.means.get(call).length; input++) {
                    boolean fed = Double.isNaN(marked.means.get(call)[input]) && !Double.isNaN(values.get(call)[input]);
                    if (fed) {
                        sources.get(call).get(input).add(source);
                    }
                }
            }
        }
    }

    private Marking run(@Nullable Integer marked) {
        try (NDManager arrays = scratch.newSubManager()) {
            Marking pass = new Marking(marked);
            try {
                NDList given = new NDList();
                for (int i = 0; i < inputs.length; i++) {
                    given.addAll(filled(arrays, new Shape[] {inputs[i]}, marked != null && marked == -1 - i));
                }
                NDList result = net.forward(pass, given);
                pass.outputs = result.getShapes();
                pass.means.add(means(result));
            } catch (EngineException | IllegalArgumentException e) {
                if (marked == null) {
                    throw e;
                }
                // a number of a place that is NaN: what has been seen until then counts
            }
            return pass;
        }
    }

    private static NDList filled(NDManager manager, Shape[] shapes, boolean marked) {
        return new NDList(Arrays.stream(shapes)
                .map(shape -> manager.full(shape, marked ? Float.NaN : (float) GIVEN))
                .toList());
    }

    /** NaN for an array that holds any. */
    private static double[] means(NDList arrays) {
        return arrays.stream().mapToDouble(Wiring::mean).toArray();
    }

    private static double mean(NDArray array) {
        if (!array.getDataType().isFloating() || array.size() == 0) {
            return 0;
        }
        try (NDArray mean = array.mean()) {
            return mean.getFloat();
        }
    }

    /** A pass in which no part runs. */
    private final class Marking extends Pass {
        private final @Nullable Integer marked;
        private final List<double[]> means = new ArrayList<>();
        private Shape[] outputs = {};

        Marking(@Nullable Integer marked) {
            super(new ParameterStore(), false);
            this.marked = marked;
        }

        @Override
        public NDList run(Block part, NDList given) {
            int call = means.size();
            means.add(means(given));
            if (marked == null) {
                calls.add(called(part, given.getShapes()));
            }
            return filled(given.head().getManager(), calls.get(call).outputs, marked != null && marked == call);
        }

        private Call called(Block part, Shape[] shapes) {
            String name = Layer.children(net).stream()
                    .filter(child -> child.block() == part)
                    .map(Layer::name)
                    .findFirst()
                    .orElse(Layer.kind(part));
            return new Call(name, part, shapes, part.getOutputShapes(shapes));
        }
    }
}
