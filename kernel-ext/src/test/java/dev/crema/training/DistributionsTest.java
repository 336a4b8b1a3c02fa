package dev.crema.training;

import static dev.crema.layers.Layers.*;
import static dev.crema.training.Losses.meanSquaredError;
import static dev.crema.training.Optimizers.sgd;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.figures.Figure;
import dev.crema.layers.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionsTest {
    private static final Examples LINE = line();

    @Test
    void histogram_countsEveryFiniteNumberOnce() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Histogram histogram =
                    Histogram.of(manager.create(new float[] {0, 1, 1, 64, Float.NaN, Float.POSITIVE_INFINITY}));
            assertEquals(0, histogram.low());
            assertEquals(64, histogram.high());
            assertEquals(1, histogram.counts()[0]);
            assertEquals(2, histogram.counts()[1]);
            assertEquals(1, histogram.counts()[63]);
            assertEquals(4, Arrays.stream(histogram.counts()).sum());
        }
    }

    @Test
    void histogram_ofEqualOrNoNumbers_isOnePlaceOrEmpty() {
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] shares = Histogram.of(manager.full(new Shape(7), 3f)).shares(2, 4, 4);
            assertArrayEquals(new double[] {0, 0, 1, 0}, shares);
            double[] none = Histogram.of(manager.full(new Shape(7), Float.NaN)).shares(0, 1, 2);
            assertArrayEquals(new double[2], none);
        }
    }

    @Test
    void shares_onAnotherRange_keepTheMassWhereItWas() {
        Random random = new Random(1);
        float[] numbers = new float[50_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Histogram histogram = Histogram.of(manager.create(numbers));
            assertEquals(-1.645, histogram.quantile(0.05), 0.05);
            assertEquals(histogram.low(), histogram.quantile(0));
            assertEquals(histogram.high(), histogram.quantile(1));
            double[] shares = histogram.shares(-8, 8, 16);
            assertEquals(1, Arrays.stream(shares).sum(), 1e-9);
            // the normal distribution has 34.13 % between 0 and 1
            assertEquals(0.3413, shares[8], 0.01);
            assertEquals(0.1359, shares[9], 0.01);
        }
    }

    @Test
    void distributions_areThoseOfTheLayersAtEachMoment() {
        Block net = initialize(seq(linear(2), relu(), linear(1)), new Shape(1, 1), 0);
        Parameters.named(net).get("linear1.weight").getArray().set(new float[] {3, -1});
        Distributions distributions = distributions(net, LINE);
        train(net, distributions, 3);

        assertEquals(4, distributions.all().size(), "before training and after each epoch");
        Distributions.Moment before = distributions.all().get(0);
        assertEquals(0, before.epoch());
        assertEquals(List.of("linear1", "linear2"), List.copyOf(before.weights().keySet()));
        assertEquals(-1, before.weights().get("linear1").low());
        assertEquals(3, before.weights().get("linear1").high());
        // before the ReLU, without bias: 3·3 is the most of what the first layer gives for 1, 2, 3, and −1·3 the least
        assertEquals(9, before.outputs().get("linear1").high(), 1e-6);
        assertEquals(-3, before.outputs().get("linear1").low(), 1e-6);
        float[] after = Parameters.named(net).get("linear1.weight").getArray().toFloatArray();
        assertEquals(
                Math.max(after[0], after[1]),
                distributions.all().get(3).weights().get("linear1").high(),
                1e-6);
    }

    @Test
    void draw_saysInWordsHowTheSpreadChanged_andIsTheSameEachTime() {
        Block net = initialize(seq(linear(2), relu(), linear(1)), new Shape(1, 1), 0);
        Distributions distributions = distributions(net, LINE);
        assertTrue(assertThrows(IllegalStateException.class, distributions::draw)
                .getMessage()
                .contains("callback(distributions)"));
        train(net, distributions, 2);
        Figure figure = distributions.draw();
        assertTrue(
                figure.alt().contains("what linear2 gives: from")
                        && figure.alt().contains("after 2 epochs"),
                figure.alt());
        assertArrayEquals(figure.png(), distributions.draw().png());
    }

    @Test
    void aDeepNet_showsLayersFromTheFirstToTheLast() {
        Block[] layers = IntStream.range(0, 9).mapToObj(i -> linear(1)).toArray(Block[]::new);
        Block net = initialize(seq(layers), new Shape(1, 1), 0);
        Distributions distributions = distributions(net, LINE);
        train(net, distributions, 1);
        Figure figure = distributions.draw();
        assertTrue(figure.title().contains("4 of 9 layers"), figure.title());
        assertTrue(figure.alt().contains("linear1:") && figure.alt().contains("linear9:"), figure.alt());
    }

    @Test
    void watching_leavesTheTrainingAsItWas() {
        Block watched = initialize(seq(linear(4), dropout(0.5), linear(1)), new Shape(1, 1), 3);
        Block alone = initialize(seq(linear(4), dropout(0.5), linear(1)), new Shape(1, 1), 3);
        assertArrayEquals(
                train(alone, new Callback() {}, 3).batchLosses(),
                train(watched, distributions(watched, LINE), 3).batchLosses());
    }

    private static History train(Block net, Callback callback, int epochs) {
        return fit(
                net,
                LINE,
                LINE,
                epochs(epochs),
                batchSize(3),
                sgd(1e-3),
                loss(meanSquaredError()),
                callback(callback),
                quiet());
    }

    private static Examples line() {
        try (NDManager manager = NDManager.newBaseManager()) {
            return Examples.of(
                    new NDList(manager.create(new float[] {1, 2, 3}, new Shape(3, 1))),
                    new NDList(manager.create(new float[] {2, 4, 6}, new Shape(3, 1))));
        }
    }
}
