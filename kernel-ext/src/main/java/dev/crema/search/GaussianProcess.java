package dev.crema.search;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * A distribution over functions that pass near observed values (Rasmussen and Williams 2006, algorithm 2.1), with the
 * Matérn kernel of smoothness 5/2 and a length for each coordinate, as Snoek et al. (2012) advise for this use.
 *
 * <p>Its knobs are logarithms, {@code [amplitude, length of each coordinate, noise variance]}, which {@link #fit} chooses
 * so that the observations are as likely as possible (their section 5.4).
 */
final class GaussianProcess {
    /** Coordinates lie in [0, 1] and values have variance 1, so no knob makes sense beyond these. */
    private static final double[] AMPLITUDE = {Math.log(0.05), Math.log(50)};

    private static final double[] LENGTH = {Math.log(0.05), Math.log(20)};
    private static final double[] NOISE = {Math.log(1e-6), Math.log(1)};
    private static final int STEPS = 80;
    private static final double ROOT5 = Math.sqrt(5);

    private final double[][] points;
    private final double amplitude;
    private final double[] lengths;
    private final double noise;
    private final double[][] lower;
    private final double[] weights;
    private final double likelihood;
    private final CholeskyDecomposition cholesky;

    /** Conditions on values at points {@code [n][coordinates]}; the values should have mean 0. */
    GaussianProcess(double[][] points, double[] values, double[] knobs) {
        this.points = points;
        this.amplitude = Math.exp(knobs[0]);
        this.lengths = Arrays.stream(knobs, 1, knobs.length - 1).map(Math::exp).toArray();
        this.noise = Math.exp(knobs[knobs.length - 1]);
        int n = points.length;
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = kernel(points[i], points[j]);
                covariance[j][i] = covariance[i][j];
            }
            covariance[i][i] += noise;
        }
        this.cholesky = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-12, 1e-14);
        this.lower = cholesky.getL().getData();
        this.weights = backward(forward(values));
        double fit = 0;
        double volume = 0;
        for (int i = 0; i < n; i++) {
            fit += values[i] * weights[i];
            volume += Math.log(lower[i][i]);
        }
        this.likelihood = -0.5 * fit - volume - 0.5 * n * Math.log(2 * Math.PI);
    }

    /**
     * Chooses the knobs by climbing the likelihood from several places with Rprop, which needs no step length (Blum and
     * Riedmiller 2013, Optimization of Gaussian Process Hyperparameters using Rprop).
     */
    static GaussianProcess fit(double[][] points, double[] values, long seed) {
        Random random = new Random(seed);
        int coordinates = points[0].length;
        double[] start = new double[coordinates + 2];
        Arrays.fill(start, 1, coordinates + 1, Math.log(0.5));
        start[coordinates + 1] = Math.log(1e-2);
        GaussianProcess best = climb(points, values, start);
        for (int restart = 0; restart < 2; restart++) {
            for (int i = 0; i < start.length; i++) {
                double[] range = range(i, coordinates);
                start[i] = range[0] + random.nextDouble() * (range[1] - range[0]);
            }
            GaussianProcess other = climb(points, values, start);
            best = other.likelihood > best.likelihood ? other : best;
        }
        return best;
    }

    private static GaussianProcess climb(double[][] points, double[] values, double[] start) {
        double[] knobs = start.clone();
        double[] step = new double[knobs.length];
        double[] last = new double[knobs.length];
        Arrays.fill(step, 0.2);
        GaussianProcess best = new GaussianProcess(points, values, knobs);
        double[] slope = best.slope();
        for (int count = 0; count < STEPS; count++) {
            for (int i = 0; i < knobs.length; i++) {
                double turn = slope[i] * last[i];
                step[i] = Math.max(1e-4, Math.min(1, step[i] * (turn > 0 ? 1.2 : turn < 0 ? 0.5 : 1)));
                last[i] = turn < 0 ? 0 : slope[i];
                double[] range = range(i, knobs.length - 2);
                knobs[i] = Math.max(range[0], Math.min(range[1], knobs[i] + Math.signum(last[i]) * step[i]));
            }
            GaussianProcess here = new GaussianProcess(points, values, knobs);
            best = here.likelihood > best.likelihood ? here : best;
            slope = here.slope();
        }
        return best;
    }

    private static double[] range(int knob, int coordinates) {
        return knob == 0 ? AMPLITUDE : knob <= coordinates ? LENGTH : NOISE;
    }

    /** The logarithm of how likely the observations are. */
    double logMarginalLikelihood() {
        return likelihood;
    }

    /** How the likelihood changes with each knob (Rasmussen and Williams 2006, equation 5.9). */
    double[] slope() {
        int n = points.length;
        double[][] inverse = cholesky.getSolver().getInverse().getData();
        double[] slope = new double[lengths.length + 2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                // the matrices are symmetric: each pair counts twice
                double share = (weights[i] * weights[j] - inverse[i][j]) * (i == j ? 0.5 : 1);
                double distance = ROOT5 * distance(points[i], points[j]);
                double decay = amplitude * Math.exp(-distance);
                slope[0] += share * decay * (1 + distance + distance * distance / 3);
                for (int k = 0; k < points[i].length; k++) {
                    double apart = (points[i][k] - points[j][k]) / lengths[k];
                    slope[1 + k] += share * decay * 5.0 / 3 * (1 + distance) * apart * apart;
                }
                slope[lengths.length + 1] += i == j ? share * noise : 0;
            }
        }
        return slope;
    }

    /** What the function is expected to be at a point, and the standard deviation of what it may be, without noise. */
    double[] at(double[] point) {
        double[] covariance = new double[points.length];
        double mean = 0;
        for (int i = 0; i < points.length; i++) {
            covariance[i] = kernel(point, points[i]);
            mean += covariance[i] * weights[i];
        }
        double variance = amplitude;
        for (double part : forward(covariance)) {
            variance -= part * part;
        }
        return new double[] {mean, Math.sqrt(Math.max(1e-12, variance))};
    }

    private double kernel(double[] a, double[] b) {
        double distance = ROOT5 * distance(a, b);
        return amplitude * (1 + distance + distance * distance / 3) * Math.exp(-distance);
    }

    private double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double apart = (a[k] - b[k]) / lengths[k];
            sum += apart * apart;
        }
        return Math.sqrt(sum);
    }

    /** Solves L x = b. */
    private double[] forward(double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= lower[i][j] * x[j];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }

    /** Solves Lᵀ x = b. */
    private double[] backward(double[] b) {
        double[] x = b.clone();
        for (int i = x.length - 1; i >= 0; i--) {
            for (int j = i + 1; j < x.length; j++) {
                x[i] -= lower[j][i] * x[j];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
