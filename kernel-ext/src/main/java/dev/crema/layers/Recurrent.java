package dev.crema.layers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.util.PairList;
import dev.crema.layers.Layers.RecurrentOption;
import dev.crema.torch.RecurrentCell;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A recurrent layer: see {@link Layers#lstm}. */
final class Recurrent extends AbstractBlock implements Costed {
    private final RecurrentCell cell;
    private final int hidden;
    private final boolean bidirectional;
    private final boolean finalState;

    Recurrent(RecurrentCell cell, int hidden, List<RecurrentOption> options) {
        super((byte) 1);
        this.cell = cell;
        this.hidden = hidden;
        bidirectional = options.contains(RecurrentOption.BIDIRECTIONAL);
        finalState = options.contains(RecurrentOption.FINAL_STATE);
        for (String direction : bidirectional ? List.of("", "_reverse") : List.of("")) {
            add("weight_ih" + direction, Parameter.Type.WEIGHT);
            add("weight_hh" + direction, Parameter.Type.WEIGHT);
            add("bias_ih" + direction, Parameter.Type.BIAS);
            add("bias_hh" + direction, Parameter.Type.BIAS);
        }
    }

    private void add(String name, Parameter.Type type) {
        addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optInitializer(new UniformInitializer((float) (1 / Math.sqrt(hidden))))
                .build());
    }

    String name() {
        return cell.name().toLowerCase(Locale.ROOT);
    }

    private int directions() {
        return bidirectional ? 2 : 1;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        if (x.dimension() != 3 || x.size() < 1) {
            throw new IllegalArgumentException(
                    name() + " takes (N, T, features), with at least one step and one feature, not " + x);
        }
        Parameter weight = parameters.values().iterator().next();
        if (weight.isInitialized() && weight.getArray().getShape().get(1) != x.get(2)) {
            throw new IllegalArgumentException(
                    name() + " has weights for " + weight.getArray().getShape().get(1)
                            + " features at each step, not for the " + x.get(2) + " of " + x);
        }
        Shape[] outputs = inputs.clone();
        outputs[0] = finalState
                ? new Shape(x.get(0), (long) directions() * hidden)
                : new Shape(x.get(0), x.get(1), (long) directions() * hidden);
        checkState(inputs);
        return outputs;
    }

    private void checkState(Shape[] inputs) {
        Shape state = new Shape(directions(), inputs[0].get(0), hidden);
        List<Shape> given = List.of(inputs).subList(1, inputs.length);
        List<Shape> expected = Collections.nCopies(cell.states(), state);
        if (!given.isEmpty() && !given.equals(expected)) {
            throw new IllegalArgumentException(
                    name() + " takes a state of shapes " + expected + ", (directions, N, hidden), not " + given);
        }
    }

    @Override
    protected void prepare(Shape[] inputs) {
        long rows = (long) cell.gates() * hidden;
        parameters.forEach((name, parameter) -> parameter.setShape(
                name.startsWith("weight_ih")
                        ? new Shape(rows, inputs[0].get(2))
                        : name.startsWith("weight_hh") ? new Shape(rows, hidden) : new Shape(rows)));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        getOutputShapes(inputs.getShapes());
        if (!x.getDataType().isFloating()) {
            throw new IllegalArgumentException(name() + " takes floating-point numbers, not "
                    + x.getDataType().name()
                    + "; turn words into vectors first, as in seq(embedding(words, 64), lstm(128))");
        }
        Device device = x.getDevice();
        NDList weights = new NDList(parameters.values().stream()
                .map(parameter -> store.getValue(parameter, device, training))
                .toList());
        boolean continued = inputs.size() > 1;
        NDList state = continued ? inputs.subNDList(1) : zeros(x);
        NDList outputs = cell.run(x, state, weights, bidirectional);
        NDArray y = finalState ? joined(outputs.get(1)) : outputs.get(0);
        if (continued) {
            return new NDList(y).addAll(outputs.subNDList(1));
        }
        state.close();
        outputs.stream().filter(output -> output != y).forEach(NDArray::close);
        return new NDList(y);
    }

    private NDList zeros(NDArray x) {
        Shape shape = new Shape(directions(), x.getShape().get(0), hidden);
        NDList zeros = new NDList();
        for (int i = 0; i < cell.states(); i++) {
            zeros.add(x.getManager().zeros(shape, x.getDataType(), x.getDevice()));
        }
        return zeros;
    }

    /** Lays the states of both directions side by side: {@code [directions, N, hidden]} to {@code [N, directions·hidden]}. */
    private NDArray joined(NDArray state) {
        return state.transpose(1, 0, 2).reshape(state.getShape().get(1), (long) directions() * hidden);
    }

    @Override
    public long multiplyAdds(Shape input, Shape output) {
        long steps = input.get(0) * input.get(1);
        return steps * directions() * cell.gates() * hidden * (input.get(2) + hidden);
    }
}
