package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.crema.layers.Pass;

/**
 * Simple recurrent network, written out (Elman 1990, "Finding structure in time", fig. 2): {@code rnn(hidden)} in a loop
 * that can be read.
 *
 * <pre>
 * part              shape for [N, T, features]
 * weight_ih  W      [hidden, features]
 * weight_hh  U      [hidden, hidden]
 * bias_ih    b      [hidden]
 * bias_hh    c      [hidden]
 * output  h₁ … h_T  [N, T, hidden]
 * </pre>
 *
 * {@code hidden · (features + hidden + 2)} parameters, which start within {@code ±1/√hidden} as PyTorch's. Elman squashes
 * with the logistic function where tanh is usual today; the second bias adds nothing to the first, but PyTorch has it.
 */
public final class SimpleRnn extends Recurrence {
    private SimpleRnn(int hidden) {
        super(1, hidden);
    }

    /**
     * Makes the network.
     *
     * @param hidden size of the state, at least 1
     * @return a block from {@code [N, T, features]} to the state after each step, {@code [N, T, hidden]}
     */
    public static SimpleRnn of(int hidden) {
        return new SimpleRnn(hidden);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDArray h = zeros(x);
        NDList states = new NDList();
        for (NDArray input : inputs(pass, x)) {
            h = input.add(recurrent(pass, h)).tanh();
            states.add(h);
        }
        return NDArrays.stack(states, 1);
    }
}
