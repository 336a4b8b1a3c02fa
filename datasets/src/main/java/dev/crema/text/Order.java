package dev.crema.text;

import dev.crema.datasets.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The order in which things come, and how it is cut into batches. */
final class Order {
    private Order() {}

    static int[] natural(int n) {
        return IntStream.range(0, n).toArray();
    }

    static int[] shuffled(int n, RandomGenerator random) {
        return drawn(n, n, random);
    }

    /** Returns k different numbers from 0 to below n in random order: the first steps of Fisher and Yates' shuffle. */
    static int[] drawn(int k, int n, RandomGenerator random) {
        int[] order = natural(n);
        for (int i = 0; i < k; i++) {
            int j = i + random.nextInt(n - i);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return Arrays.copyOf(order, k);
    }

    /** Cuts into batches of one size, the last with what is left. */
    static List<int[]> cut(int[] order, int batchSize) {
        if (batchSize < 1) {
            throw new DataException("The batch size is " + batchSize + ", expected at least 1, such as 64.");
        }
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            parts.add(Arrays.copyOfRange(order, from, (int) Math.min(order.length, (long) from + batchSize)));
        }
        return parts;
    }
}
