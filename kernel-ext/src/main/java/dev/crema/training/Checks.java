package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** What losses ask of arrays; broadcasting them would hide a mistake. */
final class Checks {
    private Checks() {}

    static void requireSameShape(String first, NDArray one, String second, NDArray other) {
        if (!one.getShape().equals(other.getShape())) {
            throw new IllegalArgumentException(first + " " + one.getShape() + " and " + second + " " + other.getShape()
                    + " must have the same shape");
        }
    }

    /** Refuses what is not in [0, 1], such as pixels up to 255 or labels −1 and 1. */
    static void requireShares(String what, NDArray shares) {
        try (NDArray least = shares.min();
                NDArray greatest = shares.max();
                NDArray first = least.toType(DataType.FLOAT32, true);
                NDArray last = greatest.toType(DataType.FLOAT32, true)) {
            // NaN is left to what watches the loss: it knows whether the data is to blame
            float low = Scalars.of(first);
            float high = Scalars.of(last);
            if (low < 0 || high > 1) {
                throw new IllegalArgumentException(
                        what + " run from " + low + " to " + high + "; they must be in [0, 1]");
            }
        }
    }

    /** Refuses all but a number of embeddings {@code [batch, size]} of one shape. */
    static void requireEmbeddings(String loss, int count, NDList outputs) {
        Shape shape = outputs.head().getShape();
        boolean alike = outputs.stream().allMatch(output -> output.getShape().equals(shape));
        if (outputs.size() != count || shape.dimension() != 2 || !alike) {
            throw new IllegalArgumentException("The " + loss + " loss compares " + count
                    + " embeddings [batch, size], not "
                    + outputs.stream().map(NDArray::getShape).toList()
                    + "; have the network return all of them: a Net that overrides forward(Pass, NDList)");
        }
    }

    /** Refuses all but scores, means and deviations of the components of a mixture. */
    static void requireMixture(NDArray truth, NDList outputs) {
        Shape means = outputs.size() == 3 ? outputs.get(1).getShape() : new Shape();
        boolean fits = means.dimension() == 3
                && outputs.get(0).getShape().equals(means.slice(0, 2))
                && outputs.get(2).getShape().equals(means.slice(0, 2))
                && truth.getShape().equals(new Shape(means.get(0), means.get(2)));
        if (!fits) {
            throw new IllegalArgumentException("The loss of a mixture takes scores [batch, components], means [batch,"
                    + " components, size] and logarithms of deviations [batch, components] for targets [batch, size],"
                    + " not " + outputs.stream().map(NDArray::getShape).toList() + " for " + truth.getShape()
                    + "; end the network with a MixtureDensity");
        }
    }
}
