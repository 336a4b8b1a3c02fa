package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;

/** One way of a batch through a network. */
public class Pass {
    private final ParameterStore store;
    private final boolean training;

    Pass(ParameterStore store, boolean training) {
        this.store = store;
        this.training = training;
    }

    /**
     * Runs a part of the network.
     *
     * @param part the part
     * @param x its input, batch first
     * @return its output, batch first
     */
    public NDArray run(Block part, NDArray x) {
        return part.forward(store, new NDList(x), training).singletonOrThrow();
    }

    /**
     * Tells whether the network is being trained, which dropout and batch normalisation ask.
     *
     * @return true while training
     */
    public final boolean training() {
        return training;
    }

    final ParameterStore store() {
        return store;
    }
}
