package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.layerNorm;
import static dev.crema.layers.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * Transformer: an encoder and a decoder that are made of attention only (Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez,
 * Kaiser and Polosukhin 2017, "Attention is all you need", arXiv:1706.03762, fig. 1).
 *
 * <pre>
 * source      [N, S]           numbers of tokens, filled up with Vocabulary.PADDING
 * target      [N, T]           the true tokens so far, from Vocabulary.START on
 *
 * sourceTokens, positions      [N, S, width]    {@link SinusoidalPositions}
 * encoder1 …, encoderNorm      [N, S, width]    {@link TransformerEncoderLayer}
 * targetTokens, positions      [N, T, width]
 * decoder1 …, decoderNorm      [N, T, width]    {@link TransformerDecoderLayer}
 *
 * output      [N, T, words]    scores (logits) of the next token
 * </pre>
 *
 * <p>The paper's base model has width 512, 8 heads, 6 layers, 2048 units inside and dropout 0.1; it shares one set of weights
 * between both vocabularies and the output, and normalises after each part where this one does before. It multiplies token
 * vectors by √width; here they start with variance 1 and need no factor. {@link Decoding} translates with it.
 */
public final class Transformer extends Net {
    private final Block sourceTokens;
    private final Block targetTokens;
    private final Block positions;
    private final Block dropout;
    private final List<Block> encoder = new ArrayList<>();
    private final Block encoderNorm;
    private final List<Block> decoder = new ArrayList<>();
    private final Block decoderNorm;
    private final Block output;

    private Transformer(int sourceWords, int targetWords, int limit, int width, int heads, int layers, double dropout) {
        sourceTokens = add("sourceTokens", embedding(sourceWords, width));
        targetTokens = add("targetTokens", embedding(targetWords, width));
        positions = add("positions", new SinusoidalPositions(limit));
        this.dropout = add("dropout", dropout(dropout));
        for (int i = 1; i <= layers; i++) {
            encoder.add(add("encoder" + i, new TransformerEncoderLayer(width, heads, 4 * width, dropout)));
        }
        encoderNorm = add("encoderNorm", layerNorm());
        for (int i = 1; i <= layers; i++) {
            decoder.add(add("decoder" + i, new TransformerDecoderLayer(width, heads, 4 * width, dropout)));
        }
        decoderNorm = add("decoderNorm", layerNorm());
        output = add("output", linear(targetWords));
    }

    /**
     * Makes the network; its feed-forward parts have {@code 4 · width} units inside, as the paper's.
     *
     * @param sourceWords how many tokens the source's language has, with the special ones, at least 1
     * @param targetWords how many tokens the target's language has, with the special ones, at least 1
     * @param limit most tokens of a sequence, at least 1; longer ones are refused
     * @param width size of the vector at each position, a multiple of {@code heads}
     * @param heads how many attentions side by side, at least 1
     * @param layers how many layers the encoder has, and the decoder, at least 1
     * @param dropout share of values that is dropped while training, in [0, 1)
     * @return a block from {@code [N, S]} and {@code [N, T]} numbers of tokens to {@code [N, T, targetWords]} scores (logits)
     */
    public static Block of(
            int sourceWords, int targetWords, int limit, int width, int heads, int layers, double dropout) {
        if (layers < 1) {
            throw new IllegalArgumentException("layers is " + layers + "; it must be at least 1");
        }
        return new Transformer(sourceWords, targetWords, limit, width, heads, layers, dropout);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray source = inputs.get(0);
        NDArray target = inputs.get(1);
        NDArray sourceMask = AttentionMask.padding(source);
        NDArray memory = embedded(pass, sourceTokens, source);
        for (Block layer : encoder) {
            memory = pass.run(layer, new NDList(memory, sourceMask)).head();
        }
        memory = pass.run(encoderNorm, memory);
        NDArray x = embedded(pass, targetTokens, target);
        NDArray causal = AttentionMask.causal(target);
        for (Block layer : decoder) {
            x = pass.run(layer, new NDList(x, memory, causal, sourceMask)).head();
        }
        return new NDList(pass.run(output, pass.run(decoderNorm, x)));
    }

    private NDArray embedded(Pass pass, Block tokens, NDArray ids) {
        PaddedText.requireIds(ids);
        return pass.run(dropout, pass.run(positions, pass.run(tokens, ids)));
    }
}
