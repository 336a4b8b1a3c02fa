package dev.crema.augmentation;

import java.util.SplittableRandom;

/**
 * Normal random numbers, four for each draw of 64 bits: Random's cost more than all the rest of an augmentation, and
 * SplittableRandom's may differ between versions of Java.
 */
final class Normal {
    /** What lies in the middle of each of 65 536 equally likely intervals; the largest is 4.32. */
    private static final float[] QUANTILES = quantiles();

    private Normal() {}

    /** Fills a part of an array. */
    static void fill(float[] values, int from, int to, double deviation, SplittableRandom random) {
        float scale = (float) deviation;
        long bits = 0;
        for (int i = from; i < to; i++) {
            bits = (i - from) % 4 == 0 ? random.nextLong() : bits >>> 16;
            values[i] = scale * QUANTILES[(int) (bits & 0xFFFF)];
        }
    }

    /** Follows dz/dp = 1 / density(z) from the median, z = 0 at p = ½, by the method of Runge and Kutta. */
    private static float[] quantiles() {
        int half = 1 << 15;
        float[] quantiles = new float[2 * half];
        double z = 0;
        double step = 0.25 / half;
        for (int i = 0; i < half; i++) {
            z = next(z, step);
            quantiles[half + i] = (float) z;
            quantiles[half - 1 - i] = (float) -z;
            z = next(z, step);
        }
        return quantiles;
    }

    private static double next(double z, double step) {
        double first = slope(z);
        double second = slope(z + step / 2 * first);
        double third = slope(z + step / 2 * second);
        double fourth = slope(z + step * third);
        return z + step / 6 * (first + 2 * second + 2 * third + fourth);
    }

    private static double slope(double z) {
        return StrictMath.sqrt(2 * StrictMath.PI) * StrictMath.exp(z * z / 2);
    }
}
