package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.UniformInitializer;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * What the recurrent networks that are written out have in common: the weights of all their gates, under the names and in
 * the shapes of the fused layers and of PyTorch.
 */
abstract class Recurrence extends Net {
    private final int gates;
    private final int hidden;
    private final Parameter weightIh;
    private final Parameter weightHh;
    private final Parameter biasIh;
    private final Parameter biasHh;

    Recurrence(int gates, int hidden) {
        if (hidden < 1) {
            throw new IllegalArgumentException("hidden is " + hidden + "; it must be at least 1");
        }
        this.gates = gates;
        this.hidden = hidden;
        weightIh = add("weight_ih", Parameter.Type.WEIGHT);
        weightHh = add("weight_hh", Parameter.Type.WEIGHT);
        biasIh = add("bias_ih", Parameter.Type.BIAS);
        biasHh = add("bias_hh", Parameter.Type.BIAS);
    }

    private Parameter add(String name, Parameter.Type type) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optInitializer(new UniformInitializer((float) (1 / Math.sqrt(hidden))))
                .build());
    }

    @Override
    protected final void prepare(Shape[] inputs) {
        requireSequences(inputs[0]);
        long rows = (long) gates * hidden;
        weightIh.setShape(new Shape(rows, inputs[0].get(2)));
        weightHh.setShape(new Shape(rows, hidden));
        biasIh.setShape(new Shape(rows));
        biasHh.setShape(new Shape(rows));
    }

    /** Computes W·x + b for each step: {@code [N, T, features]} becomes T arrays {@code [N, gates·hidden]}. */
    final NDList inputs(Pass pass, NDArray x) {
        requireSequences(x.getShape());
        if (!x.getDataType().isFloating()) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " takes floating-point numbers, not "
                    + x.getDataType().name() + "; turn words into vectors first, with embedding(words, size)");
        }
        NDList steps = new NDList();
        for (NDArray step : product(pass, x, weightIh, biasIh).split(x.size(1), 1)) {
            steps.add(step.squeeze(1));
        }
        return steps;
    }

    /** Computes U·h + c: {@code [N, hidden]} becomes {@code [N, gates·hidden]}. */
    final NDArray recurrent(Pass pass, NDArray h) {
        return product(pass, h, weightHh, biasHh);
    }

    /** Makes the state before the first step, {@code [N, hidden]}. */
    final NDArray zeros(NDArray x) {
        return x.getManager().zeros(new Shape(x.size(0), hidden), x.getDataType(), x.getDevice());
    }

    private NDArray product(Pass pass, NDArray x, Parameter weight, Parameter bias) {
        if (!weight.isInitialized()) {
            // only shapes are asked for
            Shape shape = x.getShape();
            return x.getManager().zeros(shape.slice(0, shape.dimension() - 1).add((long) gates * hidden));
        }
        return Linear.linear(x, pass.value(weight, x), pass.value(bias, x)).singletonOrThrow();
    }

    private void requireSequences(Shape x) {
        String name = getClass().getSimpleName();
        if (x.dimension() != 3 || x.size() < 1) {
            throw new IllegalArgumentException(
                    name + " takes (N, T, features), with at least one step and one feature, not " + x);
        }
        if (weightIh.isInitialized() && weightIh.getShape().get(1) != x.get(2)) {
            throw new IllegalArgumentException(name + " has weights for "
                    + weightIh.getShape().get(1) + " features at each step, not for the " + x.get(2) + " of " + x);
        }
    }
}
