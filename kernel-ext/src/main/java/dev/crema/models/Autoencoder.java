package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.transposedConv;
import static dev.crema.layers.Layers.unflatten;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Autoencoder: squeezes images through a code of few numbers and draws them again (Hinton and Salakhutdinov 2006,
 * "Reducing the dimensionality of data with neural networks").
 *
 * <pre>
 * dense(image, 128, 30)           output for [N, 1, 28, 28]   parameters
 * encoder.linear1                 [N, 128]                       100 480
 * encoder.linear2                 [N, 30], the code                3 870
 * decoder.block1.linear1          [N, 128]                         3 968
 * decoder.block1.linear2          [N, 784]                       101 136
 * decoder.unflatten1              [N, 1, 28, 28]
 *
 * convolutional(image, 30)
 * encoder.conv1  3×3 /2           [N, 16, 14, 14]                    160
 * encoder.conv2  3×3 /2           [N, 32,  7,  7]                  4 640
 * encoder.linear1                 [N, 30], the code               47 070
 * decoder.linear1                 [N, 1568]                       48 608
 * decoder.unflatten1              [N, 32,  7,  7]
 * decoder.transposedConv1 4×4 /2  [N, 16, 14, 14]                  8 208
 * decoder.transposedConv2 4×4 /2  [N,  1, 28, 28]                    257
 * </pre>
 *
 * The paper's net is {@code dense(image, 1000, 500, 250, 30)} with sigmoids for ReLU; it had to be trained layer by layer
 * before it could be trained whole. To be trained by {@code fit} on a {@link dev.crema.datasets.Reconstruction} with the
 * binary cross-entropy, the paper's loss; on a noisy one it becomes a denoising autoencoder (Vincent et al. 2008).
 */
public final class Autoencoder extends Net {
    private final Block encoder;
    private final Block decoder;

    /**
     * Makes an autoencoder of any two ways.
     *
     * @param encoder from images to codes
     * @param decoder from codes to images of the same shape, as scores (logits) of each pixel
     */
    public Autoencoder(Block encoder, Block decoder) {
        this.encoder = add("encoder", encoder);
        this.decoder = add("decoder", decoder);
    }

    /**
     * Makes an autoencoder of dense layers with ReLU between them; the decoder mirrors the encoder.
     *
     * @param image shape of an image, {@code [channels, height, width]}
     * @param units how many units each layer of the encoder has, the code's last; at least one layer
     * @return a block from {@code [N, channels, height, width]} to scores (logits) of the same shape
     * @throws IllegalArgumentException if there is no layer, or one has no units
     */
    public static Autoencoder dense(Shape image, int... units) {
        Block encoder = Mlp.of(units);
        int[] back = new int[units.length];
        for (int i = 1; i < units.length; i++) {
            back[i - 1] = units[units.length - 1 - i];
        }
        back[units.length - 1] = Math.toIntExact(image.size());
        return new Autoencoder(encoder, seq(Mlp.of(back), unflatten(image)));
    }

    /**
     * Makes an autoencoder of convolutions, which halve the image twice, and transposed ones, which double it twice (Masci,
     * Meier, Cireşan and Schmidhuber 2011, "Stacked convolutional auto-encoders for hierarchical feature extraction", with
     * strides for their max pooling).
     *
     * @param image shape of an image, {@code [channels, height, width]}, height and width multiples of 4
     * @param code how many numbers the code has, at least 1
     * @return a block from {@code [N, channels, height, width]} to scores (logits) of the same shape
     * @throws IllegalArgumentException if the image cannot be halved twice, or the code has no numbers
     */
    public static Autoencoder convolutional(Shape image, int code) {
        long[] sizes = image.getShape();
        if (sizes.length != 3 || sizes[1] % 4 != 0 || sizes[2] % 4 != 0 || image.size() < 1) {
            throw new IllegalArgumentException("image is " + image
                    + "; it must be (channels, height, width), height and width multiples of 4, to be halved twice");
        }
        Shape small = new Shape(32, sizes[1] / 4, sizes[2] / 4);
        return new Autoencoder(
                seq(conv(16, 3, stride(2)), relu(), conv(32, 3, stride(2)), relu(), flatten(), linear(code)),
                seq(
                        linear(Math.toIntExact(small.size())),
                        relu(),
                        unflatten(small),
                        transposedConv(16, 4, stride(2)),
                        relu(),
                        transposedConv(Math.toIntExact(sizes[0]), 4, stride(2))));
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        return pass.run(decoder, pass.run(encoder, x));
    }

    /**
     * Computes the codes of images.
     *
     * @param images {@code [N, channels, height, width]}
     * @return their codes, {@code [N, code]}, in the manager of the images
     * @throws IllegalArgumentException if the images do not fit; the message names the layer
     * @throws IllegalStateException if the network has no parameters yet
     */
    public NDArray encode(NDArray images) {
        return Inference.run(encoder, images, code -> code);
    }

    /**
     * Draws the images of codes.
     *
     * @param codes {@code [N, code]}
     * @return {@code [N, channels, height, width]} in (0, 1), in the manager of the codes
     * @throws IllegalArgumentException if the codes do not fit; the message names the layer
     * @throws IllegalStateException if the network has no parameters yet
     */
    public NDArray decode(NDArray codes) {
        return Inference.run(decoder, codes, Activation::sigmoid);
    }

    /**
     * Draws images again from their codes.
     *
     * @param images {@code [N, channels, height, width]}
     * @return what is left of them, of the same shape, in (0, 1), in the manager of the images
     * @throws IllegalArgumentException if the images do not fit; the message names the layer
     * @throws IllegalStateException if the network has no parameters yet
     */
    public NDArray reconstruct(NDArray images) {
        return Inference.run(this, images, Activation::sigmoid);
    }
}
