package dev.crema.text;

import dev.crema.datasets.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Words and the words around them: what skip-gram and CBOW learn from (Mikolov, Chen, Corrado, Dean 2013, "Efficient
 * estimation of word representations in vector space"). CBOW foretells each centre from its context as a whole; skip-gram
 * foretells the words of the context one by one, see {@link #pairs}.
 *
 * @param centres {@code [n]}, numbers of tokens
 * @param contexts the numbers of the tokens around each centre, in the order of the text; at least one each
 */
public record Contexts(int[] centres, int[][] contexts) {
    /**
     * Checks that they belong together.
     *
     * @param centres numbers of tokens
     * @param contexts the tokens around each centre
     * @throws DataException if there is no centre, not one context for each, or an empty context
     */
    public Contexts {
        if (centres.length == 0) {
            throw new DataException("No token has a neighbour, expected a text of at least two tokens.");
        }
        if (contexts.length != centres.length) {
            throw new DataException("There are " + contexts.length + " contexts for " + centres.length
                    + " centres, expected one for each.");
        }
        for (int i = 0; i < contexts.length; i++) {
            if (contexts[i].length == 0) {
                throw new DataException("Context " + i + " is empty, expected at least one token.");
            }
        }
    }

    /**
     * Takes up to {@code window} tokens on each side of every token. A context ends with its text.
     *
     * @param texts numbers of tokens of each text
     * @param window tokens on each side, at least 1
     * @return one context for every token that has a neighbour
     * @throws DataException if the window is less than 1, or no token has a neighbour
     */
    public static Contexts of(List<int[]> texts, int window) {
        check(window);
        return of(texts, () -> window);
    }

    /**
     * Takes up to r tokens on each side of every token, r drawn anew for each from 1 to {@code window}: nearer words count
     * more. This is what the paper describes and {@code word2vec.c} does.
     *
     * @param texts numbers of tokens of each text
     * @param window most tokens on each side, at least 1
     * @param seed the same seed gives the same contexts
     * @return one context for every token that has a neighbour
     * @throws DataException if the window is less than 1, or no token has a neighbour
     */
    public static Contexts of(List<int[]> texts, int window, long seed) {
        check(window);
        SplittableRandom random = new SplittableRandom(seed);
        return of(texts, () -> random.nextInt(1, window + 1));
    }

    private static void check(int window) {
        if (window < 1 || window > 1_000_000) {
            throw new DataException("The window is " + window + ", expected at least 1 token on each side, such as 5.");
        }
    }

    private static Contexts of(List<int[]> texts, IntSupplier reach) {
        List<Integer> centres = new ArrayList<>();
        List<int[]> contexts = new ArrayList<>();
        for (int[] text : texts) {
            for (int i = 0; i < text.length && text.length > 1; i++) {
                int side = reach.getAsInt();
                int from = Math.max(0, i - side);
                int to = Math.min(text.length, i + side + 1);
                int[] context = new int[to - from - 1];
                System.arraycopy(text, from, context, 0, i - from);
                System.arraycopy(text, i + 1, context, i - from, to - i - 1);
                centres.add(text[i]);
                contexts.add(context);
            }
        }
        return new Contexts(centres.stream().mapToInt(Integer::intValue).toArray(), contexts.toArray(int[][]::new));
    }

    /**
     * Takes the contexts apart for skip-gram.
     *
     * @return one pair {@code {centre, word of its context}} for each word of each context, in order
     */
    public int[][] pairs() {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < centres.length; i++) {
            for (int word : contexts[i]) {
                pairs.add(new int[] {centres[i], word});
            }
        }
        return pairs.toArray(int[][]::new);
    }

    /**
     * Says how much there is.
     *
     * @return for example "1000 words in context, 5870 pairs"
     */
    @Override
    public String toString() {
        long pairs =
                Arrays.stream(contexts).mapToLong(context -> context.length).sum();
        return centres.length + " words in context, " + pairs + " pairs";
    }
}
