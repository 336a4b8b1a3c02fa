package dev.crema.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.crema.datasets.LabelledImages;
import dev.crema.layers.Trace;

/**
 * The words for looking at what generative networks make. Each takes any {@link Generator}, such as
 * {@code generation(generator)} of a GAN or {@code autoencoder::decode}.
 */
public final class Generation {
    private Generation() {}

    /**
     * Has a network make images as it does when it is used: with the statistics that batch normalisation has learned.
     *
     * @param net a network from {@code [n, latent]} to {@code [n, 1 or 3, height, width]} in [0, 1], such as the generator
     *     of a GAN; it needs parameters when images are asked for
     * @return what makes images with it
     */
    public static Generator generation(Block net) {
        return latent -> {
            if (!net.isInitialized()) {
                throw new IllegalStateException(
                        "The generator has no parameters yet; train it, or call initialize(net, shape of a batch, seed)");
            }
            NDManager owner = latent.getManager();
            try (NDManager scratch = owner.newSubManager()) {
                NDArray own = latent.duplicate();
                own.attach(scratch);
                NDArray images = Trace.run(net, own, (path, layer, input, output) -> {});
                images.attach(owner);
                return images;
            }
        };
    }

    /**
     * Watches a generator learn: before training and after each epoch it draws the same normal noise.
     *
     * @param generator makes the images
     * @param latent how many latent numbers an image has, at least 1
     * @param n how many images, 1 to 10
     * @param seed the same seed gives the same noise
     * @return a callback for {@code fit}, to be looked at afterwards
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static SampleHistory sampleHistory(Generator generator, int latent, int n, long seed) {
        if (n < 1 || n > SampleHistory.MOST_COLUMNS) {
            throw new IllegalArgumentException(
                    "n is " + n + "; it must be from 1 to " + SampleHistory.MOST_COLUMNS + ", the images of a row");
        }
        return new SampleHistory(generator, Codes.normal(n, latent, seed));
    }

    /**
     * Walks straight from one code to another, as suits the small latent spaces of autoencoders.
     *
     * @param generator makes the images
     * @param from the first code, finite
     * @param to the last code, as long
     * @param steps how many images, at least 2
     * @return the images on the way, both ends included
     * @throws IllegalArgumentException if the codes are not of one length or not finite, or there are less than 2 steps
     */
    public static LatentWalk latentWalk(Generator generator, float[] from, float[] to, int steps) {
        return LatentWalk.straight(generator, from, to, steps);
    }

    /**
     * Walks from one code to another on an arc about zero (White 2016, "Sampling generative networks", arXiv:1609.04468,
     * section 2.1): the middle of a straight line between two of many normal numbers is shorter than any that a GAN has
     * learned from. Where there is no single arc, between opposite codes, the way is straight.
     *
     * @param generator makes the images
     * @param from the first code, finite
     * @param to the last code, as long
     * @param steps how many images, at least 2
     * @return the images on the way, both ends included
     * @throws IllegalArgumentException as {@link #latentWalk}
     */
    public static LatentWalk sphericalWalk(Generator generator, float[] from, float[] to, int steps) {
        return LatentWalk.spherical(generator, from, to, steps);
    }

    /**
     * Draws normal numbers to walk between.
     *
     * @param latent how many, at least 1
     * @param seed the same seed gives the same numbers
     * @return a code
     * @throws IllegalArgumentException if there is less than one
     */
    public static float[] latentCode(int latent, long seed) {
        return Codes.normal(1, latent, seed)[0];
    }

    /**
     * Shows the whole plane of the two latent numbers of a generator, such as the decoder of a variational autoencoder.
     *
     * @param generator makes images of two latent numbers
     * @param side images in a row and in a column, 2 to 30; 20 in the paper
     * @return the images at quantiles of the normal distribution
     * @throws IllegalArgumentException if the side is out of its range, or the generator takes not two numbers
     */
    public static LatentPlane latentPlane(Generator generator, int side) {
        return LatentPlane.of(generator, side);
    }

    /**
     * Has the lower rows of images completed from the upper ones.
     *
     * @param data a few images
     * @param rows how many rows are given, from 1 to one less than the height
     * @param times how often each is completed, at least 1, with the seeds 0, 1, …
     * @param completer completes them, such as a PixelCNN, or an autoencoder run on what is given
     * @return originals, what was given, and completions
     * @throws IllegalArgumentException if a number is out of its range, or the completed images have another shape
     */
    public static Completions completions(LabelledImages data, int rows, int times, Completions.Completer completer) {
        return Completions.of(data, rows, times, completer);
    }
}
