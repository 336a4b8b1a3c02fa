package dev.crema.layers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.crema.torch.Operators;
import org.jspecify.annotations.Nullable;

/** A convolution run backwards: see {@link Layers#transposedConv}. */
final class TransposedConv extends AbstractBlock implements Costed {
    private final int filters;
    private final int kernel;
    private final int stride;
    private final int pad;
    private final int outputPad;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    TransposedConv(int filters, int kernel, int stride, int pad, int outputPad, boolean biased) {
        super((byte) 1);
        this.filters = filters;
        this.kernel = kernel;
        this.stride = stride;
        this.pad = pad;
        this.outputPad = outputPad;
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optInitializer((manager, shape, type) ->
                        manager.randomNormal(0, (float) Math.sqrt(2 / meanFanIn(shape)), shape, type))
                .build());
        bias = biased
                ? addParameter(Parameter.builder()
                        .setName("bias")
                        .setType(Parameter.Type.BIAS)
                        .build())
                : null;
    }

    /** How many inputs each number of the output is the sum of: one kernel in stride² falls on it. */
    private double meanFanIn(Shape kernels) {
        return (double) kernels.get(0) * kernel * kernel / (stride * stride);
    }

    int kernel() {
        return kernel;
    }

    int stride() {
        return stride;
    }

    int pad() {
        return pad;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        if (x.dimension() != 4) {
            throw new IllegalArgumentException("transposedConv takes (N, channels, height, width), not " + x);
        }
        if (weight.isInitialized() && weight.getArray().getShape().get(0) != x.get(1)) {
            throw new IllegalArgumentException("transposedConv has weights for "
                    + weight.getArray().getShape().get(0) + " channels, not for the " + x.get(1) + " of " + x);
        }
        Shape output = new Shape(x.get(0), filters, enlarged(x.get(2)), enlarged(x.get(3)));
        if (output.get(2) < 1 || output.get(3) < 1) {
            throw new IllegalArgumentException("transposedConv with pad " + pad + " leaves nothing of " + x);
        }
        return new Shape[] {output};
    }

    private long enlarged(long side) {
        return (side - 1) * stride - 2L * pad + kernel + outputPad;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(inputs[0].get(1), filters, kernel, kernel));
        if (bias != null) {
            bias.setShape(new Shape(filters));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        getOutputShapes(new Shape[] {x.getShape()});
        Device device = x.getDevice();
        return new NDList(Operators.convTranspose2d(
                x,
                store.getValue(weight, device, training),
                bias == null
                        ? x.getManager().zeros(new Shape(filters), x.getDataType(), device)
                        : store.getValue(bias, device, training),
                stride,
                pad,
                outputPad));
    }

    @Override
    public long multiplyAdds(Shape input, Shape output) {
        return input.size() * filters * kernel * kernel;
    }
}
