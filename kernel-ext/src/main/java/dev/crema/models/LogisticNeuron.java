package dev.crema.models;

import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;

/**
 * Logistic neuron, the unit of logistic regression: where the {@link Perceptron} says which side, it says how probable it is
 * that a point is of class 1, {@code σ(w·x + b)} with {@code σ(z) = 1/(1 + e⁻ᶻ)} (Cox 1958, "The regression analysis of
 * binary sequences"), and so it has a gradient, {@code (σ(w·x + b) − label)·x}.
 */
public final class LogisticNeuron {
    private LogisticNeuron() {}

    /**
     * Makes the unit, to be trained with {@code loss(binaryCrossEntropy())}, which takes the σ.
     *
     * @return a block from {@code [N, …]}, flattened, to {@code [N, 1]} scores {@code w·x + b}; the probability of class 1 is
     *     {@code Activation.sigmoid} of them
     */
    public static Block of() {
        return seq(flatten(), linear(1));
    }
}
