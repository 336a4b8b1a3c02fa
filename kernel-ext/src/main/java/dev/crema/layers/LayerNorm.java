package dev.crema.layers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Normalises over the last dimension: see {@link Layers#layerNorm}. DJL's block normalises over all dimensions but the
 * first, and so has weights for one length of sequence only.
 */
final class LayerNorm extends AbstractBlock {
    private static final float EPSILON = 1e-5f;

    private final Parameter gamma;
    private final Parameter beta;

    LayerNorm() {
        super((byte) 1);
        gamma = add("gamma", Parameter.Type.GAMMA);
        beta = add("beta", Parameter.Type.BETA);
    }

    private Parameter add(String name, Parameter.Type type) {
        return addParameter(Parameter.builder().setName(name).setType(type).build());
    }

    private static Shape features(Shape input) {
        return new Shape(input.get(input.dimension() - 1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        if (inputs[0].dimension() < 2) {
            throw new IllegalArgumentException("layerNorm takes (N, …, features), not " + inputs[0]);
        }
        Shape features = features(inputs[0]);
        if (gamma.isInitialized() && !gamma.getArray().getShape().equals(features)) {
            throw new IllegalArgumentException("layerNorm has weights for "
                    + gamma.getArray().getShape().get(0) + " features, not for the " + features.get(0) + " of "
                    + inputs[0]);
        }
        return new Shape[] {inputs[0]};
    }

    @Override
    protected void prepare(Shape[] inputs) {
        gamma.setShape(features(inputs[0]));
        beta.setShape(features(inputs[0]));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        getOutputShapes(inputs.getShapes());
        Device device = x.getDevice();
        return ai.djl.nn.norm.LayerNorm.layerNorm(
                x,
                features(x.getShape()),
                store.getValue(gamma, device, training),
                store.getValue(beta, device, training),
                EPSILON);
    }
}
