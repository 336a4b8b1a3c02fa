package dev.crema.training;

/** Adam: steps of about the same length for every weight, whatever the size of its gradient (Kingma and Ba 2015,
 * arXiv:1412.6980). β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, as in the paper and in PyTorch. */
public final class Adam extends ModelOptimizer {
    Adam(double learningRate) {
        super("Adam with learning rate " + learningRate, "adam", 2, true, learningRate, 0.9, 0.999, 0, 1e-8);
    }
}
