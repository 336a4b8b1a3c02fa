package dev.crema.embedding;

/**
 * Complex numbers, real and imaginary parts apart: a column of numbers for each of several signals side by side.
 *
 * @param re real parts, {@code [numbers][signals]}
 * @param im imaginary parts, {@code [numbers][signals]}
 */
record Complexes(float[][] re, float[][] im) {
    static Complexes zero(int numbers, int signals) {
        return new Complexes(new float[numbers][signals], new float[numbers][signals]);
    }

    /** Returns the same numbers with the parts exchanged, in which a transform runs backwards. */
    Complexes swapped() {
        return new Complexes(im, re);
    }
}
