package dev.crema.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The words for training generative adversarial networks, each a {@link Step} for
 * {@link Training#fit(java.util.List, Step, dev.crema.datasets.Examples, FitOption...)}.
 *
 * <pre>{@code
 * var generator = learner(initialize(Dcgan.generator(28, 1, 64), new Shape(1, 100), 1), adam(2e-4, 0.5));
 * var discriminator = learner(initialize(Dcgan.discriminator(28, 64), new Shape(1, 1, 28, 28), 2), adam(2e-4, 0.5));
 * fit(List.of(generator, discriminator), gan(generator, discriminator, 100), digits.train(), epochs(5));
 * }</pre>
 */
public final class GanSteps {
    private GanSteps() {}

    /** A named choice for {@link #gan} and {@link #conditionalGan}: {@link #labelSmoothing}. */
    public sealed interface GanOption permits LabelSmoothing {}

    /**
     * How sure the discriminator is to be.
     *
     * @param amount what is taken from the target of real samples, in [0, 0.5)
     */
    public record LabelSmoothing(double amount) implements GanOption {
        /**
         * Refuses amounts that would leave nothing to tell apart.
         *
         * @param amount as above
         */
        public LabelSmoothing {
            if (!(amount >= 0 && amount < 0.5)) {
                throw new IllegalArgumentException("labelSmoothing is " + amount + "; it must be in [0, 0.5)");
            }
        }
    }

    /**
     * Tells the discriminator that real samples are real with a probability of {@code 1 − amount} only, so that it is
     * never so sure that its gradient vanishes; made samples stay at 0, one side only (Salimans et al. 2016,
     * arXiv:1606.03498, section 3.4).
     *
     * @param amount from 0 to less than 0.5; 0 by default, 0.1 is usual
     * @return the choice, for {@link #gan} and {@link #conditionalGan}
     * @throws IllegalArgumentException if the amount is out of its range
     */
    public static LabelSmoothing labelSmoothing(double amount) {
        return new LabelSmoothing(amount);
    }

    /**
     * Has a generator learn to make samples that a discriminator takes for those of the data (Goodfellow et al. 2014,
     * arXiv:1406.2661, algorithm 1 with k = 1; also DCGAN, Radford et al. 2015, arXiv:1511.06434).
     *
     * <p>For each batch the discriminator takes a step against {@code −ln D(x) − ln(1 − D(G(z)))}, then the generator one
     * against {@code −ln D(G(z))}, the loss that does not saturate where the discriminator is sure (section 3 of the
     * paper), with noise {@code z} drawn anew for each. Where the discriminator can tell nothing, both {@code D} are ½ and
     * the losses are {@code ln 4 = 1.386} and {@code ln 2 = 0.693} (theorem 1).
     *
     * @param generator from {@code [N, latent]}, normal numbers, to samples like the first input of the examples; the
     *     paper's numbers are uniform
     * @param discriminator from samples to {@code [N, 1]} scores, of which the sigmoid is the probability of being real
     * @param latent how many random numbers a sample is made of, at least 1
     * @param options {@link #labelSmoothing} (0)
     * @return a step that measures "discriminator" and "generator", the losses
     * @throws IllegalArgumentException if {@code latent} is less than 1
     */
    public static Step gan(Learner generator, Learner discriminator, int latent, GanOption... options) {
        return step(generator, discriminator, latent, false, options);
    }

    /**
     * Plays the game of {@link #gan} with a condition, such as the class of an image, that both networks see (Mirza and
     * Osindero 2014, arXiv:1411.1784): samples can then be asked for by class.
     *
     * @param generator from {@code [N, latent]} and the examples' targets to samples like the first input of the examples
     * @param discriminator from samples and targets to {@code [N, 1]} scores
     * @param latent how many random numbers a sample is made of, at least 1
     * @param options {@link #labelSmoothing} (0)
     * @return a step that measures "discriminator" and "generator", the losses
     * @throws IllegalArgumentException if {@code latent} is less than 1
     */
    public static Step conditionalGan(Learner generator, Learner discriminator, int latent, GanOption... options) {
        return step(generator, discriminator, latent, true, options);
    }

    private static Step step(
            Learner generator, Learner discriminator, int latent, boolean conditional, GanOption... options) {
        Choices.requireAtLeastOne("latent", latent);
        double truth = 1;
        for (GanOption option : options) {
            truth = 1 - ((LabelSmoothing) option).amount;
        }
        return new GanStep(
                generator, new Judge(discriminator, Losses.binaryCrossEntropy(), truth, 1), latent, conditional);
    }

    static Map<String, Double> losses(double discriminator, double generator) {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("discriminator", discriminator);
        losses.put("generator", generator);
        return losses;
    }
}
