package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.leakyRelu;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.layers.Layers.transposedConv;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.initializer.NormalInitializer;

/**
 * Deep convolutional GAN (Radford, Metz and Chintala 2015, "Unsupervised representation learning with deep convolutional
 * generative adversarial networks", arXiv:1511.06434, fig. 1). To be trained with the step {@code gan} and
 * {@code adam(2e-4, 0.5)}.
 *
 * <pre>
 * generator(64, 3, 64)   output for [N, 100]     discriminator(64, 64)   output for [N, 3, 64, 64]
 * transposedConv1 4×4    [N, 512,  4,  4]        conv1 4×4 /2            [N,  64, 32, 32]
 * transposedConv2 4×4    [N, 256,  8,  8]        conv2 4×4 /2            [N, 128, 16, 16]
 * transposedConv3 4×4    [N, 128, 16, 16]        conv3 4×4 /2            [N, 256,  8,  8]
 * transposedConv4 4×4    [N,  64, 32, 32]        conv4 4×4 /2            [N, 512,  4,  4]
 * transposedConv5 4×4    [N,   3, 64, 64]        conv5 4×4               [N, 1]
 * </pre>
 *
 * 3 576 704 and 2 765 568 parameters, as in PyTorch's example, whose kernels of 4×4 these are; the paper's have 5×5, and
 * its generator begins with 1024 maps, {@code generator(64, 3, 128)}. For digits of 28×28 the maps are 7×7, 14×14 and 28×28,
 * with {@code generator(28, 1, 64)} of 760 000 and {@code discriminator(28, 64)} of 138 624 parameters. Weights start as
 * normal numbers of standard deviation 0.02. Between the networks' pixels in [0, 1] and the paper's in [−1, 1] stand
 * {@code toPixels} and {@code fromPixels}.
 */
public final class Dcgan {
    private Dcgan() {}

    /**
     * Makes the network that makes images.
     *
     * @param side height and width of the images in pixels, even, at least 8; each layer doubles, from 4 to 7 or an odd
     *     number of pixels on
     * @param channels 1 for grey images, 3 for coloured ones
     * @param filters feature maps before the last layer, at least 1; twice as many in each layer before
     * @return a block from noise {@code [N, latent]} to {@code [N, channels, side, side]} in [0, 1]
     * @throws IllegalArgumentException if the side is odd or less than 8
     */
    public static Block generator(int side, int channels, int filters) {
        int depth = depth(side);
        SequentialBlock net =
                seq(LambdaBlock.singleton(z -> z.reshape(z.getShape().get(0), -1, 1, 1), "toPixel"));
        net.addAll(transposedConv(filters << (depth - 1), side >> depth, pad(0), noBias()), batchNorm(), relu());
        for (int i = depth - 2; i >= 0; i--) {
            net.addAll(transposedConv(filters << i, 4, stride(2), noBias()), batchNorm(), relu());
        }
        net.addAll(transposedConv(channels, 4, stride(2), noBias()), tanh(), SignedPixels.toPixels());
        return normal(net);
    }

    /**
     * Makes the network that tells images of the data from made ones.
     *
     * @param side height and width of the images in pixels, as in {@link #generator}
     * @param filters feature maps of the first layer, at least 1; twice as many in each layer after it
     * @return a block from {@code [N, channels, side, side]} in [0, 1] to {@code [N, 1]} scores (logits), positive for
     *     "real"
     * @throws IllegalArgumentException if the side is odd or less than 8
     */
    public static Block discriminator(int side, int filters) {
        int depth = depth(side);
        SequentialBlock net = seq(SignedPixels.fromPixels(), conv(filters, 4, stride(2), noBias()), leakyRelu(0.2));
        for (int i = 1; i < depth; i++) {
            net.addAll(conv(filters << i, 4, stride(2), noBias()), batchNorm(), leakyRelu(0.2));
        }
        return normal(net.addAll(conv(1, side >> depth, pad(0), noBias()), flatten()));
    }

    /** How often the side can be halved until it is odd or less than 8. */
    private static int depth(int side) {
        int depth = 0;
        for (int rest = side; rest >= 8 && rest % 2 == 0; rest /= 2) {
            depth++;
        }
        if (depth == 0) {
            throw new IllegalArgumentException(
                    "side is " + side + "; it must be even and at least 8, such as 28, 32 or 64");
        }
        return depth;
    }

    static Block normal(Block net) {
        net.setInitializer(new NormalInitializer(0.02f), Parameter.Type.WEIGHT);
        return net;
    }
}
