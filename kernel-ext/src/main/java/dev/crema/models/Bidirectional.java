package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Reads a sequence in both directions (Schuster and Paliwal 1997, "Bidirectional recurrent neural networks", fig. 3), so
 * that what is said of a step knows what follows: {@code lstm(hidden, bidirectional())} for any recurrent network.
 */
public final class Bidirectional extends Net {
    private final Block forward;
    private final Block backward;

    private Bidirectional(Block forward, Block backward) {
        this.forward = add("forward", forward);
        this.backward = add("backward", backward);
    }

    /**
     * Makes the network of two of the same kind, such as {@code Bidirectional.of(Lstm.of(8), Lstm.of(8))}.
     *
     * @param forward reads from the first step to the last, {@code [N, T, features]} to {@code [N, T, hidden]}
     * @param backward reads from the last step to the first, with weights of its own
     * @return a block from {@code [N, T, features]} to {@code [N, T, 2·hidden]}: at each step what the way there gives,
     *     then what the way back gives
     */
    public static Bidirectional of(Block forward, Block backward) {
        return new Bidirectional(forward, backward);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDArray there = pass.run(forward, x);
        NDArray back = pass.run(backward, x.flip(1)).flip(1);
        return there.concat(back, 2);
    }
}
