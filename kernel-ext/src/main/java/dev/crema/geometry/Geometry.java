package dev.crema.geometry;

import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Points;
import dev.crema.datasets.Samples;
import dev.crema.figures.Drawable;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** The words for the geometry of learning. */
public final class Geometry {
    private Geometry() {}

    /**
     * Asks a classifier of two numbers about the whole plane around its points.
     *
     * @param net a trained network from {@code [N, 2]} to {@code [N, classes]} scores, or to {@code [N, 1]} logits of the
     *     second of two classes
     * @param points points with their classes
     * @return the boundary, to be looked at
     * @throws IllegalStateException if the network has no parameters yet
     * @throws IllegalArgumentException if the network does not take two numbers, does not give a score a class, or gives
     *     what is not a number
     */
    public static DecisionBoundary decisionBoundary(Block net, Points points) {
        return DecisionBoundary.of(net, points);
    }

    /**
     * Computes the function that a regression of one number has learned.
     *
     * @param net a trained network from {@code [N, 1]} to {@code [N, 1]}
     * @param samples what it learned from
     * @return the function, to be looked at
     * @throws IllegalStateException if the network has no parameters yet
     * @throws IllegalArgumentException if the network does not take one number and give one, or gives what is not a number
     */
    public static FunctionFit functionFit(Block net, Samples samples) {
        return FunctionFit.of(net, samples);
    }

    /**
     * Follows the plane of inputs through a network to a layer of two units.
     *
     * @param net as in {@link #decisionBoundary}
     * @param points points with their classes
     * @param layer path of a layer that gives {@code [N, 2]}
     * @return both planes, to be looked at
     * @throws IllegalArgumentException as {@link #decisionBoundary}, or if there is no such layer (the message lists those
     *     there are) or it does not give two numbers
     */
    public static HiddenSpace hiddenSpace(Block net, Points points, String layer) {
        return HiddenSpace.of(net, points, layer);
    }

    /**
     * Keeps a picture from before a training and after each of its epochs.
     *
     * @param picture computes the picture, such as {@code () -> decisionBoundary(net, points)}; before the training the
     *     network has its first weights already
     * @return a callback for {@code fit}, to be looked at afterwards
     */
    public static Film film(Supplier<? extends Drawable> picture) {
        return new Film(picture);
    }

    /**
     * Computes a loss over a rectangle.
     *
     * @param function the loss of two weights, such as {@link #lossOf}
     * @param xLow left end
     * @param xHigh right end, above the left
     * @param yLow lower end
     * @param yHigh upper end, above the lower
     * @return the surface, for {@link LossSurface#race}
     * @throws IllegalArgumentException if an upper end is not above its lower end, or the loss is a number nowhere
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static LossSurface lossSurface(
            DoubleBinaryOperator function, double xLow, double xHigh, double yLow, double yHigh) {
        return LossSurface.of(function, new Lattice(xLow, xHigh, yLow, yHigh, LossSurface.SIZE));
    }

    /**
     * Computes a loss along a line.
     *
     * @param function the loss of one weight
     * @param low left end
     * @param high right end, above the left
     * @return the curve, for {@link LossCurve#race}
     * @throws IllegalArgumentException if the right end is not above the left, or the loss is a number nowhere
     */
    public static LossCurve lossCurve(DoubleUnaryOperator function, double low, double high) {
        return LossCurve.of(function, low, high);
    }

    /**
     * Makes the loss of a network a function of two of its weights, the others as they are at the time; each call puts the
     * two back.
     *
     * @param net a network with parameters
     * @param examples what the loss is computed on
     * @param loss the loss of targets and outputs
     * @param first one weight: path of its parameter and index in it, laid out flat, such as {@code "linear1.weight[0]"}
     * @param second another weight
     * @return the mean loss over the examples, for {@link #lossSurface}
     * @throws IllegalStateException if the network has no parameters yet
     * @throws IllegalArgumentException if there is no such weight; the message lists the parameters there are
     */
    public static DoubleBinaryOperator lossOf(Block net, Examples examples, Loss loss, String first, String second) {
        try (Displaced displaced = new Displaced(net, examples, loss)) {
            int[] one = displaced.weight(first);
            int[] other = displaced.weight(second);
            return (a, b) -> {
                try (Displaced moved = new Displaced(net, examples, loss)) {
                    return moved.loss(one, a, other, b);
                }
            };
        }
    }

    /**
     * Computes the loss around a trained network in two random directions, 21 × 21 evaluations on all examples; its weights
     * are as before afterwards.
     *
     * @param net a trained network
     * @param examples what the loss is computed on; a few hundred are enough
     * @param loss the loss of targets and outputs
     * @param seed decides the directions
     * @return the landscape, to be looked at
     * @throws IllegalStateException if the network has no parameters yet
     * @throws IllegalArgumentException if the loss of the network itself is not a number
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static LossLandscape lossLandscape(Block net, Examples examples, Loss loss, long seed) {
        return LossLandscape.of(net, examples, loss, seed);
    }
}
