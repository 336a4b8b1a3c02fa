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

    boolean holds(double value) {
        return value >= low && value <= high;
    }

    double length() {
        return high - low;
    }

    /** A range of another length about the same middle. */
    Range widened(double length) {
        double middle = low + length() / 2;
        return new Range(middle - length / 2, middle + length / 2);
    }

    /** The smallest range that holds all finite values; widened about a single one, 0 to 1 for zero or none. */
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
            return low == 0 ? new Range(0, 1) : new Range(low - Math.abs(low) / 2, low + Math.abs(low) / 2);
        }
        return new Range(low, high);
    }
}
