package dev.crema.embedding;

import java.util.Arrays;

/** Other rows in order of their distance from one row. Each key holds the squared distance above and the row below. */
record Ranked(long[] keys) {
    /** Sorts all rows but one; the bits of floats that are not negative sort like their values. */
    static Ranked without(int self, float[] squaredDistances) {
        long[] keys = new long[squaredDistances.length - 1];
        for (int k = 0; k < keys.length; k++) {
            int row = k < self ? k : k + 1;
            keys[k] = (long) Float.floatToRawIntBits(squaredDistances[row]) << 32 | row;
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
