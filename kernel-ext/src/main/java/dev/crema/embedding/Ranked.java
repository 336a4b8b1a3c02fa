package dev.crema.embedding;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Other rows in order of their distance from one row. Each key holds the squared distance above and the row below. */
record Ranked(long[] keys) {
    /** Sorts all rows but one; the bits of floats that are not negative sort like their values. */
    static Ranked without(int self, float[] squaredDistances) {
        return of(squaredDistances.length - 1, k -> k < self ? k : k + 1, row -> squaredDistances[row]);
    }

    /** Sorts some rows, {@code row.applyAsInt(0)} and so on, by their distances. */
    static Ranked of(int rows, IntUnaryOperator row, IntToDoubleFunction squaredDistance) {
        long[] keys = new long[rows];
        for (int k = 0; k < rows; k++) {
            int index = row.applyAsInt(k);
            keys[k] = (long) Float.floatToRawIntBits((float) squaredDistance.applyAsDouble(index)) << 32 | index;
        }
        Arrays.sort(keys);
        return new Ranked(keys);
    }

    int row(int rank) {
        return (int) keys[rank];
    }

    /** Sets {@code rank[row]} to the place of each row in the order, from 0; the row itself is left as it is. */
    void ranks(int[] rank) {
        for (int k = 0; k < keys.length; k++) {
            rank[row(k)] = k;
        }
    }

    float squaredDistance(int rank) {
        return Float.intBitsToFloat((int) (keys[rank] >>> 32));
    }
}
