package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * The images that an attack may give: those within ε of the clean ones in every value (the ball of the maximum norm), and
 * within [0, 1]. The bounds are rounded inwards, so that the distance is never above ε by a rounding error.
 *
 * @param low the least of each value
 * @param high the greatest of each value
 */
record Ball(NDArray low, NDArray high) {
    static void requireSize(double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon is " + epsilon
                    + "; it must be at least 0 and finite, such as 0.1: the most that a value in [0, 1] may change");
        }
    }

    static Ball around(NDArray images, double epsilon) {
        requireSize(epsilon);
        float[] clean = images.toFloatArray();
        float[] low = new float[clean.length];
        float[] high = new float[clean.length];
        for (int i = 0; i < clean.length; i++) {
            low[i] = (float) Math.max(0, clean[i] - epsilon);
            while (low[i] < clean[i] && (double) clean[i] - low[i] > epsilon) {
                low[i] = Math.nextUp(low[i]);
            }
            high[i] = (float) Math.min(1, clean[i] + epsilon);
            while (high[i] > clean[i] && (double) high[i] - clean[i] > epsilon) {
                high[i] = Math.nextDown(high[i]);
            }
        }
        return new Ball(like(images, low), like(images, high));
    }

    /** Moves each value to the nearest that is allowed; the result belongs to the manager of {@code images}. */
    NDArray project(NDArray images) {
        return images.maximum(low).minimum(high);
    }

    /** Draws images from all over the ball. */
    NDArray random(SplittableRandom random) {
        float[] least = low.toFloatArray();
        float[] greatest = high.toFloatArray();
        for (int i = 0; i < least.length; i++) {
            least[i] += (float) (random.nextDouble() * (greatest[i] - least[i]));
        }
        return project(like(low, least));
    }

    private static NDArray like(NDArray images, float[] values) {
        NDManager manager = images.getManager();
        Shape shape = images.getShape();
        return manager.create(values, shape).toDevice(images.getDevice(), false);
    }
}
