package dev.crema.models;

import static dev.crema.layers.Layers.sigmoid;
import static dev.crema.layers.Layers.tanh;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Pass;

/**
 * Long short-term memory, written out (Hochreiter and Schmidhuber 1997, "Long short-term memory", section 4; with the
 * forget gate of Gers, Schmidhuber and Cummins 2000, "Learning to forget"): {@code lstm(hidden)} in a loop that can be
 * read. The gates can be looked at: they are parts that run at each step, {@code [N, hidden]} every time.
 *
 * <pre>
 * part              shape for [N, T, features]
 * weight_ih  W      [4·hidden, features]   rows of the input gate, the forget gate, the candidate, the output gate
 * weight_hh  U      [4·hidden, hidden]
 * bias_ih    b      [4·hidden]
 * bias_hh    c      [4·hidden]
 * inputGate         [N, hidden]            how much of the candidate is written into the cell
 * forgetGate        [N, hidden]            how much of the cell is kept
 * candidate         [N, hidden]            what could be written
 * outputGate        [N, hidden]            how much of the cell is shown
 * output  h₁ … h_T  [N, T, hidden]
 * </pre>
 *
 * {@code 4 · hidden · (features + hidden + 2)} parameters, which start within {@code ±1/√hidden} as PyTorch's. The first
 * paper has no forget gate, and squashes to (−2, 2) and (−1, 1) with logistic functions where tanh is usual today.
 */
public final class Lstm extends Recurrence {
    private final Block inputGate = add("inputGate", sigmoid());
    private final Block forgetGate = add("forgetGate", sigmoid());
    private final Block candidate = add("candidate", tanh());
    private final Block outputGate = add("outputGate", sigmoid());

    private Lstm(int hidden) {
        super(4, hidden);
    }

    /**
     * Makes the network.
     *
     * @param hidden size of the state, at least 1
     * @return a block from {@code [N, T, features]} to the hidden state after each step, {@code [N, T, hidden]}
     */
    public static Lstm of(int hidden) {
        return new Lstm(hidden);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDArray h = zeros(x);
        NDArray c = zeros(x);
        NDList states = new NDList();
        for (NDArray input : inputs(pass, x)) {
            NDList sums = input.add(recurrent(pass, h)).split(4, 1);
            NDArray i = pass.run(inputGate, sums.get(0));
            NDArray f = pass.run(forgetGate, sums.get(1));
            NDArray g = pass.run(candidate, sums.get(2));
            NDArray o = pass.run(outputGate, sums.get(3));
            c = f.mul(c).add(i.mul(g));
            h = o.mul(c.tanh());
            states.add(h);
        }
        return NDArrays.stack(states, 1);
    }
}
