package dev.crema.insight;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A slope that is summed up along the straight way from one place to another, times the difference of both (Sundararajan et
 * al. 2017, arXiv:1703.01365, formulas 1 and 3). The steps are doubled, from 16 to at most
 * {@link IntegratedGradients#MOST_STEPS}, until the attributions add up to the change of the score but for 5 %.
 *
 * @param attributions what each coordinate contributes to the change of the score
 * @param steps in how many steps it was summed up
 */
record PathIntegral(float[] attributions, int steps) {
    private static final int FIRST_STEPS = 16;
    private static final double GAP = 0.05;

    /** Adds {@code weight} times the slope at each place, a share of the way from 0 to 1, to the sums. */
    interface Slopes {
        void add(double[] places, double weight, double[] sums);
    }

    static PathIntegral along(float[] from, float[] to, double before, double after, Slopes slopes) {
        double[] sums = new double[from.length];
        // the trapezoidal rule: both ends count half, and twice as many steps need only the places between
        slopes.add(new double[] {0, 1}, 0.5, sums);
        slopes.add(places(FIRST_STEPS - 1, i -> (i + 1.0) / FIRST_STEPS), 1, sums);
        int steps = FIRST_STEPS;
        while (gap(attributions(sums, steps, from, to), before, after) > GAP
                && steps < IntegratedGradients.MOST_STEPS) {
            int half = steps;
            slopes.add(places(half, i -> (i + 0.5) / half), 1, sums);
            steps *= 2;
        }
        return new PathIntegral(attributions(sums, steps, from, to), steps);
    }

    /** Adds a row of a batch of slopes to the sums. */
    static void add(float[] slopes, int offset, double weight, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * slopes[offset + i];
        }
    }

    static float[] between(float[] from, float[] to, double share) {
        float[] between = new float[from.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = (float) (from[i] + share * (to[i] - from[i]));
        }
        return between;
    }

    private static double[] places(int count, IntToDoubleFunction place) {
        return IntStream.range(0, count).mapToDouble(place).toArray();
    }

    private static float[] attributions(double[] sums, int steps, float[] from, float[] to) {
        float[] attributions = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            attributions[i] = (float) ((to[i] - from[i]) * sums[i] / steps);
        }
        return attributions;
    }

    /** How far from completeness, as a share of the difference that is to be explained. */
    private static double gap(float[] attributions, double before, double after) {
        double sum = 0;
        for (float attribution : attributions) {
            sum += attribution;
        }
        double difference = after - before;
        // between equal scores rounding must not count
        double most = Math.max(Math.abs(difference), 1e-3 * Math.max(Math.abs(after), Math.abs(before)));
        return most == 0 ? Math.abs(sum) : Math.abs(sum - difference) / most;
    }
}
