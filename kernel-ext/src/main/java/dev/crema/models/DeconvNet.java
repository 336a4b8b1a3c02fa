package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.transposedConv;

import ai.djl.nn.Block;

/**
 * DeconvNet (Noh, Hong and Han 2015, "Learning deconvolution network for semantic segmentation", arXiv:1505.04366, table 2):
 * a class for each pixel. A {@link Vgg} of depth 16 with its dense layers sees the image as a whole; its mirror image of
 * un-poolings and transposed convolutions ("deconvolutions") draws the mask from that.
 *
 * <pre>
 * level   encoder                            decoder, for [N, 3, 224, 224]
 * 1       2 × conv 3×3  [N,   64, 224, 224]  2 × deconv 3×3  [N,  64, 224, 224], then classifier 1×1 [N, classes, 224, 224]
 * 2       2 × conv 3×3  [N,  128, 112, 112]  2 × deconv 3×3  [N,  64, 112, 112]
 * 3       3 × conv 3×3  [N,  256,  56,  56]  3 × deconv 3×3  [N, 128,  56,  56]
 * 4       3 × conv 3×3  [N,  512,  28,  28]  3 × deconv 3×3  [N, 256,  28,  28]
 * 5       3 × conv 3×3  [N,  512,  14,  14]  3 × deconv 3×3  [N, 512,  14,  14]
 * bottom  conv 7×7      [N, 4096,   1,   1]
 *         conv 1×1      [N, 4096,   1,   1]  deconv 7×7      [N, 512,   7,   7]
 *
 * parameters for 3 channels and 21 classes   251 805 653
 * </pre>
 *
 * Each convolution is followed by a batch normalisation and a ReLU, as in the paper, which counts about 252 million
 * parameters. The levels lie within each other, as in {@link SegNet}.
 */
public final class DeconvNet {
    private DeconvNet() {}

    /**
     * Makes the network of the paper: five times down and up, 64 filters at the full size, a 7×7 bottom.
     *
     * @param channels of the image, at least 1
     * @param classes how many classes a pixel may have, with the background, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 224, to {@code [N, classes, H, W]} scores (logits)
     */
    public static Block of(int channels, int classes) {
        return of(channels, classes, 64, 5, 7, Stages.vggWithBatchNorm(16), Stages.deconvolutions(16));
    }

    /**
     * Makes a network of another size or of other blocks.
     *
     * @param channels of the image, at least 1
     * @param classes how many classes a pixel may have, with the background, at least 1
     * @param filters of the blocks at the full size, at least 1; twice as many at each level down, up to eight times, and
     *     64 times as many at the bottom
     * @param depth how often the image is halved, 1 to 8
     * @param window side of what the bottom sees at once, at least 1: all of the image if that is the image's side over
     *     {@code 2^depth}
     * @param encoder blocks of the way down
     * @param decoder blocks of the way up
     * @return a block from {@code [N, channels, H, W]}, H and W at least {@code window · 2^depth}, to
     *     {@code [N, classes, H, W]} scores (logits); smaller images are refused with the arithmetic
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Block of(
            int channels, int classes, int filters, int depth, int window, Stages encoder, Stages decoder) {
        Segmentation.check(channels, classes, filters, depth);
        return seq(
                UnpoolingLevel.nested(
                        channels,
                        filters,
                        depth,
                        encoder,
                        decoder,
                        width -> bottom(64 * filters, width, window),
                        window),
                conv(classes, 1));
    }

    private static Block bottom(int units, int width, int window) {
        return seq(
                conv(units, window, pad(0)),
                batchNorm(),
                relu(),
                conv(units, 1),
                batchNorm(),
                relu(),
                transposedConv(width, window, pad(0)),
                batchNorm(),
                relu());
    }
}
