package dev.crema.embedding;

import java.util.Arrays;

/**
 * What the Fourier coefficients of charges on a grid are multiplied with to get those of their potential: the transform of
 * 1 / (1 + r²) on a periodic grid, divided by that of the splines with which charges are spread and the potential is read
 * (smooth particle-mesh Ewald: Essmann et al. 1995, eqs. 4.4 and 4.8). In double precision, since the two nearly cancel at
 * high frequencies.
 */
final class Spectrum {
    private static final int CHUNK = 8;

    private final int size;
    private final double[] cosines;

    private Spectrum(int size) {
        this.size = size;
        this.cosines = new double[size];
        for (int j = 0; j < size; j++) {
            cosines[j] = StrictMath.cos(2 * Math.PI * j / size);
        }
    }

    /**
     * Returns the factors.
     *
     * @param size number of points of the periodic grid along each side, 2^a 3^b
     * @param spacing distance between two of them
     * @param lessOne whether the kernel is 1 / (1 + r²) − 1, whose small values single precision can tell apart
     * @return {@code [size][size / 2 + 1]}, symmetric
     */
    static float[][] of(int size, double spacing, boolean lessOne) {
        Spectrum spectrum = new Spectrum(size);
        int half = size / 2 + 1;
        // the kernel is even in both directions, so a quarter of the grid and the real parts are all there is
        double[][] rows = new double[half][];
        Chunks.forEach(half, CHUNK, (from, to) -> {
            for (int i = from; i < to; i++) {
                rows[i] = spectrum.even(spectrum.kernel(i * spacing, spacing, lessOne));
            }
        });
        float[][] factors = new float[size][half];
        Chunks.forEach(half, CHUNK, (from, to) -> {
            for (int k = from; k < to; k++) {
                double[] column = new double[half];
                for (int i = 0; i < half; i++) {
                    column[i] = rows[i][k];
                }
                double[] transformed = spectrum.even(column);
                for (int i = 0; i < size; i++) {
                    int row = Math.min(i, size - i);
                    double sharpening = spectrum.spline(row) * spectrum.spline(k) * size;
                    factors[i][k] = (float) (transformed[row] / (sharpening * sharpening));
                }
            }
        });
        return factors;
    }

    private double[] kernel(double y, double spacing, boolean lessOne) {
        double[] values = new double[size / 2 + 1];
        for (int j = 0; j < values.length; j++) {
            double squared = y * y + j * spacing * (j * spacing);
            values[j] = (lessOne ? -squared : 1) / (1 + squared);
        }
        return values;
    }

    /** The transform of a quintic B-spline at the grid points. */
    private double spline(int k) {
        return (66 + 52 * cosines[k] + 2 * cosines[2 * k % size]) / 120;
    }

    /** Transforms an even sequence, given by its first half. */
    private double[] even(double[] half) {
        double[] re = new double[size];
        for (int j = 0; j < size; j++) {
            re[j] = half[Math.min(j, size - j)];
        }
        double[][] transformed = transform(re, new double[size], 0, 1, size);
        return Arrays.copyOf(transformed[0], half.length);
    }

    /** The transform of every {@code step}-th number from {@code first} on, by halves or thirds. */
    private double[][] transform(double[] re, double[] im, int first, int step, int n) {
        if (n == 1) {
            return new double[][] {{re[first]}, {im[first]}};
        }
        int parts = n % 2 == 0 ? 2 : 3;
        int m = n / parts;
        double[] toRe = new double[n];
        double[] toIm = new double[n];
        for (int part = 0; part < parts; part++) {
            double[][] of = transform(re, im, first + part * step, step * parts, m);
            for (int k = 0; k < n; k++) {
                int angle = part * k % n * step;
                double c = cosines[angle];
                double s = -cosines[(angle + 3 * size / 4) % size];
                toRe[k] += of[0][k % m] * c - of[1][k % m] * s;
                toIm[k] += of[0][k % m] * s + of[1][k % m] * c;
            }
        }
        return new double[][] {toRe, toIm};
    }
}
