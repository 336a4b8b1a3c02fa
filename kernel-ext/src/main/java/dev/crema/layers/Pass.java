package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
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
     * @param part the part, of one input and one output
     * @param x its input, batch first
     * @return its output, batch first
     */
    public final NDArray run(Block part, NDArray x) {
        return run(part, new NDList(x)).singletonOrThrow();
    }

    /**
     * Runs a part of the network that has several inputs or outputs.
     *
     * @param part the part; the same part may run several times, as the towers of a siamese network
     * @param inputs its inputs, batch first
     * @return its outputs, batch first
     */
    public NDList run(Block part, NDList inputs) {
        // DJL's recurrent blocks add their states to the list that they are given
        return part.forward(store, new NDList(inputs), training);
    }

    /**
     * Returns the numbers of a parameter that the network has itself, beside those of its parts.
     *
     * @param parameter the network's parameter, which has been initialised
     * @param near an array on the device that the numbers are needed on
     * @return the parameter's array
     */
    public final NDArray value(Parameter parameter, NDArray near) {
        return store.getValue(parameter, near.getDevice(), training);
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
