package dev.crema.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The order in which examples come, and how it is cut into batches. */
public final class Order {
    private Order() {}

    /**
     * Returns the numbers as they are.
     *
     * @param n how many, at least 0
     * @return the numbers from 0 to below n
     */
    public static int[] natural(int n) {
        return IntStream.range(0, n).toArray();
    }

    /**
     * Shuffles numbers, every order as likely as the others (Fisher and Yates).
     *
     * @param n how many, at least 0
     * @param random where chance comes from; the same state gives the same order
     * @return the numbers from 0 to below n
     */
    public static int[] shuffled(int n, RandomGenerator random) {
        int[] order = natural(n);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /**
     * Draws numbers without putting them back.
     *
     * @param k how many to draw, from 0 to n
     * @param n how many there are
     * @param random where chance comes from; the same state draws the same numbers
     * @return k different numbers from 0 to below n, in random order
     */
    public static int[] drawn(int k, int n, RandomGenerator random) {
        return Arrays.copyOf(shuffled(n, random), k);
    }

    /**
     * Cuts an order into batches of one size.
     *
     * @param order numbers of examples
     * @param batchSize how many make a batch, at least 1
     * @return the batches in order, the last with what is left
     * @throws DataException if the batch size is less than 1
     */
    public static List<int[]> cut(int[] order, int batchSize) {
        requireBatchSize(batchSize);
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            parts.add(Arrays.copyOfRange(order, from, (int) Math.min(order.length, (long) from + batchSize)));
        }
        return parts;
    }

    static void requireBatchSize(int batchSize) {
        if (batchSize < 1) {
            throw new DataException("The batch size is " + batchSize + ", expected at least 1, such as 64.");
        }
    }
}
