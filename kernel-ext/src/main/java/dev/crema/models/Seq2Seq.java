package dev.crema.models;

import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.gru;
import static dev.crema.layers.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Sequence to sequence: one recurrent net reads the source into a single vector, another writes the target from it
 * (Sutskever, Vinyals and Le 2014, "Sequence to sequence learning with neural networks", arXiv:1409.3215, fig. 1).
 *
 * <pre>
 * source         [N, S]           numbers of tokens, filled up with Vocabulary.PADDING
 * target         [N, T]           the true tokens so far, from Vocabulary.START on (teacher forcing)
 *
 * sourceTokens   [N, S, hidden]   of the source backwards
 * encoder        [N, S, hidden]   its state after the last token begins the decoder's
 * targetTokens   [N, T, hidden]
 * decoder        [N, T, hidden]
 * output         [N, T, words]    scores (logits) of the next token
 * </pre>
 *
 * <p>{@code (sourceWords + targetWords)·hidden + 12·hidden·(hidden + 1) + words·(hidden + 1)} parameters. The source is read
 * backwards, as in the paper, so that its beginning is near that of the target. The paper's nets are LSTMs of four layers;
 * these are GRUs of one (Cho et al. 2014, arXiv:1406.1078). {@link Decoding} translates with it.
 *
 * <pre>{@code
 * var net = Seq2Seq.of(french.size(), english.size(), 128);
 * fit(net, train.withoutMasks(), validation.withoutMasks(), loss(maskedCrossEntropy(Vocabulary.PADDING)));
 * english.decode(Decoding.greedy(net, french.encode(List.of("vingt", "deux")), 20))
 * }</pre>
 */
public final class Seq2Seq extends Net {
    private final Block sourceTokens;
    private final Block encoder;
    private final Block targetTokens;
    private final Block decoder;
    private final Block output;

    private Seq2Seq(int sourceWords, int targetWords, int hidden) {
        sourceTokens = add("sourceTokens", embedding(sourceWords, hidden));
        encoder = add("encoder", gru(hidden));
        targetTokens = add("targetTokens", embedding(targetWords, hidden));
        decoder = add("decoder", gru(hidden));
        output = add("output", linear(targetWords));
    }

    /**
     * Makes the network.
     *
     * @param sourceWords how many tokens the source's language has, with the special ones, at least 1
     * @param targetWords how many tokens the target's language has, with the special ones, at least 1
     * @param hidden size of token vectors and states, at least 1
     * @return a block from {@code [N, S]} and {@code [N, T]} numbers of tokens to {@code [N, T, targetWords]} scores (logits)
     */
    public static Block of(int sourceWords, int targetWords, int hidden) {
        return new Seq2Seq(sourceWords, targetWords, hidden);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray source = inputs.get(0);
        NDArray read = pass.run(encoder, pass.run(sourceTokens, PaddedText.backwards(source)));
        NDArray thought = PaddedText.atLastToken(read, source).expandDims(0); // [1, N, hidden]
        NDArray words = pass.run(targetTokens, inputs.get(1));
        NDArray written = pass.run(decoder, new NDList(words, thought)).head();
        return new NDList(pass.run(output, written));
    }
}
