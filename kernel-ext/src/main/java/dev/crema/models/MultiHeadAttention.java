package dev.crema.models;

import static dev.crema.layers.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Multi-head attention: several attentions side by side, each to its own share of the width (Vaswani et al. 2017,
 * "Attention is all you need", arXiv:1706.03762, section 3.2.2).
 *
 * <pre>
 * query    [N, L, a]
 * key      [N, S, b]
 * value    [N, S, c]
 * mask     [N or 1, L or 1, S], optional: 0 where a query may not look; see {@link AttentionMask}
 *
 * parts    query, key, value, output: linear(width);   heads: {@link Attention#dotProduct}
 *
 * output   [N, L, width]
 * weights  [N, heads, L, S]   each row sums to 1; exactly 0 where the mask is 0
 * </pre>
 *
 * <p>{@code 4 · width · (width + 1)} parameters where all inputs are as wide as the output; the paper's projections have no
 * biases, these have, as PyTorch's. The weights are the second output, and the output of the part "heads.weights".
 */
public final class MultiHeadAttention extends Net {
    private final int count;
    private final Block query;
    private final Block key;
    private final Block value;
    private final Block heads;
    private final Block output;

    /**
     * Makes the attention.
     *
     * @param width size of the output for each query, a multiple of {@code heads}
     * @param heads how many attentions, at least 1
     * @throws IllegalArgumentException if the width is not a multiple of the heads
     */
    public MultiHeadAttention(int width, int heads) {
        if (heads < 1 || width < 1 || width % heads != 0) {
            throw new IllegalArgumentException("width is " + width + " and heads " + heads
                    + "; width must be a multiple of heads, each at least 1");
        }
        count = heads;
        query = add("query", linear(width));
        key = add("key", linear(width));
        value = add("value", linear(width));
        this.heads = add("heads", Attention.dotProduct());
        output = add("output", linear(width));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        if (inputs.size() != 3 && inputs.size() != 4) {
            throw new IllegalArgumentException("MultiHeadAttention takes query, key, value and, if wanted, a mask, not "
                    + inputs.size() + " arrays");
        }
        NDList split = new NDList(
                split(pass.run(query, inputs.get(0))),
                split(pass.run(key, inputs.get(1))),
                split(pass.run(value, inputs.get(2))));
        inputs.subNDList(3).forEach(mask -> split.add(mask.expandDims(1)));
        NDList attended = pass.run(heads, split);
        return new NDList(pass.run(output, joined(attended.get(0))), attended.get(1));
    }

    /** {@code [N, T, width]} to {@code [N, heads, T, width/heads]}. */
    private NDArray split(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), count, shape.get(2) / count)
                .transpose(0, 2, 1, 3);
    }

    /** {@code [N, heads, T, width/heads]} to {@code [N, T, width]}. */
    private static NDArray joined(NDArray x) {
        Shape shape = x.getShape();
        return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3));
    }
}
