package dev.crema.training;

import ai.djl.ndarray.NDArray;

/** Reads arrays of one number. DJL's {@code getFloat()} indexes, and so copies, before it reads. */
final class Scalars {
    private Scalars() {}

    static float of(NDArray scalar) {
        return scalar.toFloatArray()[0];
    }

    static long count(NDArray scalar) {
        return scalar.toLongArray()[0];
    }
}
