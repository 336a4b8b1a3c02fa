package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Layers;
import dev.crema.layers.Trace;
import dev.crema.text.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A text as a network reads it, with the words that stand for its numbers in a figure.
 *
 * @param words the tokens, such as {@code "fine"}; at least one
 * @param ids number of each token
 */
public record Tokens(List<String> words, int[] ids) {
    /**
     * Checks that both fit.
     *
     * @param words the tokens
     * @param ids number of each
     * @throws IllegalArgumentException if there is no token, or not one number for each
     */
    public Tokens {
        words = List.copyOf(words);
        ids = ids.clone();
        if (words.isEmpty() || words.size() != ids.length) {
            throw new IllegalArgumentException("There are " + words.size() + " words and " + ids.length
                    + " numbers; a text needs at least one token, and a number for each");
        }
    }

    /**
     * Looks tokens up. One that the vocabulary does not have becomes {@code <unk>}, which is what the network sees.
     *
     * @param vocabulary the network's vocabulary
     * @param tokens the text, such as {@code Tokenizer.words().tokens("A fine film")}
     * @return the text
     * @throws IllegalArgumentException if there is no token
     */
    public static Tokens of(Vocabulary vocabulary, List<String> tokens) {
        int[] ids = vocabulary.encode(tokens);
        return new Tokens(Arrays.stream(ids).mapToObj(vocabulary::token).toList(), ids);
    }

    /** The batch of each text alone, {@code [1, T]}. */
    static NDList batch(NDManager manager, Tokens... texts) {
        NDList batch = new NDList();
        for (Tokens text : texts) {
            batch.add(manager.create(Arrays.stream(text.ids).asLongStream().toArray(), new Shape(1, text.ids.length)));
        }
        return batch;
    }

    /** The shape of what every layer is given and gives for texts of 1, 2, … tokens: their lengths tell the texts apart. */
    static Map<String, Shape[]> probe(Block net, int texts) {
        if (texts < 1 || texts > 2) {
            throw new IllegalArgumentException(
                    "There are " + texts + " texts; give the network's one, or its source and its target");
        }
        Shape[] probes =
                IntStream.rangeClosed(1, texts).mapToObj(i -> new Shape(1, i)).toArray(Shape[]::new);
        Map<String, Shape[]> shapes = new LinkedHashMap<>();
        Trace.shapes(
                net, probes, (path, layer, x, y) -> shapes.putIfAbsent(path, new Shape[] {x.getShape(), y.getShape()}));
        return shapes;
    }

    /** The text that has as many tokens in a {@link #probe}. */
    static Tokens ofLength(long length, Tokens... texts) {
        if (length > texts.length) {
            throw new IllegalArgumentException("The layer runs over " + length + " positions where the texts have "
                    + texts.length + " tokens; it cannot be said which is which");
        }
        return texts[(int) length - 1];
    }

    /** The text that a layer runs over. */
    static Tokens along(Block net, String layer, Tokens... texts) {
        Layers.layer(net, layer);
        Shape[] found = probe(net, texts.length).get(layer);
        if (found == null || found[0].dimension() < 2) {
            throw new IllegalArgumentException("Layer " + layer + " does not run over the tokens of a text");
        }
        return ofLength(found[0].get(1), texts);
    }

    static boolean turnsIntoVectors(NDArray words, NDArray vectors) {
        Shape x = words.getShape();
        Shape y = vectors.getShape();
        return x.dimension() == 2 && y.dimension() == 3 && x.get(0) == y.get(0) && x.get(1) == y.get(1);
    }

    /** The words of these numbers in their order, which need not be the text's; of none the text's own. */
    List<String> named(long[] order) {
        Map<Long, String> names = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            names.put((long) ids[i], words.get(i));
        }
        boolean known = order.length == ids.length && Arrays.stream(order).allMatch(names::containsKey);
        return known ? Arrays.stream(order).mapToObj(names::get).toList() : words;
    }
}
