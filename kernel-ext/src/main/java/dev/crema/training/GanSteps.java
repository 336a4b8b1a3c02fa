package dev.crema.training;

import ai.djl.ndarray.NDArray;
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

    /** A named choice for {@link #pix2pix}: {@link #l1Weight}. */
    public sealed interface Pix2PixOption permits L1Weight {}

    /** A named choice for {@link #cycleGan}: {@link #cycleWeight} or {@link #identityWeight}. */
    public sealed interface CycleGanOption permits CycleWeight, IdentityWeight {}

    /**
     * How much a translation's distance from the true one counts.
     *
     * @param weight 0 or more
     */
    public record L1Weight(double weight) implements Pix2PixOption {
        /**
         * Refuses negative weights.
         *
         * @param weight as above
         */
        public L1Weight {
            Choices.requireZeroOrMore("l1Weight", weight);
        }
    }

    /**
     * How much it counts how well images come back.
     *
     * @param weight 0 or more
     */
    public record CycleWeight(double weight) implements CycleGanOption {
        /**
         * Refuses negative weights.
         *
         * @param weight as above
         */
        public CycleWeight {
            Choices.requireZeroOrMore("cycleWeight", weight);
        }
    }

    /**
     * How much it counts that images of the other kind are left alone.
     *
     * @param weight 0 or more
     */
    public record IdentityWeight(double weight) implements CycleGanOption {
        /**
         * Refuses negative weights.
         *
         * @param weight as above
         */
        public IdentityWeight {
            Choices.requireZeroOrMore("identityWeight", weight);
        }
    }

    /**
     * Weighs the distance from the true translation against what the discriminator says.
     *
     * @param weight 0 or more; 100 by default, as in the paper
     * @return the choice, for {@link #pix2pix}
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public static L1Weight l1Weight(double weight) {
        return new L1Weight(weight);
    }

    /**
     * Weighs how far images are from themselves when they come back against what the discriminators say.
     *
     * @param weight 0 or more; 10 by default, as in the paper
     * @return the choice, for {@link #cycleGan}
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public static CycleWeight cycleWeight(double weight) {
        return new CycleWeight(weight);
    }

    /**
     * Weighs how much a generator changes images that are of the kind it makes already; it keeps colours.
     *
     * @param weight 0 or more; 5 by default, as in the authors' code and for the paper's paintings; 0 for its
     *     other pictures
     * @return the choice, for {@link #cycleGan}
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public static IdentityWeight identityWeight(double weight) {
        return new IdentityWeight(weight);
    }

    /**
     * Has a generator learn to translate images from pairs (Isola et al. 2017, arXiv:1611.07004, formulas 2 to 4): it plays
     * the game of {@link #gan} against a discriminator that sees the image beside its translation, and also makes the mean
     * absolute distance (L1) of its translation from the true one small. Instead of noise there is the generator's dropout.
     *
     * <p>Distances are those of pixels in [−1, 1], as in the paper: twice those in [0, 1]. The discriminator's loss is
     * halved, which slows it down relative to the generator.
     *
     * @param generator from the examples' first input, images {@code [N, channels, H, W]} in [0, 1], to translations like
     *     their first target, in [0, 1]
     * @param discriminator from image and translation, {@code [N, channels of both, H, W]}, to scores, any number an image,
     *     of which the sigmoid is the probability of being real
     * @param options {@link #l1Weight} (100)
     * @return a step that measures "discriminator" and "generator", the losses, and "L1", the distance
     */
    public static Step pix2pix(Learner generator, Learner discriminator, Pix2PixOption... options) {
        double weight = 100;
        for (Pix2PixOption option : options) {
            weight = ((L1Weight) option).weight;
        }
        return new Pix2PixStep(generator, new Judge(discriminator, Losses.binaryCrossEntropy(), 1, 0.5), weight);
    }

    /**
     * Has two generators learn to translate images of one kind to another and back, without pairs (Zhu et al. 2017,
     * arXiv:1703.10593, sections 3 and 4): a discriminator of each kind must take translations for real ones, and each image
     * must come back from there and back as it was.
     *
     * <p>The scores are compared with 1 for real and 0 for made images by their squares (Mao et al. 2017), the distances are
     * absolute, of pixels in [−1, 1] as in the paper: twice those in [0, 1]. The discriminators' losses are halved; they
     * also see translations of before, from a buffer of 50 for each. Images of both kinds have the same channels, unless the
     * weight of identity is 0.
     *
     * @param there from images of the first kind, the examples' first input {@code [N, channels, H, W]} in [0, 1], to those
     *     of the second, in [0, 1]
     * @param back from images of the second kind, the examples' second input, to those of the first
     * @param first discriminator of the first kind: from images to scores, any number an image, 1 for "real"
     * @param second discriminator of the second kind
     * @param options {@link #cycleWeight} (10) and {@link #identityWeight} (5)
     * @return a step that measures "discriminator" and "generator", the losses of both of each, and "cycle", how far images
     *     are from themselves when they come back, the sum of both kinds
     */
    public static Step cycleGan(Learner there, Learner back, Learner first, Learner second, CycleGanOption... options) {
        double cycle = 10;
        double identity = 5;
        for (CycleGanOption option : options) {
            if (option instanceof CycleWeight chosen) {
                cycle = chosen.weight;
            } else if (option instanceof IdentityWeight chosen) {
                identity = chosen.weight;
            }
        }
        Judge judgeOfFirst = new Judge(first, Losses.meanSquaredError(), 1, 0.5);
        Judge judgeOfSecond = new Judge(second, Losses.meanSquaredError(), 1, 0.5);
        return new CycleGanStep(there, back, judgeOfFirst, judgeOfSecond, cycle, identity);
    }

    /** The mean absolute distance that pixels in [0, 1] have once they are in [−1, 1], for which the papers' weights are. */
    static NDArray distance(NDArray made, NDArray truth) {
        requireSameShape(made, truth);
        return made.sub(truth).abs().mean().mul(2);
    }

    static void requireSameShape(NDArray made, NDArray truth) {
        Checks.requireSameShape("translated images", made, "what they are compared with", truth);
    }

    static Map<String, Double> losses(double discriminator, double generator) {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("discriminator", discriminator);
        losses.put("generator", generator);
        return losses;
    }
}
