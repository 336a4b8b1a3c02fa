package dev.crema.datasets;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Cuts numbered examples into parts, each with every class in the same proportion.
 *
 * @param stratum {@code [n]}, the class of each example, from 0
 * @param name says what a class is called
 */
record Strata(int[] stratum, IntFunction<String> name) {
    /** Examples without classes. */
    static Strata none(int n) {
        return new Strata(new int[n], c -> "");
    }

    /** Numbers the classes of the examples in the order in which they occur. */
    static Strata of(List<?> classOfEach) {
        Map<Object, Integer> number = new LinkedHashMap<>();
        int[] stratum = classOfEach.stream()
                .mapToInt(c -> {
                    number.putIfAbsent(c, number.size());
                    return number.get(c);
                })
                .toArray();
        List<Object> names = List.copyOf(number.keySet());
        return new Strata(stratum, c -> names.get(c).toString());
    }

    /**
     * Splits the numbers from 0 to n - 1.
     *
     * @param fraction share of the first part, between 0 and 1
     * @param seed decides which examples of a class go where
     * @return both parts in ascending order; of each class the share to within one example, at least one in each part
     * @throws DataException if the fraction is not between 0 and 1, or a class has a single example
     */
    Split<int[]> split(double fraction, long seed) {
        return split(fraction, Order.shuffled(stratum.length, new SplittableRandom(seed)));
    }

    /** Splits as {@link #split(double, long)}, but the first examples of a class go to the first part. */
    Split<int[]> split(double fraction) {
        return split(fraction, IntStream.range(0, stratum.length).toArray());
    }

    private Split<int[]> split(double fraction, int[] shuffled) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new DataException(
                    "The fraction to train on is " + fraction + ", expected a number between 0 and 1, such as 0.8.");
        }
        require(2, "one for each part");
        int[] order = grouped(shuffled);
        boolean[] first = new boolean[order.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = end(order, from);
            // rounding the ends of the classes, not their lengths: what one class loses the next one gets
            long count = Math.round(to * fraction) - Math.round(from * fraction);
            count = Math.max(1, Math.min(to - from - 1, count));
            for (int i = from; i < from + count; i++) {
                first[order[i]] = true;
            }
        }
        return new Split<>(where(i -> first[i]), where(i -> !first[i]));
    }

    /**
     * Deals the numbers from 0 to n - 1 out to k folds, each of which is the test part once.
     *
     * @param k from 2 to the size of the smallest class
     * @param seed decides which examples of a class go where
     * @param select makes a part of its numbers, which are in ascending order
     * @return k splits, each made when it is asked for: of each class, the folds' counts differ by one at most
     * @throws DataException if k is less than 2, or a class has fewer than k examples
     */
    <T> List<Split<T>> folds(int k, long seed, Function<int[], T> select) {
        if (k < 2) {
            throw new DataException("There are to be " + k + " folds, expected at least 2, such as 5.");
        }
        require(k, "one for each fold. Use at most as many folds");
        int[] order = grouped(Order.shuffled(stratum.length, new SplittableRandom(seed)));
        int[] fold = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            // classes stand one after the other, so dealing goes on from one to the next and the folds stay as large
            fold[order[i]] = i % k;
        }
        return new AbstractList<>() {
            @Override
            public Split<T> get(int f) {
                if (f < 0 || f >= k) {
                    throw new DataException("There is no fold " + f + ": there are " + k + ", numbered from 0.");
                }
                return new Split<>(where(i -> fold[i] != f), where(i -> fold[i] == f)).map(select);
            }

            @Override
            public int size() {
                return k;
            }
        };
    }

    /** All numbers, class after class, each class in the order given. */
    private int[] grouped(int[] shuffled) {
        return Arrays.stream(shuffled)
                .boxed()
                .sorted(Comparator.comparingInt(i -> stratum[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    private int end(int[] order, int from) {
        int to = from + 1;
        while (to < order.length && stratum[order[to]] == stratum[order[from]]) {
            to++;
        }
        return to;
    }

    private void require(int least, String why) {
        if (stratum.length == 0) {
            throw new DataException("There are no examples, expected at least " + least + ": " + why + ".");
        }
        int[] count = new int[Arrays.stream(stratum).max().getAsInt() + 1];
        Arrays.stream(stratum).forEach(c -> count[c]++);
        for (int c = 0; c < count.length; c++) {
            if (count[c] > 0 && count[c] < least) {
                boolean classes = !name.apply(c).isEmpty();
                throw new DataException("There " + (count[c] == 1 ? "is 1 example" : "are " + count[c] + " examples")
                        + (classes ? " of class " + name.apply(c) : "") + ", expected at least " + least + ": " + why
                        + ", or take more data" + (classes ? ", or leave the class out." : "."));
            }
        }
    }

    private int[] where(IntPredicate taken) {
        return IntStream.range(0, stratum.length).filter(taken).toArray();
    }
}
