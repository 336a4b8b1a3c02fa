package dev.crema.geometry;

import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Examples;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.PlaneChart;
import java.util.Arrays;
import java.util.Random;

/**
 * The loss around a trained network, in a plane of two random directions through its weights. Each filter of a direction
 * is as long as the network's own, so that the scales of layers do not deceive (Li et al. 2018, "Visualizing the Loss
 * Landscape of Neural Nets", arXiv:1712.09913, section 4); biases and batch normalisation stay as they are.
 *
 * @param lattice places in the plane, from −1 to 1 along both directions; the network itself is at 0, 0
 * @param losses {@code [rows][columns]}, the lowest row first; infinite where the loss is not a number
 * @param loss the loss of the network itself
 */
public record LossLandscape(Lattice lattice, double[][] losses, double loss) implements Drawable {
    static final int SIZE = 21;

    static LossLandscape of(Block net, Examples examples, Loss loss, long seed) {
        try (Displaced displaced = new Displaced(net, examples, loss)) {
            Random random = new Random(seed);
            float[][] first = displaced.direction(random);
            float[][] second = displaced.direction(random);
            Lattice lattice = new Lattice(-1, 1, -1, 1, SIZE);
            double[][] losses = lattice.values((a, b) -> finite(displaced.loss(first, a, second, b)));
            double here = displaced.loss(first, 0, second, 0);
            if (!Double.isFinite(here)) {
                throw new IllegalArgumentException(
                        "The loss of the network itself is " + here + "; train it again with a smaller learning rate");
            }
            return new LossLandscape(lattice, losses, here);
        }
    }

    private static double finite(double loss) {
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }

    @Override
    public Figure draw() {
        double highest = Arrays.stream(losses)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .max()
                .orElse(loss);
        double lowest =
                Arrays.stream(losses).flatMapToDouble(Arrays::stream).min().orElse(loss);
        return LossSurface.plane(
                        PlaneChart.of("Loss landscape around the network: loss %.3g".formatted(loss))
                                .axes("direction 1", "direction 2"),
                        lattice,
                        losses)
                .star(0, 0, "%.3g".formatted(loss))
                .alt(("Loss landscape in two random, filter-normalised directions around a network whose loss is %.3g:"
                                + " from %.3g to %.3g within one length of the weights.")
                        .formatted(loss, lowest, highest))
                .figure();
    }
}
