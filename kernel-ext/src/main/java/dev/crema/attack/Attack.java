package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import java.util.SplittableRandom;

/** A way to change images a little, so that a network errs on them; {@link Attacks} makes them. */
@FunctionalInterface
public interface Attack {
    /**
     * Changes a batch of images.
     *
     * @param net a trained network from images to scores (logits) {@code [n, classes]}; it stays as it is
     * @param batch the images and their true classes, which stay as they are
     * @param epsilon the most that any value may change, at least 0, on the images' scale from 0 to 1
     * @param random where the attack draws what is random in it
     * @return images of the same shape in [0, 1], none of whose values is more than {@code epsilon} from what it was; they
     *     belong to the batch's manager
     * @throws IllegalArgumentException if epsilon is negative, NaN or infinite, or the batch does not fit the network
     */
    NDArray perturb(Block net, ImageBatch batch, double epsilon, SplittableRandom random);
}
