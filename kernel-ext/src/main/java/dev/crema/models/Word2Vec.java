package dev.crema.models;

import static dev.crema.layers.Layers.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.UniformInitializer;
import dev.crema.datasets.WordVectors;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.List;

/**
 * Skip-gram: words' vectors from which the words around them can be told (Mikolov, Sutskever, Chen, Corrado and Dean 2013,
 * "Distributed representations of words and phrases and their compositionality", arXiv:1310.4546, section 2).
 *
 * <pre>
 * part      shape             for
 * words     [words, size]     the centre, v
 * outputs   [outputs, size]   what it is compared with, v′: words, or inner nodes of a Huffman tree
 * score     [N, K]            v′·v for each of K outputs
 * </pre>
 *
 * {@code (words + outputs) · size} parameters. With negative sampling (formula 4) the scores say which of K words occurred
 * near the centre, the others being drawn at random; with hierarchical softmax (formula 3) they say at each of K inner nodes
 * of a Huffman tree which way leads to the word that occurred. As in the authors' {@code word2vec.c}, the words' vectors
 * start as uniform numbers within {@code ±1/(2·size)} and the outputs' as zeros, so that every score is 0 at first.
 */
public final class Word2Vec extends Net {
    private final Block words;
    private final Block outputs;

    private Word2Vec(int words, int outputs, int size) {
        this.words = add("words", embedding(words, size));
        this.outputs = add("outputs", embedding(outputs, size));
        this.words.setInitializer(new UniformInitializer(0.5f / size), Parameter.Type.WEIGHT);
        this.outputs.setInitializer(Initializer.ZEROS, Parameter.Type.WEIGHT);
    }

    /**
     * Makes a network for negative sampling.
     *
     * @param words how many words the vocabulary has, at least 1
     * @param size length of each word's vector, at least 1; 300 in the paper
     * @return a block from centres {@code [N]} and words {@code [N, K]} to {@code [N, K]} scores (logits)
     */
    public static Word2Vec of(int words, int size) {
        return new Word2Vec(words, words, size);
    }

    /**
     * Makes a network for hierarchical softmax.
     *
     * @param words how many words the vocabulary has, at least 1
     * @param nodes how many inner nodes the Huffman tree has, at least 1
     * @param size length of each word's vector, at least 1
     * @return a block from centres {@code [N]} and inner nodes {@code [N, K]} to {@code [N, K]} scores (logits)
     */
    public static Word2Vec hierarchical(int words, int nodes, int size) {
        return new Word2Vec(words, nodes, size);
    }

    @Override
    protected NDList forward(Pass pass, NDList pairs) {
        if (pairs.size() != 2
                || pairs.get(0).getShape().dimension() != 1
                || pairs.get(1).getShape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "Word2Vec takes centres (N) and what they are compared with (N, K), as SkipGram has them, not "
                            + List.of(pairs.getShapes()));
        }
        NDArray centre = pass.run(words, pairs.get(0)); // [N, size]
        NDArray compared = pass.run(outputs, pairs.get(1)); // [N, K, size]
        return new NDList(compared.matMul(centre.expandDims(2)).squeeze(2)); // [N, K]
    }

    /**
     * Copies what has been learned, to look for neighbours.
     *
     * @param names the words in the order of their numbers, such as those of a vocabulary
     * @return the vectors v of the words
     * @throws IllegalStateException if the network has no parameters yet
     */
    public WordVectors vectors(List<String> names) {
        if (!isInitialized()) {
            throw new IllegalStateException("The network has learned nothing yet; train it with fit(…)");
        }
        return new WordVectors(
                names,
                words.getDirectParameters().get("weight").getArray(),
                "learned by skip-gram (Mikolov et al. 2013)");
    }
}
