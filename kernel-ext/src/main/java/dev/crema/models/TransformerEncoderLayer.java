package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.layerNorm;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Layer of a Transformer's encoder: every position looks at the others, then thinks for itself (Vaswani et al. 2017,
 * "Attention is all you need", arXiv:1706.03762, fig. 1, left). With a causal mask it is the layer of a language model.
 *
 * <pre>
 * x         [N, T, width]
 * mask      [N or 1, T or 1, T]: 0 where a position may not look; see {@link AttentionMask}
 *
 * x = x + attention(norm1(x))      {@link MultiHeadAttention}
 * x = x + feedForward(norm2(x))    linear(inner), relu, linear(width)
 *
 * output    [N, T, width]
 * </pre>
 *
 * <p>As in PyTorch's {@code TransformerEncoderLayer} with {@code norm_first}, each part is normalised before it, which trains
 * without a slow start (Xiong et al. 2020, arXiv:2002.04745); the paper normalises after each sum. The parameters are
 * {@code 4·width·(width + 1) + (2·width + 1)·inner + 5·width}.
 */
public final class TransformerEncoderLayer extends Net {
    private final Block norm1;
    private final Block attention;
    private final Block norm2;
    private final Block feedForward;
    private final Block dropout;

    /**
     * Makes the layer.
     *
     * @param width size of the vector at each position, a multiple of {@code heads}
     * @param heads how many attentions side by side, at least 1
     * @param inner units of the hidden layer of the feed-forward part, at least 1; the paper has {@code 4 · width}
     * @param dropout share of each sum's second part that is dropped while training, in [0, 1)
     */
    public TransformerEncoderLayer(int width, int heads, int inner, double dropout) {
        norm1 = add("norm1", layerNorm());
        attention = add("attention", new MultiHeadAttention(width, heads));
        norm2 = add("norm2", layerNorm());
        feedForward = add("feedForward", feedForward(width, inner));
        this.dropout = add("dropout", dropout(dropout));
    }

    static Block feedForward(int width, int inner) {
        return seq(linear(inner), relu(), linear(width));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        NDArray normal = pass.run(norm1, x);
        NDList attended = pass.run(attention, new NDList(normal, normal, normal).addAll(inputs.subNDList(1)));
        x = x.add(pass.run(dropout, attended.head()));
        return new NDList(x.add(pass.run(dropout, pass.run(feedForward, pass.run(norm2, x)))));
    }
}
