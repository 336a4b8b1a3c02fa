package dev.crema.models;

import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.layers.Layers.unflatten;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.Random;

/**
 * Variational autoencoder: turns images into normal distributions over few latent numbers, and latent numbers, drawn from
 * them, into images (Kingma and Welling 2013, "Auto-encoding variational Bayes", arXiv:1312.6114).
 *
 * <pre>
 * of(image, 500, 2)       output for [N, 1, 28, 28]   parameters
 * encoder.linear1         [N, 500]                       392 500
 * mean                    [N, 2]                           1 002
 * logVariance             [N, 2]                           1 002
 * decoder.linear1         [N, 500]                         1 500
 * decoder.linear2         [N, 784]                       392 784
 * decoder.unflatten1      [N, 1, 28, 28]
 * </pre>
 *
 * The layers are the paper's (appendix C: one hidden layer of tanh each way, Bernoulli pixels); the weights start, and the
 * optimiser is, as everywhere here. While it is trained the latent numbers are drawn, {@code mean + e^(logVariance/2)·ε} with ε
 * standard normal, so that gradients reach mean and variance (the reparameterisation of section 2.4); otherwise the mean
 * is decoded, and a validation loss is a little below the true one. To be trained by {@code fit} on a
 * {@link dev.crema.datasets.Reconstruction} with the loss {@code negativeElbo()}.
 */
public final class VariationalAutoencoder extends Net {
    private final int latent;
    private final Block encoder;
    private final Block mean;
    private final Block logVariance;
    private final Block decoder;

    /**
     * Makes a variational autoencoder of any two ways.
     *
     * @param encoder from images to features, {@code [N, features]}
     * @param latent how many latent numbers there are, at least 1
     * @param decoder from {@code [N, latent]} to images of the same shape, as scores (logits) of each pixel
     */
    public VariationalAutoencoder(Block encoder, int latent, Block decoder) {
        this.latent = latent;
        this.encoder = add("encoder", encoder);
        this.mean = add("mean", linear(latent));
        this.logVariance = add("logVariance", linear(latent));
        this.decoder = add("decoder", decoder);
    }

    /**
     * Makes the paper's network.
     *
     * @param image shape of an image, {@code [channels, height, width]}
     * @param hidden units of the hidden layers, at least 1; 500 in the paper
     * @param latent how many latent numbers there are, at least 1; 2 can be seen as a map
     * @return a block from {@code [N, channels, height, width]} to three outputs: scores (logits) of the same shape, means
     *     {@code [N, latent]}, and logarithms of variances {@code [N, latent]}
     */
    public static VariationalAutoencoder of(Shape image, int hidden, int latent) {
        return new VariationalAutoencoder(
                seq(flatten(), linear(hidden), tanh()),
                latent,
                seq(linear(hidden), tanh(), linear(Math.toIntExact(image.size())), unflatten(image)));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray features = pass.run(encoder, inputs.singletonOrThrow());
        NDArray mean = pass.run(this.mean, features);
        NDArray logVariance = pass.run(this.logVariance, features);
        NDArray z = pass.training() ? drawn(mean, logVariance) : mean;
        return new NDList(pass.run(decoder, z), mean, logVariance);
    }

    private static NDArray drawn(NDArray mean, NDArray logVariance) {
        NDArray noise = mean.getManager()
                .randomNormal(0, 1, mean.getShape(), mean.getDataType())
                .toDevice(mean.getDevice(), false);
        return logVariance.mul(0.5).exp().mul(noise).add(mean);
    }

    /**
     * Computes the distributions of the latent numbers of images.
     *
     * @param images {@code [N, channels, height, width]}
     * @return means {@code [N, latent]} and logarithms of variances {@code [N, latent]}, in the manager of the images
     * @throws IllegalArgumentException if the images do not fit; the message names the layer
     * @throws IllegalStateException if the network has no parameters yet
     */
    public NDList encode(NDArray images) {
        try (NDArray features = Inference.run(encoder, images, x -> x)) {
            return new NDList(Inference.run(mean, features, x -> x), Inference.run(logVariance, features, x -> x));
        }
    }

    /**
     * Draws the images of latent numbers: a walk over a grid of them shows what lies between two digits.
     *
     * @param z {@code [N, latent]}; most images of the data lie within 2 of zero
     * @return {@code [N, channels, height, width]} in (0, 1), each the probability that the pixel is white, in the manager of
     *     {@code z}
     * @throws IllegalArgumentException if the numbers do not fit; the message names the layer
     * @throws IllegalStateException if the network has no parameters yet
     */
    public NDArray decode(NDArray z) {
        return Inference.run(decoder, z, Activation::sigmoid);
    }

    /**
     * Makes new images: decodes latent numbers that are drawn from the standard normal distribution.
     *
     * @param manager owner of the images
     * @param n how many, at least 1
     * @param seed the same seed makes the same images
     * @return {@code [n, channels, height, width]} in (0, 1)
     * @throws IllegalArgumentException if n is less than 1
     * @throws IllegalStateException if the network has no parameters yet
     */
    public NDArray sample(NDManager manager, int n, long seed) {
        if (n < 1) {
            throw new IllegalArgumentException("n is " + n + "; it must be at least 1");
        }
        Random random = new Random(seed);
        float[] z = new float[n * latent];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        try (NDArray drawn = manager.create(z, new Shape(n, latent))) {
            return decode(drawn);
        }
    }
}
