package dev.crema.layers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.crema.layers.Layers.MaskType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A convolution that does not see what comes after its pixel: see {@link Layers#maskedConv}. */
final class MaskedConv extends AbstractBlock {
    private static final Shape ONE = new Shape(1, 1);

    private final int filters;
    private final int height;
    private final int width;
    private final float[] mask;
    private final Parameter weight;
    private final Parameter bias;

    MaskedConv(int filters, int height, int width, MaskType type) {
        super((byte) 1);
        this.filters = filters;
        this.height = height;
        this.width = width;
        int seen = height * width / 2 + (type == MaskType.B ? 1 : 0);
        mask = new float[height * width];
        Arrays.fill(mask, 0, seen, 1);
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optInitializer((manager, shape, dataType) ->
                        manager.randomNormal(0, (float) Math.sqrt(2.0 / (shape.get(1) * seen)), shape, dataType))
                .build());
        bias = addParameter(
                Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        if (x.dimension() != 4) {
            throw new IllegalArgumentException("maskedConv takes (N, channels, height, width), not " + x);
        }
        if (weight.isInitialized() && weight.getArray().getShape().get(1) != x.get(1)) {
            throw new IllegalArgumentException("maskedConv has weights for "
                    + weight.getArray().getShape().get(1) + " channels, not for the " + x.get(1) + " of " + x);
        }
        return new Shape[] {new Shape(x.get(0), filters, x.get(2), x.get(3))};
    }

    @Override
    protected void prepare(Shape[] inputs) {
        weight.setShape(new Shape(filters, inputs[0].get(1), height, width));
        bias.setShape(new Shape(filters));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        getOutputShapes(new Shape[] {x.getShape()});
        Device device = x.getDevice();
        // masked at every pass, not once: whatever an optimiser does to the hidden weights, they are not seen
        NDArray kernels = mask(x).mul(store.getValue(weight, device, training));
        return Conv2d.conv2d(
                x, kernels, store.getValue(bias, device, training), ONE, new Shape(height / 2, width / 2), ONE, 1);
    }

    private NDArray mask(NDArray x) {
        // an array over Java's memory dies with its Java object, which the way back of the gradients does not keep; to
        // copy to the same type or device is not enough, that shares the memory
        try (NDArray overJavaMemory = x.getManager().create(mask, new Shape(height, width))) {
            return overJavaMemory.duplicate().toType(x.getDataType(), false).toDevice(x.getDevice(), false);
        }
    }
}
