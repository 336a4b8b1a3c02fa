package dev.crema.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Writes the numbers of one array alike: as many decimals as the largest of them leaves worth reading. */
final class Numerals {
    private static final double LARGE = 1e7;
    private static final double SMALL = 1e-4;

    private Numerals() {}

    static DoubleFunction<String> suiting(double... values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double largest = Arrays.stream(finite).map(Math::abs).max().orElse(0);
        if (largest < 1e15 && Arrays.stream(finite).allMatch(value -> value == Math.rint(value))) {
            return value -> special(value, "%.0f");
        }
        if (largest >= LARGE || largest < SMALL) {
            return value -> special(value, "%.3e");
        }
        int magnitude = (int) Math.floor(Math.log10(largest));
        String format = "%." + (magnitude < -1 ? 3 - magnitude : Math.max(1, 4 - Math.max(0, magnitude))) + "f";
        return value -> special(value, format);
    }

    /** Writes a number that stands alone, without zeros that say nothing. */
    static String of(double value) {
        return suiting(value)
                .apply(value)
                .replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
                .replaceFirst("\\.(e|$)", "$1");
    }

    private static String special(double value, String format) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        return String.format(Locale.ROOT, format, value + 0.0); // no negative zero
    }
}
