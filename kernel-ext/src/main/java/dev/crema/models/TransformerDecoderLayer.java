package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.layerNorm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Layer of a Transformer's decoder: every position looks at what is written so far, then at the source, then thinks for
 * itself (Vaswani et al. 2017, "Attention is all you need", arXiv:1706.03762, fig. 1, right).
 *
 * <pre>
 * x            [N, T, width]
 * memory       [N, S, width]          what the encoder made of the source
 * mask         [N or 1, T or 1, T]    where a position may look in x
 * memoryMask   [N or 1, T or 1, S]    where a position may look in the memory
 *
 * x = x + selfAttention(norm1(x))             {@link MultiHeadAttention}
 * x = x + sourceAttention(norm2(x), memory)   {@link MultiHeadAttention}
 * x = x + feedForward(norm3(x))               linear(inner), relu, linear(width)
 *
 * output       [N, T, width]
 * </pre>
 *
 * <p>As in PyTorch's {@code TransformerDecoderLayer} with {@code norm_first}, each part is normalised before it; see
 * {@link TransformerEncoderLayer}. The parameters are {@code 8·width·(width + 1) + (2·width + 1)·inner + 7·width}.
 */
public final class TransformerDecoderLayer extends Net {
    private final Block norm1;
    private final Block selfAttention;
    private final Block norm2;
    private final Block sourceAttention;
    private final Block norm3;
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
    public TransformerDecoderLayer(int width, int heads, int inner, double dropout) {
        norm1 = add("norm1", layerNorm());
        selfAttention = add("selfAttention", new MultiHeadAttention(width, heads));
        norm2 = add("norm2", layerNorm());
        sourceAttention = add("sourceAttention", new MultiHeadAttention(width, heads));
        norm3 = add("norm3", layerNorm());
        feedForward = add("feedForward", TransformerEncoderLayer.feedForward(width, inner));
        this.dropout = add("dropout", dropout(dropout));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        NDArray memory = inputs.get(1);
        NDArray normal = pass.run(norm1, x);
        NDList own = pass.run(selfAttention, new NDList(normal, normal, normal, inputs.get(2)));
        x = x.add(pass.run(dropout, own.head()));
        NDList source = pass.run(sourceAttention, new NDList(pass.run(norm2, x), memory, memory, inputs.get(3)));
        x = x.add(pass.run(dropout, source.head()));
        return new NDList(x.add(pass.run(dropout, pass.run(feedForward, pass.run(norm3, x)))));
    }
}
