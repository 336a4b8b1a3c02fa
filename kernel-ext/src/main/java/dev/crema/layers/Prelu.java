package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import dev.crema.torch.Operators;
import org.jspecify.annotations.Nullable;

/** A ReLU that learns what to do with negative numbers: see {@link Layers#prelu}. */
final class Prelu extends AbstractBlock {
    private final Parameter slope;

    Prelu() {
        super((byte) 1);
        slope = addParameter(Parameter.builder()
                .setName("slope")
                .setType(Parameter.Type.OTHER)
                .optInitializer(new ConstantInitializer(0.25f))
                .build());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        if (inputs[0].dimension() < 2) {
            throw new IllegalArgumentException("prelu takes (N, channels, …), not " + inputs[0]);
        }
        return new Shape[] {inputs[0]};
    }

    @Override
    protected void prepare(Shape[] inputs) {
        slope.setShape(new Shape(inputs[0].get(1)));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        return new NDList(Operators.prelu(x, store.getValue(slope, x.getDevice(), training)));
    }
}
