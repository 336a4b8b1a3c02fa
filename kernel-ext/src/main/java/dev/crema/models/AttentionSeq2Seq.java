package dev.crema.models;

import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.gru;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.tanh;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Sequence to sequence with attention: before each word the decoder looks where it is needed in the source, instead of
 * keeping all of it in one vector (Luong, Pham and Manning 2015, "Effective approaches to attention-based neural machine
 * translation", arXiv:1508.04025, fig. 2, with the score of Bahdanau, Cho and Bengio 2014, arXiv:1409.0473).
 *
 * <pre>
 * source         [N, S]           numbers of tokens, filled up with Vocabulary.PADDING
 * target         [N, T]           the true tokens so far, from Vocabulary.START on (teacher forcing)
 *
 * sourceTokens   [N, S, hidden]
 * encoder        [N, S, hidden]   its state after the last token begins the decoder's
 * targetTokens   [N, T, hidden]
 * decoder        [N, T, hidden]
 * attention      [N, T, hidden]   {@link Attention#additive}; the part "attention.weights" gives [N, T, S]
 * combine        [N, T, hidden]   of what the decoder and the attention say
 * output         [N, T, words]    scores (logits) of the next token
 * </pre>
 *
 * <p>{@code (sourceWords + targetWords)·hidden + 16·hidden² + 14·hidden + words·(hidden + 1)} parameters. Luong's nets are LSTMs
 * of four layers; these are GRUs of one. Bahdanau's decoder looks before it moves its state and is given what it saw, which
 * takes a loop over the words; Luong's looks after, all words of the target at once. {@link Decoding} translates with it.
 */
public final class AttentionSeq2Seq extends Net {
    private final Block sourceTokens;
    private final Block encoder;
    private final Block targetTokens;
    private final Block decoder;
    private final Block attention;
    private final Block combine;
    private final Block output;

    private AttentionSeq2Seq(int sourceWords, int targetWords, int hidden) {
        sourceTokens = add("sourceTokens", embedding(sourceWords, hidden));
        encoder = add("encoder", gru(hidden));
        targetTokens = add("targetTokens", embedding(targetWords, hidden));
        decoder = add("decoder", gru(hidden));
        attention = add("attention", Attention.additive(hidden));
        combine = add("combine", seq(linear(hidden), tanh()));
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
        return new AttentionSeq2Seq(sourceWords, targetWords, hidden);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray source = inputs.get(0);
        NDArray read = pass.run(encoder, pass.run(sourceTokens, source));
        NDArray thought = PaddedText.atLastToken(read, source).expandDims(0); // [1, N, hidden]
        NDArray words = pass.run(targetTokens, inputs.get(1));
        NDArray written = pass.run(decoder, new NDList(words, thought)).head();
        NDList query = new NDList(written, read, read, AttentionMask.padding(source));
        NDArray seen = pass.run(attention, query).head();
        return new NDList(pass.run(output, pass.run(combine, written.concat(seen, 2))));
    }
}
