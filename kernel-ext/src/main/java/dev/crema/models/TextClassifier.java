package dev.crema.models;

import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.lstm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Reads a text word by word and says what class it is of (Dai and Le 2015, "Semi-supervised sequence learning",
 * arXiv:1511.01432, section 4).
 *
 * <pre>
 * part        output for [N, T] words   parameters
 * embedding   [N, T, size]              words · size
 * lstm        [N, T, hidden]            4 · hidden · (size + hidden + 2)
 *  at the last word of each text
 *             [N, hidden]
 * classes     [N, classes]              (hidden + 1) · classes
 * </pre>
 *
 * Texts of a batch are filled up on the right to the same length; with their mask as second input, what the network says of
 * a text does not depend on how far it was filled up. The paper's network starts from weights that have learned to foretell
 * words or to repeat sentences; here it starts from word vectors such as GloVe's, or from nothing.
 */
public final class TextClassifier extends Net {
    private final Block embedding;
    private final Block lstm;
    private final Block classes;

    private TextClassifier(Block embedding, int hidden, int classes) {
        this.embedding = add("embedding", embedding);
        this.lstm = add("lstm", lstm(hidden));
        this.classes = add("classes", linear(classes));
    }

    /**
     * Makes a network that learns the words' vectors.
     *
     * @param words how many words the vocabulary has, at least 1
     * @param size length of each word's vector, at least 1
     * @param hidden size of the state, at least 1
     * @param classes how many classes it tells apart, at least 1
     * @return a block from numbers of words {@code [N, T]} and, if there is padding, their mask {@code [N, T]}, 1 for a word
     *     and 0 after the last, to {@code [N, classes]} scores (logits)
     */
    public static TextClassifier of(int words, int size, int hidden, int classes) {
        return of(embedding(words, size), hidden, classes);
    }

    /**
     * Makes a network of words' vectors of any kind, such as {@code embedding(vocabulary.embedding(Glove.load(), manager))}; a
     * training keeps them as they are with {@code freeze("embedding")}.
     *
     * @param embedding a block from {@code [N, T]} to {@code [N, T, size]}
     * @param hidden size of the state, at least 1
     * @param classes how many classes it tells apart, at least 1
     * @return a block as {@link #of(int, int, int, int)}
     */
    public static TextClassifier of(Block embedding, int hidden, int classes) {
        return new TextClassifier(embedding, hidden, classes);
    }

    @Override
    protected NDList forward(Pass pass, NDList text) {
        NDArray words = text.get(0);
        if (words.getShape().dimension() != 2) {
            throw new IllegalArgumentException("TextClassifier takes numbers of words (N, T), not " + words.getShape());
        }
        NDArray states = pass.run(lstm, pass.run(embedding, words));
        NDArray last = text.size() == 1 ? states.get(":, -1") : atLastWord(states, text.get(1));
        return new NDList(pass.run(classes, last));
    }

    /** Takes the state after the last word of each text: [N, T, hidden] to [N, hidden]. */
    private static NDArray atLastWord(NDArray states, NDArray mask) {
        NDArray steps = mask.getManager().arange((int) mask.size(1)).toType(mask.getDataType(), false);
        NDArray last = mask.sum(new int[] {1}, true).sub(1).maximum(0);
        NDArray isLast = steps.expandDims(0).eq(last).toType(DataType.FLOAT32, false);
        return states.mul(isLast.expandDims(2)).sum(new int[] {1});
    }
}
