package dev.crema.datasets;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Samples (x, y) of a function of one variable, to fit it. The factories make them from a formula: such data is not
 * measured, and {@link #source} says so.
 *
 * @param x {@code [n]}, where it was sampled, finite
 * @param y {@code [n]}, what it was there, finite
 * @param source where the samples come from; begins with "made: " if from a formula
 * @param function what was sampled, before the noise; null if nobody knows
 */
public record Samples(
        float[] x, float[] y, String source, @Nullable DoubleUnaryOperator function) {
    /**
     * Checks a user's own samples.
     *
     * @param x where it was sampled
     * @param y what it was there
     * @param source where the samples come from
     * @param function what was sampled, before the noise; null if nobody knows
     * @throws DataException if there is none, the arrays differ in length, or a value is not finite
     */
    public Samples {
        if (x.length == 0 || x.length != y.length) {
            throw new DataException(
                    "There are " + x.length + " x and " + y.length + " y, expected at least one x and one y for each.");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Float.isFinite(x[i]) || !Float.isFinite(y[i])) {
                throw new DataException("Sample " + i + " is (" + x[i] + ", " + y[i]
                        + "), expected finite numbers. Leave it out, or sample where the function has a value.");
            }
        }
    }

    /**
     * Checks a user's own measurements, of a function that nobody knows.
     *
     * @param x where it was measured
     * @param y what it was there
     * @param source where the measurements come from
     * @throws DataException if there is none, the arrays differ in length, or a value is not finite
     */
    public Samples(float[] x, float[] y, String source) {
        this(x, y, source, null);
    }

    /**
     * Samples a known function from −1 to 1.
     *
     * @param curve the function
     * @param n number of samples, at least 1
     * @param noise standard deviation of the normal noise added to y, 0 for none
     * @param seed of the places and the noise
     * @return samples sorted by x
     * @throws DataException if n is less than 1 or the noise is negative or not finite
     */
    public static Samples of(Curve curve, int n, double noise, long seed) {
        return of(curve.name().toLowerCase(Locale.ROOT), curve, -1, 1, n, noise, seed);
    }

    /**
     * Samples a function of your own: x uniformly at random, y = function(x) + noise · e with e standard normal.
     *
     * @param name what to call it
     * @param function from x to y, finite in the whole range
     * @param from smallest x
     * @param to largest x, more than {@code from}
     * @param n number of samples, at least 1
     * @param noise standard deviation of the noise, 0 for none
     * @param seed of the places and the noise: the same seed gives the same samples
     * @return samples sorted by x
     * @throws DataException if n is less than 1, the range is empty, the noise is negative or not finite, or the function
     *     has no finite value somewhere
     */
    public static Samples of(
            String name, DoubleUnaryOperator function, double from, double to, int n, double noise, long seed) {
        if (n < 1) {
            throw new DataException(n + " samples were asked for, expected at least 1.");
        }
        if (!(from < to) || !Double.isFinite(to - from)) {
            throw new DataException("The range goes from " + from + " to " + to + ", expected from less than to.");
        }
        Points.checkNoise(noise);
        Random random = new Random(seed);
        double[] places = random.doubles(n, from, to).sorted().toArray();
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) places[i];
            y[i] = (float) (function.applyAsDouble(places[i]) + noise * random.nextGaussian());
        }
        return new Samples(x, y, Points.made(name, noise, seed), function);
    }

    /**
     * Returns the number of samples.
     *
     * @return at least 1
     */
    public int size() {
        return x.length;
    }

    /**
     * Returns the samples as something to train on.
     *
     * @return n examples with the inputs {@code [n, 1]} and the targets {@code [n, 1]}, both float32
     */
    public Examples examples() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape column = new Shape(size(), 1);
            return Examples.of(new NDList(manager.create(x, column)), new NDList(manager.create(y, column)));
        }
    }

    /**
     * Cuts the samples into a part to train on and one to test on, at random.
     *
     * @param fraction share of the samples to train on, between 0 and 1
     * @param seed the same seed cuts the same way
     * @return the two parts, each in the order of these samples
     * @throws DataException if the fraction is not between 0 and 1, or there is a single sample
     */
    public Split<Samples> split(double fraction, long seed) {
        return Strata.none(size()).split(fraction, seed).map(this::where);
    }

    private Samples where(int[] indices) {
        float[] chosenX = new float[indices.length];
        float[] chosenY = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosenX[i] = x[indices[i]];
            chosenY[i] = y[indices[i]];
        }
        return new Samples(chosenX, chosenY, source, function);
    }

    /**
     * Says what the samples are.
     *
     * @return for example "50 samples (made: sine, noise 0.1, seed 1)"
     */
    @Override
    public String toString() {
        return size() + " samples (" + source + ")";
    }
}
