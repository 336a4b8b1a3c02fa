package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/** How well keys fit queries: see {@link Attention#dotProduct}. */
final class DotProductScore extends Net {
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray query = inputs.get(0); // [N, …, L, size]
        NDArray key = inputs.get(1); // [N, …, S, size]
        int last = key.getShape().dimension() - 1;
        long size = key.getShape().get(last);
        if (query.getShape().get(query.getShape().dimension() - 1) != size) {
            throw new IllegalArgumentException("Queries " + query.getShape() + " and keys " + key.getShape()
                    + " differ in their last size, which their dot product runs over");
        }
        NDArray scores = query.matMul(key.swapAxes(last - 1, last)); // [N, …, L, S]
        return new NDList(scores.div((float) Math.sqrt((double) size)));
    }
}
