package dev.crema.training;

/** What numbers a choice may have. */
final class Choices {
    private Choices() {}

    static int requireAtLeastOne(String name, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(name + " is " + count + "; it must be at least 1");
        }
        return count;
    }

    static double requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be a positive number");
        }
        return value;
    }

    static double requireZeroOrMore(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be 0 or more, and finite");
        }
        return value;
    }

    static double requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be in [0, 1)");
        }
        return value;
    }
}
