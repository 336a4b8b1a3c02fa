package dev.crema.training;

/** Adagrad: divides each step by the root of the sum of all squared gradients so far (Duchi, Hazan and Singer 2011), so that
 * rarely used weights move far and all of them less and less. ε = 10⁻¹⁰, as in PyTorch. */
public final class Adagrad extends ModelOptimizer {
    Adagrad(double learningRate) {
        super("Adagrad with learning rate " + learningRate, "adagrad", 1, false, learningRate, 1e-10);
    }
}
