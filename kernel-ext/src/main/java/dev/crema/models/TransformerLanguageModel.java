package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.layerNorm;
import static dev.crema.layers.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * Language model of a Transformer that sees only the past: foretells every token from those before it (Radford et al. 2018,
 * "Improving language understanding by generative pre-training", GPT; the code of it to read is Karpathy's nanoGPT).
 *
 * <pre>
 * input       [N, T]            numbers of tokens, T at most limit
 * tokens      [N, T, width]     a vector for each token …
 * positions   [1, T, width]     … and one for each place, added
 * layer1 …    [N, T, width]     {@link TransformerEncoderLayer} with a causal mask, 4 · width units inside
 * norm        [N, T, width]
 * output      [N, T, words]     scores (logits) of the next token
 * </pre>
 *
 * <p>{@code words·(2·width + 1) + limit·width + layers·(12·width² + 13·width) + 2·width} parameters. GPT has GELU where this
 * one has ReLU, normalises after each part, and its output shares the weights of the token vectors.
 *
 * <pre>{@code
 * var net = TransformerLanguageModel.of(vocabulary.size(), 64, 64, 4, 2, 0.1);
 * fit(net, train.withoutMasks(), validation.withoutMasks(), loss(maskedCrossEntropy(Vocabulary.PADDING)));
 * vocabulary.decode(Decoding.continued(net, vocabulary.encode(List.of("once", "upon")), 20, 0.8, 1))
 * }</pre>
 */
public final class TransformerLanguageModel extends Net {
    private final int limit;
    private final Block tokens;
    private final Block positions;
    private final Block dropout;
    private final List<Block> layers = new ArrayList<>();
    private final Block norm;
    private final Block output;

    private TransformerLanguageModel(int words, int limit, int width, int heads, int layers, double dropout) {
        this.limit = limit;
        tokens = add("tokens", embedding(words, width));
        positions = add("positions", embedding(limit, width));
        this.dropout = add("dropout", dropout(dropout));
        for (int i = 1; i <= layers; i++) {
            this.layers.add(add("layer" + i, new TransformerEncoderLayer(width, heads, 4 * width, dropout)));
        }
        norm = add("norm", layerNorm());
        output = add("output", linear(words));
    }

    /**
     * Makes the network.
     *
     * @param words how many tokens there are, with the special ones, at least 1
     * @param limit most tokens of a sequence, at least 1; longer ones are refused
     * @param width size of the vector at each position, a multiple of {@code heads}
     * @param heads how many attentions side by side, at least 1
     * @param layers how many layers, at least 1
     * @param dropout share of values that is dropped while training, in [0, 1)
     * @return a block from {@code [N, T]} numbers of tokens to {@code [N, T, words]} scores (logits)
     */
    public static Block of(int words, int limit, int width, int heads, int layers, double dropout) {
        if (layers < 1) {
            throw new IllegalArgumentException("layers is " + layers + "; it must be at least 1");
        }
        return new TransformerLanguageModel(words, limit, width, heads, layers, dropout);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray ids) {
        long length = PaddedText.requireIds(ids);
        SinusoidalPositions.requireRoom(limit, length);
        NDArray places = ids.getManager().arange(0, (int) length, 1, DataType.INT64, ids.getDevice());
        NDArray x = pass.run(tokens, ids).add(pass.run(positions, places.expandDims(0)));
        x = pass.run(dropout, x);
        NDArray mask = AttentionMask.causal(ids);
        for (Block layer : layers) {
            x = pass.run(layer, new NDList(x, mask)).head();
        }
        return pass.run(output, pass.run(norm, x));
    }
}
