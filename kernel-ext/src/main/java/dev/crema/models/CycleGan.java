package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.instanceNorm;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.reflectionPad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.layers.Layers.transposedConv;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.crema.layers.Layers;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * CycleGAN (Zhu, Park, Isola and Efros 2017, "Unpaired image-to-image translation using cycle-consistent adversarial
 * networks", arXiv:1703.10593, section 7.2): two residual generators translate there and back, two PatchGANs judge. To be
 * trained with the step {@code cycleGan} and {@code adam(2e-4, 0.5)}.
 *
 * <pre>
 * generator(3, 64, 9)       output for [N, 3, 256, 256]
 * conv1 7×7                 [N,  64, 256, 256]
 * conv2 3×3 /2              [N, 128, 128, 128]
 * conv3 3×3 /2              [N, 256,  64,  64]
 * sum1 to sum9              [N, 256,  64,  64]     two 3×3 convolutions each, and the shortcut
 * transposedConv1 3×3 ·2    [N, 128, 128, 128]
 * transposedConv2 3×3 ·2    [N,  64, 256, 256]
 * conv4 7×7                 [N,   3, 256, 256]
 * </pre>
 *
 * 11 378 179 parameters, and 2 764 737 of {@code discriminator(64, 3)}, as in the authors' PyTorch code: biases before
 * the instance normalisations too, which take them away again. Weights start as normal numbers of standard deviation 0.02;
 * pixels are in [0, 1] outside and in [−1, 1] inside.
 */
public final class CycleGan {
    private CycleGan() {}

    /**
     * Makes the network that translates images one way.
     *
     * @param channels channels of the translation, 1 for grey and 3 for coloured images
     * @param filters feature maps of the first layer, at least 1; 64 in the paper
     * @param blocks how many residual blocks, at least 1; in the paper 9 for 256×256 and 6 for 128×128
     * @return a block from {@code [N, any channels, H, W]} in [0, 1], H and W multiples of 4 and at least 8, to
     *     {@code [N, channels, H, W]} in [0, 1]
     * @throws IllegalArgumentException if there are no blocks
     */
    public static Block generator(int channels, int filters, int blocks) {
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks is " + blocks + "; it must be at least 1");
        }
        SequentialBlock net =
                seq(LambdaBlock.singleton(CycleGan::checked, "multipleOfFour"), SignedPixels.fromPixels());
        net.addAll(reflectionPad(3), conv(filters, 7, pad(0)), instanceNorm(), relu());
        for (int i = 1; i <= 2; i++) {
            net.addAll(conv(filters << i, 3, stride(2)), instanceNorm(), relu());
        }
        for (int i = 0; i < blocks; i++) {
            net.add(new Sum(4 * filters));
        }
        for (int i = 1; i >= 0; i--) {
            net.addAll(transposedConv(filters << i, 3, stride(2)), instanceNorm(), relu());
        }
        return Dcgan.normal(net.addAll(reflectionPad(3), conv(channels, 7, pad(0)), tanh(), SignedPixels.toPixels()));
    }

    /**
     * Makes the network that tells images of one kind from translations, patch by patch: that of
     * {@link Pix2Pix#discriminator} with instance normalisation, of the image alone.
     *
     * @param filters feature maps of the first layer, at least 1; 64 in the paper
     * @param layers how many convolutions stand between the first and the last, 1 to 8; 3 in the paper
     * @return a block from {@code [N, channels, H, W]} in [0, 1] to {@code [N, 1, h, w]} scores,
     *     {@code h = H / 2^layers − 2}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Block discriminator(int filters, int layers) {
        return PatchGan.of(filters, layers, Layers::instanceNorm);
    }

    private static NDArray checked(NDArray image) {
        Segmentation.requireMultiple(image.getShape(), 2);
        return image;
    }

    /** A residual block without a ReLU after the sum (Johnson et al. 2016). */
    private static final class Sum extends Net {
        private final Block body;

        Sum(int filters) {
            body = add(
                    "body",
                    seq(
                            reflectionPad(1),
                            conv(filters, 3, pad(0)),
                            instanceNorm(),
                            relu(),
                            reflectionPad(1),
                            conv(filters, 3, pad(0)),
                            instanceNorm()));
        }

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            return x.add(pass.run(body, x));
        }
    }
}
