package dev.crema.generation;

/** The quantiles of the standard normal distribution. */
final class NormalQuantile {
    private NormalQuantile() {}

    /** Returns the number that a standard normal one is below with a probability in (0, 1). */
    static double of(double probability) {
        double low = -9;
        double high = 9;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Marsaglia 2004, "Evaluating the normal distribution": Φ(x) = ½ + φ(x)·(x + x³⁄3 + x⁵⁄(3·5) + …). */
    private static double cumulative(double x) {
        double sum = x;
        double term = x;
        for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
    }
}
