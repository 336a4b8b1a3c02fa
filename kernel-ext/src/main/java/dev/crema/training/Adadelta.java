package dev.crema.training;

/** Adadelta: RMSprop whose steps have the units of the weights, by a running mean of the squared steps (Zeiler 2012,
 * arXiv:1212.5701). Decay 0.9, ε = 10⁻⁶, as in the paper and in PyTorch. */
public final class Adadelta extends ModelOptimizer {
    Adadelta(double learningRate) {
        super("Adadelta with learning rate " + learningRate, "adadelta", 2, false, learningRate, 0.9, 1e-6);
    }
}
