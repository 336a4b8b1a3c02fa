package dev.crema.text;

import dev.crema.datasets.DataException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws words at random to compare with words that really occurred, with probabilities in proportion to count^0.75: frequent
 * words more often than rare ones, but less so than in the text (Mikolov, Sutskever, Chen, Corrado, Dean 2013, "Distributed
 * representations of words and phrases and their compositionality", section 2.2).
 *
 * <p>{@code word2vec.c} rounds the probabilities to a table of 10^8 entries; here they are exact.
 */
public final class NegativeSampling {
    private static final double POWER = 0.75;

    /** Sums of the weights of all tokens up to each. */
    private final double[] sums;

    private NegativeSampling(double[] sums) {
        this.sums = sums;
    }

    /**
     * Weighs the tokens by count^0.75.
     *
     * @param vocabulary counts the tokens; special ones are never drawn
     * @return what to draw from
     * @throws DataException if fewer than two tokens can be drawn
     */
    public static NegativeSampling of(Vocabulary vocabulary) {
        return of(vocabulary, POWER);
    }

    /**
     * Weighs the tokens by another power of their counts.
     *
     * @param vocabulary counts the tokens; special ones are never drawn
     * @param power 1 draws as the text does, 0 draws every token as often as the others
     * @return what to draw from
     * @throws DataException if the power is not from 0 to 1, or fewer than two tokens can be drawn
     */
    public static NegativeSampling of(Vocabulary vocabulary, double power) {
        if (!(power >= 0 && power <= 1)) {
            throw new DataException("The power is " + power + ", expected 0 to 1, such as 0.75.");
        }
        double[] sums = new double[vocabulary.size()];
        int found = 0;
        for (int id = Vocabulary.SPECIAL.size(); id < sums.length; id++) {
            long count = vocabulary.count(id);
            sums[id] = sums[id - 1] + (count == 0 ? 0 : StrictMath.pow((double) count, power));
            found += count == 0 ? 0 : 1;
        }
        if (found < 2) {
            throw new DataException("The vocabulary has " + found
                    + " tokens that occur, expected at least 2: one to compare with another.");
        }
        return new NegativeSampling(sums);
    }

    /**
     * Returns how likely a token is to be drawn.
     *
     * @param id number of a token
     * @return from 0 to 1; 0 for special tokens
     * @throws DataException if no token has the number
     */
    public double probability(int id) {
        if (id < 0 || id >= sums.length) {
            throw new DataException("No token has the number " + id + ", expected 0 to " + (sums.length - 1)
                    + ". Is it a number of another vocabulary?");
        }
        return (sums[id] - (id == 0 ? 0 : sums[id - 1])) / sums[sums.length - 1];
    }

    /**
     * Draws one token.
     *
     * @param random where chance comes from
     * @return its number
     */
    public int draw(RandomGenerator random) {
        double place = random.nextDouble() * sums[sums.length - 1];
        int found = Arrays.binarySearch(sums, place);
        // the first sum greater than the place
        int id = found < 0 ? -found - 1 : found + 1;
        while (sums[id] <= place) {
            id++;
        }
        return id;
    }

    /**
     * Draws tokens other than the true one; the same may come twice.
     *
     * @param truth the token that really occurred; where it is drawn, another is drawn in its place, while
     *     {@code word2vec.c} goes on with one less
     * @param k how many, at least 1; the paper takes 5 to 20 for small texts, 2 to 5 for large ones
     * @param random where chance comes from
     * @return k numbers of tokens
     * @throws DataException if k is less than 1
     */
    public int[] draw(int truth, int k, RandomGenerator random) {
        if (k < 1) {
            throw new DataException(k + " negative words were asked for, expected at least 1, such as 5.");
        }
        int[] drawn = new int[k];
        for (int i = 0; i < k; i++) {
            do {
                drawn[i] = draw(random);
            } while (drawn[i] == truth);
        }
        return drawn;
    }
}
