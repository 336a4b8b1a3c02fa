package dev.crema.datasets;

import java.util.function.DoubleUnaryOperator;

/** Functions of one variable to be fitted, each shown from −1 to 1. {@link Samples#of(Curve, int, double, long)} draws. */
public enum Curve implements DoubleUnaryOperator {
    /** sin(2π x): smooth. */
    SINE,
    /** |x|: two ReLUs are enough. */
    ABSOLUTE,
    /** 0 below 0, 1 from 0 on: a jump that smooth functions miss. */
    STEP,
    /** 4 x³ − 3 x: a polynomial, to be fitted with too low, right and too high a degree. */
    CUBIC,
    /** 1 / (1 + 25 x²): polynomials through evenly spaced points swing at its ends (Runge 1901). */
    RUNGE;

    @Override
    public double applyAsDouble(double x) {
        return switch (this) {
            case SINE -> StrictMath.sin(2 * StrictMath.PI * x);
            case ABSOLUTE -> Math.abs(x);
            case STEP -> x < 0 ? 0 : 1;
            case CUBIC -> 4 * x * x * x - 3 * x;
            case RUNGE -> 1 / (1 + 25 * x * x);
        };
    }
}
