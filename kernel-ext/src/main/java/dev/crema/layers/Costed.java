package dev.crema.layers;

import ai.djl.ndarray.types.Shape;

/** A layer whose weights are not used once for each position of its output. */
interface Costed {
    /** Returns how many multiplications, each with its addition, one batch takes. */
    long multiplyAdds(Shape input, Shape output);
}
