package dev.crema.torch;

import static ai.djl.nn.recurrent.RNN.Activation.TANH;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The recurrent networks that libtorch runs over a whole sequence in one call. DJL's own blocks hand it their
 * parameters in an order that fits one direction only.
 */
public enum RecurrentCell {
    /** {@code h = tanh(W·x + b + U·h + c)} (Elman 1990). */
    RNN(1),
    /** Long short-term memory (Hochreiter and Schmidhuber 1997), with forget gates (Gers et al. 2000). */
    LSTM(4),
    /** Gated recurrent unit (Cho et al. 2014, arXiv:1406.1078). */
    GRU(3);

    private final int gates;

    RecurrentCell(int gates) {
        this.gates = gates;
    }

    /**
     * Returns how many weight matrices of the hidden size are stacked in each weight.
     *
     * @return 1, 4 or 3
     */
    public int gates() {
        return gates;
    }

    /**
     * Returns how many arrays make up the state.
     *
     * @return 2 (hidden and cell) for {@link #LSTM}, 1 (hidden) for the others
     */
    public int states() {
        return this == LSTM ? 2 : 1;
    }

    /**
     * Runs over sequences. The caller has checked the shapes.
     *
     * @param x {@code [N, T, features]}
     * @param state {@link #states} arrays {@code [directions, N, hidden]}
     * @param weights for each direction {@code [gates·hidden, features]}, {@code [gates·hidden, hidden]} and twice
     *     {@code [gates·hidden]}, with the gates in PyTorch's order
     * @param bidirectional whether there are two directions
     * @return the outputs {@code [N, T, directions·hidden]}, then the last state
     * @throws IllegalArgumentException if libtorch refuses the arrays, such as those of different types
     */
    public NDList run(NDArray x, NDList state, NDList weights, boolean bidirectional) {
        PtNDArray input = (PtNDArray) x;
        PtNDArray hidden = (PtNDArray) state.head();
        try {
            // cuDNN has a backward pass only in training mode, which without dropout computes the same
            return switch (this) {
                case RNN -> JniUtils.rnn(input, hidden, weights, true, 1, TANH, 0, true, bidirectional, true);
                case LSTM -> JniUtils.lstm(input, state, weights, true, 1, 0, true, bidirectional, true);
                case GRU -> JniUtils.gru(input, hidden, weights, true, 1, 0, true, bidirectional, true);
            };
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    name() + " cannot run over " + x.getDataType().name() + " " + x.getShape() + ": "
                            + TorchScript.reason(e),
                    e);
        }
    }
}
