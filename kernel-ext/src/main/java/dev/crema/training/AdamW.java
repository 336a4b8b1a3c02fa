package dev.crema.training;

/** Adam with weight decay that does not go through the running means (Loshchilov and Hutter 2019, arXiv:1711.05101):
 * {@code w = (1 − learningRate·weightDecay)·w} before each of Adam's steps. */
public final class AdamW extends ModelOptimizer {
    AdamW(double learningRate, double weightDecay) {
        super(
                "AdamW with learning rate " + learningRate + " and weight decay " + weightDecay,
                "adamw",
                2,
                true,
                learningRate,
                0.9,
                0.999,
                Choices.requireShare("weightDecay", weightDecay),
                1e-8);
    }
}
