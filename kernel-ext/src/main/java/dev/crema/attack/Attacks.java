package dev.crema.attack;

import ai.djl.nn.Block;
import dev.crema.augmentation.Augmentation;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;

/**
 * The words of a lesson on attacks.
 *
 * <pre>{@code
 * attack(net, digits.test().first(8), fgsm(), 0.1)
 * robustness(net, digits.test(), new double[] {0, 0.05, 0.1, 0.2}, randomSigns(), fgsm(), pgd(20))
 * fit(net, digits, epochs(5), augment(adversarial(net, pgd(7), 0.2)))
 * }</pre>
 */
public final class Attacks {
    private Attacks() {}

    /**
     * Makes the fast gradient sign method: one step of ε up the sign of the loss's gradient (Goodfellow, Shlens and Szegedy
     * 2014, arXiv:1412.6572).
     *
     * @return the attack; {@link SignedGradient#towards} gives it a target
     */
    public static SignedGradient fgsm() {
        return new SignedGradient("FGSM", 1, 1, false, SignedGradient.ANY);
    }

    /**
     * Makes projected gradient descent: smaller steps up the sign of the gradient from a random start, each followed by a
     * projection onto what ε allows (Madry et al. 2017, arXiv:1706.06083).
     *
     * @param steps at least 1; the paper trains with 7 to 40, each 2.5 ⁄ steps of ε long here, see
     *     {@link SignedGradient#step}
     * @return the attack; {@link SignedGradient#towards} gives it a target, {@link SignedGradient#fromClean} takes the
     *     random start away
     * @throws IllegalArgumentException if there is no step
     */
    public static SignedGradient pgd(int steps) {
        return new SignedGradient("PGD-" + steps, steps, 2.5 / Math.max(1, steps), true, SignedGradient.ANY);
    }

    /**
     * Makes an attack without aim, to compare others with: every value goes up or down by ε at random.
     *
     * @return the attack
     */
    public static Attack randomSigns() {
        return new RandomSigns();
    }

    /**
     * Attacks a network: changes images so that it errs on them.
     *
     * @param net a trained network, which stays as it is
     * @param data a few images
     * @param attack such as {@code fgsm()} or {@code pgd(20).towards(3)}
     * @param epsilon the most that any value may change, at least 0; 0.1 to 0.3 for digits, 8.0 / 255 for photographs
     * @return the images before and after, and what the network says of them; of the seed 0
     * @throws IllegalArgumentException if epsilon is negative, NaN or infinite, or the network does not fit the images, their
     *     classes or the target
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static AdversarialExamples attack(Block net, LabelledImages data, Attack attack, double epsilon) {
        return attack(net, data, attack, epsilon, 0);
    }

    /**
     * Attacks a network: changes images so that it errs on them.
     *
     * @param net as above
     * @param data as above
     * @param attack as above
     * @param epsilon as above
     * @param seed the same seed gives the same images
     * @return as above
     * @throws IllegalArgumentException as above
     * @throws IllegalStateException as above
     */
    public static AdversarialExamples attack(Block net, LabelledImages data, Attack attack, double epsilon, long seed) {
        return AdversarialExamples.of(net, data, attack, epsilon, seed);
    }

    /**
     * Measures how often a network is still right when it is attacked, for several sizes of the attack.
     *
     * @param net a trained network, which stays as it is
     * @param data images that it was not trained on
     * @param epsilons the most that any value may change, ascending from 0 or more
     * @param attacks one curve each, at least one
     * @return the accuracies; the thread's interruption ends the measurement early, and what is missing is NaN
     * @throws IllegalArgumentException if there is nothing to measure, the sizes do not ascend, or as {@link #attack}
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static Robustness robustness(Block net, LabelledImages data, double[] epsilons, Attack... attacks) {
        return Robustness.against(net, data, epsilons, attacks);
    }

    /**
     * Measures how often a network is still right on images that are spoilt as by weather and bad cameras, in five
     * severities (Hendrycks and Dietterich 2019, "Benchmarking neural network robustness to common corruptions and
     * perturbations", arXiv:1903.12261).
     *
     * @param net a trained network, which stays as it is
     * @param data images that it was not trained on
     * @param corruptions one curve each; all of them if none is named
     * @return the accuracies for severities 0, the clean images, to 5
     * @throws IllegalArgumentException if the network does not fit the images or their classes
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static Robustness robustness(Block net, LabelledImages data, Corruption... corruptions) {
        return Robustness.against(net, data, corruptions.length == 0 ? Corruption.values() : corruptions);
    }

    /**
     * Trains a patch that has a network take whatever it is stuck on for one class (Brown et al. 2017, arXiv:1712.09665), in
     * 200 steps with seed 0.
     *
     * @param net a trained network, which stays as it is
     * @param train images to train the patch on
     * @param test other images to try it on
     * @param target the class that they are to be taken for, from 0
     * @param side of the patch in pixels, from 1 to the smaller side of the images
     * @return the patch, and what the network says of the test images with it
     * @throws IllegalArgumentException if the side or the target is out of its range, the images differ in size, or the network
     *     does not fit them
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static AdversarialPatch adversarialPatch(
            Block net, LabelledImages train, LabelledImages test, int target, int side) {
        return adversarialPatch(net, train, test, target, side, 200, 0);
    }

    /**
     * Trains a patch that has a network take whatever it is stuck on for one class (Brown et al. 2017, arXiv:1712.09665).
     *
     * @param net as above
     * @param train as above
     * @param test as above
     * @param target as above
     * @param side as above
     * @param steps how many batches of 64 images it is trained on, at least 1; the thread's interruption ends it early
     * @param seed the same seed gives the same patch in the same places
     * @return as above
     * @throws IllegalArgumentException as above, or if there is no step
     * @throws IllegalStateException as above
     */
    public static AdversarialPatch adversarialPatch(
            Block net, LabelledImages train, LabelledImages test, int target, int side, int steps, long seed) {
        return AdversarialPatch.of(net, train, test, target, side, steps, seed);
    }

    /**
     * Measures how often a network is still right when a patch is stuck on, for patches of several sizes that are trained for it,
     * and for patches of noise in the same places.
     *
     * @param net a trained network, which stays as it is
     * @param train images to train the patches on
     * @param test other images to measure with
     * @param target the class that they are to be taken for, from 0
     * @param sides of the patches in pixels, ascending from 1 or more
     * @return the accuracies; the thread's interruption ends the measurement early, and what is missing is NaN
     * @throws IllegalArgumentException as {@link #adversarialPatch}, or if the sides do not ascend
     * @throws IllegalStateException as above
     */
    public static Robustness patchRobustness(
            Block net, LabelledImages train, LabelledImages test, int target, int... sides) {
        return Robustness.against(net, train, test, target, sides);
    }

    /**
     * Trains a network on attacks on itself, in place of the clean images, which makes it robust to them (Madry et al. 2017):
     * {@code augment(adversarial(net, pgd(7), 0.2))}, or with {@code sometimes(0.5, …)} on both kinds (Goodfellow et al.
     * 2014, section 6).
     *
     * @param net the network that is to be trained
     * @param attack such as {@code pgd(7)}; each step of it costs about as much as one of the training
     * @param epsilon the size to defend against, at least 0
     * @return an augmentation of batches while the network is trained
     * @throws IllegalArgumentException if epsilon is negative, NaN or infinite
     */
    public static Augmentation adversarial(Block net, Attack attack, double epsilon) {
        Ball.requireSize(epsilon);
        return (batch, random) -> new ImageBatch(
                attack.perturb(net, batch, epsilon, random), batch.labels(), batch.masks(), batch.boxes());
    }
}
