package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.identity;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;

/**
 * SegNet (Badrinarayanan, Kendall and Cipolla 2015, "SegNet: a deep convolutional encoder-decoder architecture for image
 * segmentation", arXiv:1511.00561, fig. 2): a class for each pixel. The decoder puts what it is given back to where the
 * maxima were in the encoder, which costs no parameters and keeps edges sharp.
 *
 * <pre>
 * level  encoder                         decoder, for [N, 3, 224, 224]
 * 1      2 × conv 3×3  [N,  64, 224, 224]   2 × conv 3×3  [N,  64, 224, 224], then classifier 1×1 [N, classes, 224, 224]
 * 2      2 × conv 3×3  [N, 128, 112, 112]   2 × conv 3×3  [N,  64, 112, 112]
 * 3      3 × conv 3×3  [N, 256,  56,  56]   3 × conv 3×3  [N, 128,  56,  56]
 * 4      3 × conv 3×3  [N, 512,  28,  28]   3 × conv 3×3  [N, 256,  28,  28]
 * 5      3 × conv 3×3  [N, 512,  14,  14]   3 × conv 3×3  [N, 512,  14,  14]
 *
 * parameters for 3 channels and 12 classes   29 480 844
 * </pre>
 *
 * The encoder is that of {@link Vgg} of depth 16, the decoder its mirror image; each convolution is followed by a batch
 * normalisation and a ReLU. Where the paper has a classifier after the last decoder, its published Caffe model has the
 * decoder's last 3×3 convolution give the classes. The levels lie within each other, as poolings and their undoings do: the
 * encoder of level 1 is {@code "unpoolingLevel1.encoder"}, that of level 2 {@code "unpoolingLevel1.unpool.inner.encoder"}.
 */
public final class SegNet {
    private SegNet() {}

    /**
     * Makes the network of the paper: five times down and up, 64 filters at the full size.
     *
     * @param channels of the image, at least 1
     * @param classes how many classes a pixel may have, with the background, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 32, to {@code [N, classes, H, W]} scores (logits)
     */
    public static Block of(int channels, int classes) {
        return of(channels, classes, 64, 5, Stages.vggWithBatchNorm(16), Stages.mirroredVgg(16));
    }

    /**
     * Makes a network of another size or of other blocks.
     *
     * @param channels of the image, at least 1
     * @param classes how many classes a pixel may have, with the background, at least 1
     * @param filters of the blocks at the full size, at least 1; twice as many at each level down, up to eight times
     * @param depth how often the image is halved, 1 to 8
     * @param encoder blocks of the way down
     * @param decoder blocks of the way up
     * @return a block from {@code [N, channels, H, W]}, H and W at least {@code 2^depth}, to {@code [N, classes, H, W]}
     *     scores (logits); smaller images are refused with the arithmetic
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Block of(int channels, int classes, int filters, int depth, Stages encoder, Stages decoder) {
        Segmentation.check(channels, classes, filters, depth);
        return seq(
                UnpoolingLevel.nested(channels, filters, depth, encoder, decoder, width -> identity(), 1),
                conv(classes, 1));
    }
}
