package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.crema.torch.Operators;
import org.jspecify.annotations.Nullable;

/** DJL's convolution with square kernels, see {@link Layers#conv}; DJL finds room for a kernel larger than the image. */
final class Conv extends Conv2d implements Windowed {
    Conv(Builder builder) {
        super(builder);
    }

    @Override
    public Window window() {
        return new Window(
                (int) getKernelShape().get(0),
                (int) getStride().get(0),
                (int) getPadding().get(0),
                false);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape output = window().over(inputs[0], getFilters());
        long channels = inputs[0].get(1);
        if (channels % getGroups() != 0) {
            throw new IllegalArgumentException(channels + " channels cannot be split into " + getGroups() + " groups");
        }
        return new Shape[] {output};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return super.forwardInternal(store, new NDList(laidOut(inputs.singletonOrThrow())), training, params);
    }

    /** The images in the layout of memory in which the way there and back takes the least time on a CPU. */
    private NDArray laidOut(NDArray images) {
        Shape shape = images.getShape();
        int size = window().size();
        if (size > 1 && (long) getFilters() * shape.get(1) / getGroups() * size * size > shape.size()) {
            // the kernels, laid out like the images in every pass, are the larger part
            return Operators.channelsFirst(images);
        }
        // with larger steps the way back takes longer than what the way there wins
        return window().stride() == 1 ? Operators.channelsLast(images) : images;
    }
}
