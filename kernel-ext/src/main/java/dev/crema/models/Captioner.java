package dev.crema.models;

import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.lstm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Show and Tell (Vinyals, Toshev, Bengio and Erhan 2014, "Show and tell: a neural image caption generator",
 * arXiv:1411.4555, fig. 3): a convolutional net looks at an image, and a recurrent one, which is given what it saw as if that
 * were the first word, writes a caption.
 *
 * <pre>
 * part        output for images [N, C, H, W] and T tokens of each caption, [N, T]
 * encoder     [N, size]            what is seen
 * embedding   [N, T, size]         a vector for each token
 * decoder     [N, 1 + T, hidden]   LSTM over what is seen, then the tokens
 * classifier  [N, T, words]        scores of the token after each
 *
 * parameters   those of the encoder + words · size + 4 · hidden · (size + hidden + 2) + words · (hidden + 1)
 * </pre>
 *
 * As in the paper, the image is shown once, before the token that starts a caption. The paper's encoder is a GoogLeNet that
 * knows ImageNet, and it searches with a beam of 20; here the encoder is any block, and each token is the most probable
 * one. PyTorch's LSTM, and so ours, has two biases where the paper's has none.
 */
public final class Captioner extends Net {
    private final Block encoder;
    private final Block embedding;
    private final Block decoder;
    private final Block classifier;

    private Captioner(Block encoder, int words, int size, int hidden) {
        this.encoder = add("encoder", encoder);
        this.embedding = add("embedding", embedding(words, size));
        this.decoder = add("decoder", lstm(hidden));
        this.classifier = add("classifier", linear(words));
    }

    /**
     * Makes the network.
     *
     * @param encoder from images {@code [N, C, H, W]} to {@code [N, size]}
     * @param words how many tokens there are, with those for start and end, at least 1
     * @param size length of the vector of a token and of what is seen, at least 1; 512 in the paper
     * @param hidden size of the LSTM's state, at least 1; 512 in the paper
     * @return a network from images and numbers of tokens {@code [N, T]} to {@code [N, T, words]} scores (logits)
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Captioner of(Block encoder, int words, int size, int hidden) {
        return new Captioner(encoder, words, size, hidden);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("The captioner takes images and the tokens before each token, not the "
                    + inputs.size() + " inputs " + Arrays.toString(inputs.getShapes()));
        }
        NDArray seen = pass.run(encoder, inputs.get(0));
        NDArray tokens = pass.run(embedding, inputs.get(1));
        Shape expected = new Shape(tokens.size(0), tokens.size(2));
        if (!seen.getShape().equals(expected)) {
            throw new IllegalArgumentException("The captioner's encoder gives " + seen.getShape() + ", but the tokens "
                    + tokens.getShape() + " need " + expected + "; end it with linear(" + tokens.size(2) + ")");
        }
        NDArray states = pass.run(decoder, seen.expandDims(1).concat(tokens, 1));
        return new NDList(pass.run(classifier, states.get(":, 1:")));
    }

    /**
     * Writes a caption for each image: token by token, always the most probable.
     *
     * @param images {@code [N, C, H, W]}
     * @param start number of the token that starts a caption
     * @param end number of the token that ends it
     * @param most how many tokens a caption has at most, at least 1
     * @return the numbers of the tokens of each caption, without start and end
     * @throws IllegalStateException if the network has no parameters yet
     */
    public List<int[]> write(NDArray images, int start, int end, int most) {
        if (!isInitialized()) {
            throw new IllegalStateException("The captioner has no parameters yet; train it with fit(…) first");
        }
        int n = Math.toIntExact(images.size(0));
        List<int[]> written = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            written.add(new int[0]);
        }
        boolean[] ended = new boolean[n];
        try (var scratch = images.getManager().newSubManager()) {
            NDArray own = images.duplicate();
            own.attach(scratch);
            NDArray tokens = scratch.full(new Shape(n, 1), start, DataType.INT64);
            for (int length = 0; length < most; length++) {
                NDArray scores = forward(new ParameterStore(scratch, false), new NDList(own, tokens), false)
                        .singletonOrThrow();
                NDArray next = scores.get(":, -1").argMax(1);
                append(written, ended, next.toLongArray(), end);
                tokens = tokens.concat(next.expandDims(1), 1);
            }
        }
        return List.copyOf(written);
    }

    private static void append(List<int[]> written, boolean[] ended, long[] next, int end) {
        for (int i = 0; i < ended.length; i++) {
            ended[i] |= next[i] == end;
            if (!ended[i]) {
                int[] longer = Arrays.copyOf(written.get(i), written.get(i).length + 1);
                longer[longer.length - 1] = (int) next[i];
                written.set(i, longer);
            }
        }
    }
}
