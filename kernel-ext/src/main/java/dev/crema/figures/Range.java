package dev.crema.figures;

/** Both ends of an axis or of a colour scale. */
record Range(double low, double high) {
    Range {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "A range needs a lower end below its upper end, but got " + low + " to " + high + ".");
        }
    }

    /** Where a value lies: 0 at the lower end, 1 at the upper. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    double length() {
        return high - low;
    }

    /** The smallest range that holds all finite values; widened about a single one, 0 to 1 about none. */
    static Range of(double... values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new Range(0, 1);
        }
        if (low == high) {
            double about = low == 0 ? 1 : Math.abs(low) / 2;
            return new Range(low - about, low + about);
        }
        return new Range(low, high);
    }
}
