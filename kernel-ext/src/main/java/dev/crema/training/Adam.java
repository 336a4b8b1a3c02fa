package dev.crema.training;

/** Adam: steps of about the same length for every weight, whatever the size of its gradient (Kingma and Ba 2015,
 * arXiv:1412.6980). β₁ = 0.9 where no other is given, β₂ = 0.999, ε = 10⁻⁸, as in the paper and in PyTorch. */
public final class Adam extends ModelOptimizer {
    static final double BETA1 = 0.9;

    Adam(double learningRate, double beta1) {
        super(
                "Adam with learning rate " + learningRate + (beta1 == BETA1 ? "" : " and beta1 " + beta1),
                "adam",
                2,
                true,
                learningRate,
                Choices.requireShare("beta1", beta1),
                0.999,
                0,
                1e-8);
    }
}
