package dev.crema.models;

import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;

/** Multi-layer perceptron: dense layers with ReLU between them (Rumelhart, Hinton and Williams 1986). */
public final class Mlp {
    private Mlp() {}

    /**
     * Makes the network: {@code Mlp.of(512, 10)} has one hidden layer, {@code Mlp.of(10)} is a linear classifier.
     *
     * @param units how many units each layer has, the output layer last; at least one layer
     * @return a block from {@code [N, …]}, flattened, to {@code [N, last units]} scores (logits)
     */
    public static Block of(int... units) {
        if (units.length == 0) {
            throw new IllegalArgumentException("no layers; give the units of each, such as Mlp.of(512, 10)");
        }
        SequentialBlock net = seq(flatten());
        for (int hidden : Arrays.copyOf(units, units.length - 1)) {
            net.add(linear(hidden)).add(relu());
        }
        return net.add(linear(units[units.length - 1]));
    }
}
