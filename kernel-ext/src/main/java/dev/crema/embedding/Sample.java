package dev.crema.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The points on which scores are taken whose cost grows with the square of their number. */
final class Sample {
    static final int MOST = 2_000;

    private Sample() {}

    /** Returns all indices below {@code n}, or so many of them, always the same and in ascending order. */
    static int[] of(int n) {
        int[] indices = new int[Math.min(n, MOST)];
        SplittableRandom random = new SplittableRandom(0);
        int chosen = 0;
        for (int i = 0; chosen < indices.length; i++) {
            // each next index is taken with the chance that leaves all subsets equally likely
            if (random.nextInt(n - i) < indices.length - chosen) {
                indices[chosen++] = i;
            }
        }
        return indices;
    }

    static float[][] rows(float[][] rows, int[] indices) {
        return Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }
}
