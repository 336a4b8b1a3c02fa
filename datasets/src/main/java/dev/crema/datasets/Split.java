package dev.crema.datasets;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Data cut into two parts that have no example in common.
 *
 * @param <T> the kind of data
 * @param train what a network learns from
 * @param test what is measured on
 */
public record Split<T>(T train, T test) {
    /**
     * Chooses at random which examples to train on, from each class its share: round(fraction · n) in all, and from a class
     * of c examples fraction · c, rounded up or down.
     *
     * @param labels the class of each example, from 0
     * @param fraction share of the examples to train on
     * @param seed the same seed chooses the same examples
     * @return whether an example is one to train on, with at least one of each kind
     * @throws DataException if the fraction is not between 0 and 1, or a part would be empty
     */
    static boolean[] stratified(int[] labels, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new DataException("The fraction to train on is " + fraction + ", expected between 0 and 1, as 0.8.");
        }
        int n = labels.length;
        int wanted = Math.toIntExact(Math.round(fraction * n));
        if (wanted == 0 || wanted == n) {
            throw new DataException("A fraction of " + fraction + " of " + n + " examples leaves "
                    + (wanted == 0 ? "none to train on" : "none to test on")
                    + ". Take more examples, or a fraction nearer to 0.5.");
        }
        int[] share = shares(labels, fraction, wanted);
        boolean[] train = new boolean[n];
        for (int i : Minibatches.permutation(n, seed)) {
            train[i] = share[labels[i]]-- > 0;
        }
        return train;
    }

    /** Rounds all shares down, then gives what is left to the classes that lost most. */
    private static int[] shares(int[] labels, double fraction, int wanted) {
        int classes = Arrays.stream(labels).max().orElse(0) + 1;
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[] shares = Arrays.stream(counts)
                .map(count -> (int) Math.floor(fraction * count))
                .toArray();
        IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingDouble(label -> shares[label] - fraction * counts[label]))
                .limit(wanted - Arrays.stream(shares).sum())
                .forEach(label -> shares[label]++);
        return shares;
    }
}
