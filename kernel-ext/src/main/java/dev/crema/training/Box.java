package dev.crema.training;

import ai.djl.ndarray.NDArray;

/**
 * Where something is in an image, in pixels.
 *
 * @param x column of the left edge
 * @param y row of the upper edge
 * @param width columns, 0 or more
 * @param height rows, 0 or more
 */
public record Box(double x, double y, double width, double height) {
    /**
     * Returns how well two boxes cover each other: the area of both over the area of either.
     *
     * @param other the other box
     * @return a number in [0, 1], 1 for the same box; 0 if both have no area
     */
    public double intersectionOverUnion(Box other) {
        double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        double both = Math.max(0, across) * Math.max(0, down);
        double either = width * height + other.width * other.height - both;
        return either > 0 ? both / either : 0;
    }

    /**
     * Makes the measure of a localiser: how well its box covers the true one, mean over the batch.
     *
     * @return a metric of scores and boxes {@code [batch, 4]}, and targets among which are boxes {@code [batch, 1, 4]};
     *     x and y of the upper left corner, width and height in pixels
     */
    public static Metric meanIntersectionOverUnion() {
        return (targets, outputs) -> {
            NDArray truth = SceneTargets.boxes(targets);
            Box[] there = of(truth);
            Box[] found = of(outputs.get(1));
            double sum = 0;
            for (int i = 0; i < there.length; i++) {
                sum += there[i].intersectionOverUnion(found[i]);
            }
            return truth.getManager().create((float) (sum / there.length));
        };
    }

    static Box[] of(NDArray boxes) {
        float[] numbers = boxes.toFloatArray();
        Box[] all = new Box[numbers.length / 4];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Box(numbers[4 * i], numbers[4 * i + 1], numbers[4 * i + 2], numbers[4 * i + 3]);
        }
        return all;
    }
}
