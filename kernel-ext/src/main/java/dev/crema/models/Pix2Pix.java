package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.leakyRelu;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.layers.Layers.transposedConv;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.crema.layers.Layers;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * pix2pix (Isola, Zhu, Zhou and Efros 2017, "Image-to-image translation with conditional adversarial networks",
 * arXiv:1611.07004, section 6.1): a U-Net translates an image, a PatchGAN judges the translation beside the image. To be
 * trained with the step {@code pix2pix} and {@code adam(2e-4, 0.5)}.
 *
 * <pre>
 * generator(3, 64, 8)   output for [N, 3, 256, 256]     discriminator(64, 3)   output for [N, 6, 256, 256]
 * down1 4×4 /2          [N,  64, 128, 128]              conv1 4×4 /2           [N,  64, 128, 128]
 * down2                 [N, 128,  64,  64]              conv2 4×4 /2           [N, 128,  64,  64]
 * down3                 [N, 256,  32,  32]              conv3 4×4 /2           [N, 256,  32,  32]
 * down4 to down8        [N, 512, 16 to 1, …]            conv4 4×4              [N, 512,  31,  31]
 * up1 to up4 4×4 ·2     [N, 512, 2 to 16, …]            conv5 4×4              [N,   1,  30,  30]
 * up5                   [N, 256,  32,  32]
 * up6                   [N, 128,  64,  64]
 * up7                   [N,  64, 128, 128]
 * up8                   [N,   3, 256, 256]
 * </pre>
 *
 * 54 413 955 and 2 768 705 parameters. What goes down also goes across: each layer up, from the second on, sees beside the
 * last one's output that of the layer down of the same size. Each score of the discriminator is of the 70×70 pixels that it
 * sees. As in the authors' PyTorch code, only the last layers and the discriminator's first have biases, the dropout stands
 * in the second to fourth layers up (the paper: first to third), and there is none in nets of depth 5 or less. Weights start
 * as normal numbers of standard deviation 0.02; pixels are in [0, 1] outside and in [−1, 1] inside.
 */
public final class Pix2Pix {
    private Pix2Pix() {}

    /**
     * Makes the network that translates images.
     *
     * @param channels channels of the translation, 1 for grey and 3 for coloured images
     * @param filters feature maps of the first layer, at least 1; 64 in the paper
     * @param depth how many layers go down, 1 to 8, each halving the image; 8 in the paper, 5 for 32×32 images
     * @return a block from {@code [N, any channels, H, W]} in [0, 1], H and W multiples of {@code 2^depth}, to
     *     {@code [N, channels, H, W]} in [0, 1]; other sizes are refused with the arithmetic
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Block generator(int channels, int filters, int depth) {
        return Dcgan.normal(new Generator(channels, filters, depth));
    }

    /**
     * Makes the network that tells true translations from made ones, patch by patch.
     *
     * @param filters feature maps of the first layer, at least 1; 64 in the paper
     * @param layers how many convolutions stand between the first and the last, 1 to 8; 1 sees patches of 16×16
     *     pixels, 2 of 34×34, 3 of 70×70 as in the paper
     * @return a block from {@code [N, channels of image and translation, H, W]} in [0, 1] to {@code [N, 1, h, w]} scores
     *     (logits), {@code h = H / 2^layers − 2}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Block discriminator(int filters, int layers) {
        return PatchGan.of(filters, layers, Layers::batchNorm, noBias());
    }

    private static final class Generator extends Net {
        private final List<Block> downs = new ArrayList<>();
        private final List<Block> ups = new ArrayList<>();
        private final Block fromPixels = add("fromPixels", SignedPixels.fromPixels());

        Generator(int channels, int filters, int depth) {
            Segmentation.check(channels, 1, filters, depth);
            downs.add(add("down1", seq(conv(filters, 4, stride(2), noBias()))));
            for (int i = 1; i < depth; i++) {
                SequentialBlock down = seq(leakyRelu(0.2), conv(maps(filters, i), 4, stride(2), noBias()));
                downs.add(add("down" + (i + 1), i < depth - 1 ? down.add(batchNorm()) : down));
            }
            for (int i = depth - 2; i >= 0; i--) {
                SequentialBlock up = seq(relu(), transposedConv(maps(filters, i), 4, stride(2), noBias()), batchNorm());
                boolean blurred = i >= 3 && i < depth - 2;
                ups.add(add("up" + (depth - 1 - i), blurred ? up.add(dropout(0.5)) : up));
            }
            ups.add(add(
                    "up" + depth,
                    seq(relu(), transposedConv(channels, 4, stride(2)), tanh(), SignedPixels.toPixels())));
        }

        private static int maps(int filters, int level) {
            return filters * Math.min(1 << level, 8);
        }

        @Override
        protected NDArray forward(Pass pass, NDArray image) {
            Segmentation.requireMultiple(image.getShape(), downs.size());
            Deque<NDArray> across = new ArrayDeque<>();
            NDArray x = pass.run(fromPixels, image);
            for (Block down : downs) {
                x = pass.run(down, x);
                across.push(x);
            }
            x = pass.run(ups.get(0), across.pop());
            for (Block up : ups.subList(1, ups.size())) {
                x = pass.run(up, across.pop().concat(x, 1));
            }
            return x;
        }
    }
}
