package dev.crema.search;

import java.util.List;

/**
 * One named setting of a space. A value has two coordinates: a place in the unit interval, from which it is drawn, and
 * one or more coordinates in [0, 1] in which a Gaussian process measures how alike two values are.
 */
sealed interface Setting permits Uniform, LogUniform, Whole, Choice {
    String name();

    /** The value at a place in [0, 1). */
    Object at(double place);

    /** About so many values, evenly spread, both ends among them; all there are if those are no more. */
    List<Object> grid(int points);

    /** How many coordinates {@link #write} writes. */
    default int dimensions() {
        return 1;
    }

    /** Writes the coordinates of a value. */
    void write(Object value, double[] into, int from);
}
