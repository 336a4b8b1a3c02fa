package dev.crema.models;

import static dev.crema.layers.Layers.sigmoid;
import static dev.crema.layers.Layers.tanh;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Pass;

/**
 * Gated recurrent unit, written out (Cho et al. 2014, "Learning phrase representations using RNN encoder–decoder for
 * statistical machine translation", arXiv:1406.1078, section 2.3): {@code gru(hidden)} in a loop that can be read. The
 * gates can be looked at: they are parts that run at each step, {@code [N, hidden]} every time.
 *
 * <pre>
 * part              shape for [N, T, features]
 * weight_ih  W      [3·hidden, features]   rows of the reset gate, the update gate, the candidate
 * weight_hh  U      [3·hidden, hidden]
 * bias_ih    b      [3·hidden]
 * bias_hh    c      [3·hidden]
 * resetGate         [N, hidden]            how much of the old state the candidate is made of
 * updateGate        [N, hidden]            how much of the old state is kept
 * candidate         [N, hidden]            what takes the place of the rest
 * output  h₁ … h_T  [N, T, hidden]
 * </pre>
 *
 * {@code 3 · hidden · (features + hidden + 2)} parameters, which start within {@code ±1/√hidden} as PyTorch's. The paper
 * has no biases, and its reset gate scales the state before the product, {@code U(r·h)}; here it scales the product,
 * {@code r·(U·h + c)}, as in cuDNN and PyTorch, so that one product serves all gates.
 */
public final class Gru extends Recurrence {
    private final Block resetGate = add("resetGate", sigmoid());
    private final Block updateGate = add("updateGate", sigmoid());
    private final Block candidate = add("candidate", tanh());

    private Gru(int hidden) {
        super(3, hidden);
    }

    /**
     * Makes the network.
     *
     * @param hidden size of the state, at least 1
     * @return a block from {@code [N, T, features]} to the state after each step, {@code [N, T, hidden]}
     */
    public static Gru of(int hidden) {
        return new Gru(hidden);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDArray h = zeros(x);
        NDList states = new NDList();
        for (NDArray input : inputs(pass, x)) {
            NDList wx = input.split(3, 1);
            NDList uh = recurrent(pass, h).split(3, 1);
            NDArray r = pass.run(resetGate, wx.get(0).add(uh.get(0)));
            NDArray z = pass.run(updateGate, wx.get(1).add(uh.get(1)));
            NDArray n = pass.run(candidate, wx.get(2).add(r.mul(uh.get(2))));
            h = z.mul(h).add(z.neg().add(1).mul(n));
            states.add(h);
        }
        return NDArrays.stack(states, 1);
    }
}
