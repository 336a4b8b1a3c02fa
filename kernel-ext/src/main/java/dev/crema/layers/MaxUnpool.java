package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.torch.Operators;

/** Pools, runs a block, and undoes the pooling: see {@link Layers#maxUnpool}. */
final class MaxUnpool extends Net {
    private final int size;
    private final Block inner;

    MaxUnpool(int size, Block inner) {
        this.size = size;
        this.inner = add("inner", inner);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDList pooled = Operators.maxPool2d(x, size, size);
        NDArray y = pass.run(inner, pooled.get(0));
        Shape small = pooled.get(1).getShape();
        if (!y.getShape().equals(small)) {
            throw new IllegalArgumentException("The block inside of maxUnpool makes " + y.getShape() + " of " + small
                    + "; it must keep the shape, so that every number has a place to go back to");
        }
        Shape image = x.getShape();
        return Operators.maxUnpool2d(y, pooled.get(1), (int) image.get(2), (int) image.get(3));
    }
}
