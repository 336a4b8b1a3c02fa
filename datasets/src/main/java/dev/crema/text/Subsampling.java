package dev.crema.text;

import dev.crema.datasets.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Leaves out occurrences of frequent words at random before words are learnt from their contexts: "the" says little about
 * its neighbours, and without it the neighbours come nearer to each other (Mikolov, Sutskever, Chen, Corrado, Dean 2013,
 * "Distributed representations of words and phrases and their compositionality", section 2.3).
 */
public final class Subsampling {
    private final double[] keep;

    private Subsampling(Vocabulary vocabulary, double threshold, DoubleUnaryOperator keep) {
        if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw new DataException("The threshold is " + threshold
                    + ", expected a frequency greater than 0, such as 1e-3 for a small text and 1e-5 for a large one.");
        }
        double all = IntStream.range(Vocabulary.SPECIAL.size(), vocabulary.size())
                .mapToLong(vocabulary::count)
                .sum();
        this.keep = IntStream.range(0, vocabulary.size())
                .mapToDouble(id -> id < Vocabulary.SPECIAL.size()
                        ? 0
                        : Math.min(1, keep.applyAsDouble(vocabulary.count(id) / all / threshold)))
                .toArray();
    }

    /**
     * Keeps a word of frequency f with the probability √(t ∕ f), or 1 if that is more: the formula of the paper.
     *
     * @param vocabulary counts the words; the unknown ones count for nothing
     * @param threshold t, the frequency up to which every occurrence is kept, such as 1e-3
     * @return the probabilities
     * @throws DataException if the threshold is not greater than 0
     */
    public static Subsampling ofPaper(Vocabulary vocabulary, double threshold) {
        return new Subsampling(vocabulary, threshold, ratio -> 1 / Math.sqrt(ratio));
    }

    /**
     * Keeps a word of frequency f with the probability √(t ∕ f) + t ∕ f, or 1 if that is more: what the authors' program
     * {@code word2vec.c} does, and those that follow it. It keeps more than the paper, and everything up to f = 2.618 t.
     *
     * @param vocabulary counts the words; the unknown ones count for nothing
     * @param threshold t; the program's default is 1e-3
     * @return the probabilities
     * @throws DataException if the threshold is not greater than 0
     */
    public static Subsampling ofWord2vec(Vocabulary vocabulary, double threshold) {
        return new Subsampling(vocabulary, threshold, ratio -> (Math.sqrt(ratio) + 1) / ratio);
    }

    /**
     * Returns how likely an occurrence of a word is to be kept.
     *
     * @param id number of a token of the vocabulary
     * @return from 0 to 1; 0 for special tokens: unknown words are left out, as in {@code word2vec.c}
     * @throws DataException if no token has the number
     */
    public double keeps(int id) {
        if (id < 0 || id >= keep.length) {
            throw new DataException("No token has the number " + id + ", expected 0 to " + (keep.length - 1)
                    + ". Is it a number of another vocabulary?");
        }
        return keep[id];
    }

    /**
     * Leaves out words at random; do it anew for each epoch.
     *
     * @param texts numbers of tokens of each text
     * @param seed the same seed keeps the same words
     * @return what is left of each text; some may be empty
     * @throws DataException if no token has one of the numbers
     */
    public List<int[]> sample(List<int[]> texts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return texts.stream()
                .map(text -> Arrays.stream(text)
                        .filter(id -> random.nextDouble() < keeps(id))
                        .toArray())
                .toList();
    }
}
