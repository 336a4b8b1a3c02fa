package dev.crema.training;

/** Stochastic gradient descent with momentum: {@code v = momentum·v + gradient}, {@code w = w − learningRate·v}; with Nesterov's
 * look ahead, {@code w = w − learningRate·(gradient + momentum·v)} (Sutskever et al. 2013). */
public final class Sgd extends ModelOptimizer {
    Sgd(double learningRate, double momentum, boolean nesterov) {
        super(
                (nesterov ? "Nesterov SGD" : "SGD") + " with learning rate " + learningRate
                        + (momentum > 0 ? " and momentum " + momentum : ""),
                "sgd",
                1,
                false,
                learningRate,
                Choices.requireShare("momentum", momentum),
                nesterov);
    }
}
