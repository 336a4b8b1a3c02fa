package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.crema.datasets.ImageBatch;
import dev.crema.layers.Trace;
import dev.crema.torch.Gradients;
import dev.crema.training.Losses;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An attack that follows the sign of the loss's gradient by the image: one step of it is the fast gradient sign method
 * (Goodfellow, Shlens and Szegedy 2014, "Explaining and harnessing adversarial examples", arXiv:1412.6572, section 4),
 * several are projected gradient descent (Madry et al. 2017, "Towards deep learning models resistant to adversarial
 * attacks", arXiv:1706.06083, section 2.1). {@code x ← projection of x + step·sign(∇ₓ loss(x, label))}, where the
 * projection keeps every value within ε of the clean image and in [0, 1].
 *
 * <p>The loss is the cross-entropy. The network runs as it does when it is used, without dropout and with the statistics
 * that batch normalisation has learned; neither these nor the gradients of its weights are touched.
 *
 * @param name what it is called in figures
 * @param steps how many steps, at least 1
 * @param step length of each as a part of ε, above 0
 * @param randomStart whether the first step starts anywhere in the ball rather than at the clean image
 * @param target the class that images are to be taken for, or −1 for any but the true one
 */
public record SignedGradient(String name, int steps, double step, boolean randomStart, int target) implements Attack {
    /** The {@link #target} of an attack that is content with any wrong class. */
    public static final int ANY = -1;

    /**
     * Checks the numbers.
     *
     * @param name as above
     * @param steps as above
     * @param step as above
     * @param randomStart as above
     * @param target as above
     * @throws IllegalArgumentException if a number is out of its range
     */
    public SignedGradient {
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + "; it must be at least 1, such as 20");
        }
        if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("step is " + step
                    + "; it must be above 0 and finite, such as 0.1 for a tenth of epsilon in each step");
        }
        if (target < ANY) {
            throw new IllegalArgumentException("target is " + target + "; it must be a class, numbered from 0");
        }
    }

    /**
     * Has the network take the images for one class (a targeted attack): the steps go down the loss of that class.
     *
     * @param label the class, from 0
     * @return the changed attack
     * @throws IllegalArgumentException if it is negative
     */
    public SignedGradient towards(int label) {
        if (label < 0) {
            throw new IllegalArgumentException("The target is " + label + "; it must be a class, numbered from 0");
        }
        return new SignedGradient(name + " towards " + label, steps, step, randomStart, label);
    }

    /**
     * Sets the length of the steps.
     *
     * @param share of ε, above 0; 2.5 ⁄ steps by default, as in the paper's appendix, so that the edge of the ball is reached
     *     from anywhere in it
     * @return the changed attack
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public SignedGradient step(double share) {
        return new SignedGradient(name, steps, share, randomStart, target);
    }

    /**
     * Starts at the clean image, as the basic iterative method does (Kurakin, Goodfellow and Bengio 2016,
     * arXiv:1607.02533).
     *
     * @return the changed attack
     */
    public SignedGradient fromClean() {
        return new SignedGradient(name, steps, step, false, target);
    }

    @Override
    public NDArray perturb(Block net, ImageBatch batch, double epsilon, SplittableRandom random) {
        NDManager owner = batch.manager();
        try (NDManager scratch = owner.newSubManager()) {
            NDArray clean = batch.images().duplicate();
            clean.attach(scratch);
            Ball ball = Ball.around(clean, epsilon);
            NDArray labels = target == ANY ? batch.labels() : targets(scratch, batch);
            NDArray x = randomStart ? ball.random(random) : clean;
            for (int i = 0; i < steps; i++) {
                x = stepped(net, x, labels, ball, epsilon);
            }
            x.attach(owner);
            return x;
        }
    }

    private NDArray targets(NDManager manager, ImageBatch batch) {
        long[] labels = new long[batch.size()];
        Arrays.fill(labels, target);
        return manager.create(labels).toDevice(batch.images().getDevice(), false);
    }

    /** Takes one step; what it computes on the way is freed. */
    private NDArray stepped(Block net, NDArray x, NDArray labels, Ball ball, double epsilon) {
        NDManager owner = x.getManager();
        try (NDManager scratch = owner.newSubManager()) {
            NDArray from = x.duplicate();
            from.attach(scratch);
            double length = target == ANY ? step * epsilon : -step * epsilon;
            NDArray to = ball.project(
                    from.add(slopes(net, from, labels, target).sign().mul(length)));
            to.attach(owner);
            return to;
        }
    }

    /** The gradient of the cross-entropy by the images; refuses a target that the network does not know. */
    static NDArray slopes(Block net, NDArray x, NDArray labels, int target) {
        x.setRequiresGradient(true);
        GradientCollector collector = Gradients.collector();
        try {
            NDArray scores = Trace.run(net, x, (path, layer, input, output) -> {});
            long classes = scores.size(1);
            if (target >= classes) {
                throw new IllegalArgumentException("The target is class " + target + ", but the network knows only "
                        + classes + ", numbered from 0 to " + (classes - 1));
            }
            NDArray loss = Losses.crossEntropy().evaluate(new NDList(labels), new NDList(scores));
            return Gradients.of(loss, x);
        } finally {
            collector.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
