package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.maskedConv;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.crema.layers.Layers.MaskType;

/**
 * PixelCNN: predicts every pixel from those before it, rows first and from left to right, with convolutions that do not
 * see the rest (van den Oord, Kalchbrenner and Kavukcuoglu 2016, "Pixel recurrent neural networks", arXiv:1601.06759,
 * table 1 and fig. 5).
 *
 * <pre>
 * layer                     output for [N, 1, 28, 28], of(16, 2)   parameters
 * maskedConv1  7×7, type A  [N, 32, 28, 28]                         1 600
 * pixelResidual1            [N, 32, 28, 28]                         3 392
 *   1×1                     [N, 16, 28, 28]                               528
 *   3×3, type B             [N, 16, 28, 28]                             2 320
 *   1×1                     [N, 32, 28, 28]                               544
 * pixelResidual2            [N, 32, 28, 28]                         3 392
 * conv1  1×1                [N, 32, 28, 28]                         1 056
 * conv2  1×1                [N,  1, 28, 28]                            33
 * </pre>
 *
 * For black and white images: the paper's sigmoid output for MNIST, not its 256 shades of three colours. This is the first
 * PixelCNN; pixels above and to the right are partly hidden from it (its blind spot), which the gated one of
 * arXiv:1606.05328 mends with a second stack of convolutions. To be trained by {@code fit} on a binarised
 * {@link dev.crema.datasets.Reconstruction} with the loss {@code bitsPerDimension()}; {@link PixelSampling} draws images.
 */
public final class PixelCnn {
    private PixelCnn() {}

    /**
     * Makes the network.
     *
     * @param filters feature maps inside of a residual block, at least 1; between blocks there are twice as many. 128 in the
     *     paper for colours
     * @param blocks how many residual blocks there are, at least 1; 15 in the paper for colours
     * @return a block from {@code [N, 1, H, W]} of any size, pixels 0 or 1, to scores (logits) of the same shape, the
     *     probability that the pixel is 1 given those before it
     * @throws IllegalArgumentException if there are no filters or no blocks
     */
    public static Block of(int filters, int blocks) {
        SequentialBlock net = seq(maskedConv(2 * filters, 7, 7, MaskType.A));
        for (int i = 0; i < requireBlocks(blocks); i++) {
            net.add(new PixelResidual(seq(
                    relu(),
                    conv(filters, 1),
                    relu(),
                    maskedConv(filters, 3, 3, MaskType.B),
                    relu(),
                    conv(2 * filters, 1))));
        }
        return net.addAll(relu(), conv(2 * filters, 1), relu(), conv(1, 1));
    }

    static int requireBlocks(int blocks) {
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks is " + blocks + "; it must be at least 1");
        }
        return blocks;
    }
}
