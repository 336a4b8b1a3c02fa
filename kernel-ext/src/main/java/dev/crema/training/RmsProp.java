package dev.crema.training;

/** RMSprop: divides each step by the root of a running mean of the squared gradients (Hinton 2012, Neural Networks for
 * Machine Learning, lecture 6). Decay 0.99, ε = 10⁻⁸, as in PyTorch. */
public final class RmsProp extends ModelOptimizer {
    RmsProp(double learningRate) {
        super("RMSprop with learning rate " + learningRate, "rmsprop", 1, false, learningRate, 0.99, 1e-8);
    }
}
