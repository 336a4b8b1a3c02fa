package dev.crema.models;

import static dev.crema.layers.Layers.conv1d;
import static dev.crema.layers.Layers.maskedConv;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.crema.layers.Layers.MaskType;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Row LSTM: reads an image row by row, its state as wide as a row (van den Oord, Kalchbrenner and Kavukcuoglu 2016,
 * arXiv:1601.06759, section 3.1). {@code [N, channels, H, W]} becomes {@code [N, hidden, H, W]}.
 *
 * <pre>
 * o, f, i, g = σ(stateToState * hᵢ₋₁ + inputToState * xᵢ)   (tanh for g)
 * cᵢ = f ⊙ cᵢ₋₁ + i ⊙ g
 * hᵢ = o ⊙ tanh(cᵢ)
 * </pre>
 *
 * Both convolutions are 1×3; that of the input is masked, type B, and the states of the row before are known whole. A pixel
 * therefore depends on a triangle above it, not on all that is before it.
 */
final class RowLstm extends Net {
    private final int hidden;
    private final Block inputToState;
    private final Block stateToState;

    RowLstm(int hidden) {
        this.hidden = hidden;
        inputToState = add("inputToState", maskedConv(4 * hidden, 1, 3, MaskType.B));
        stateToState = add("stateToState", conv1d(4 * hidden, 3));
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        long width = x.getShape().get(3);
        Shape row = new Shape(x.getShape().get(0), hidden, width);
        NDArray h = x.getManager().zeros(row, x.getDataType(), x.getDevice());
        NDArray c = h;
        NDList states = new NDList();
        for (NDArray input : pass.run(inputToState, x).split(x.getShape().get(2), 2)) {
            NDList gates = input.squeeze(2).add(pass.run(stateToState, h)).split(4, 1);
            NDArray output = Activation.sigmoid(gates.get(0));
            NDArray forget = Activation.sigmoid(gates.get(1));
            NDArray write = Activation.sigmoid(gates.get(2));
            c = forget.mul(c).add(write.mul(Activation.tanh(gates.get(3))));
            h = output.mul(Activation.tanh(c));
            states.add(h);
        }
        return NDArrays.stack(states, 2);
    }
}
