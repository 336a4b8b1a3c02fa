package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.transposedConv;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * U-Net (Ronneberger, Fischer and Brox 2015, "U-Net: convolutional networks for biomedical image segmentation",
 * arXiv:1505.04597, fig. 1): a class for each pixel. What the encoder saw at each size is laid beside what the decoder makes
 * of the smaller sizes, so that the decoder knows what is there and also where its edges are.
 *
 * <pre>
 * part              output for [N, 1, 512, 512]
 * encoder1          [N,   64, 512, 512] ────────────→ beside up1
 * encoder2          [N,  128, 256, 256] ──────────→ beside up2
 * encoder3          [N,  256, 128, 128] ────────→ beside up3
 * encoder4          [N,  512,  64,  64] ──────→ beside up4
 * bottom            [N, 1024,  32,  32]
 * up4, decoder4     [N,  512,  64,  64]
 * up3, decoder3     [N,  256, 128, 128]
 * up2, decoder2     [N,  128, 256, 256]
 * up1, decoder1     [N,   64, 512, 512]
 * classifier 1×1    [N, classes, 512, 512]
 *
 * parameters for 1 channel and 2 classes   31 030 658
 * </pre>
 *
 * As in the paper, each level has two 3×3 convolutions with ReLU, max pooling halves the image and a 2×2 transposed
 * convolution doubles it. The paper's convolutions have no rim of zeros, so that a mask is smaller than its image (572×572
 * becomes 388×388), and what the encoder saw is cropped; here they have one, as common code does, and the mask is as large as
 * the image. The paper's dropout at the end of the encoder is left out. Common code often adds batch normalisation:
 * {@link Stages#vggWithBatchNorm}.
 */
public final class UNet extends Net {
    private final List<Block> encoders = new ArrayList<>();
    private final List<Block> ups = new ArrayList<>();
    private final List<Block> decoders = new ArrayList<>();
    private final Block pool = add("pool", maxPool(2));
    private final Block bottom;
    private final Block classifier;

    private UNet(int channels, int classes, int filters, int depth, Stages encoder, Stages decoder) {
        for (int level = 1; level <= depth; level++) {
            int width = filters << (level - 1);
            encoders.add(add("encoder" + level, encoder.of(level, level == 1 ? channels : width / 2, width)));
        }
        bottom = add("bottom", encoder.of(depth + 1, filters << (depth - 1), filters << depth));
        for (int level = depth; level >= 1; level--) {
            int width = filters << (level - 1);
            ups.add(add("up" + level, transposedConv(width, 2, stride(2))));
            decoders.add(add("decoder" + level, decoder.of(level, 2 * width, width)));
        }
        classifier = add("classifier", conv(classes, 1));
    }

    /**
     * Makes the network of the paper: four times down and up, 64 filters at the full size.
     *
     * @param channels of the image, at least 1
     * @param classes how many classes a pixel may have, with the background, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W multiples of 16, to {@code [N, classes, H, W]} scores
     *     (logits)
     */
    public static Block of(int channels, int classes) {
        return of(channels, classes, 64, 4, Stages.vgg(13), Stages.vgg(13));
    }

    /**
     * Makes a network of another size or of other blocks.
     *
     * @param channels of the image, at least 1
     * @param classes how many classes a pixel may have, with the background, at least 1
     * @param filters of the blocks at the full size, at least 1; twice as many at each level down
     * @param depth how often the image is halved, 1 to 8
     * @param encoder blocks of the way down
     * @param decoder blocks of the way up; they get the encoder's maps beside the decoder's
     * @return a block from {@code [N, channels, H, W]}, H and W multiples of {@code 2^depth}, to
     *     {@code [N, classes, H, W]} scores (logits); other sizes are refused with the arithmetic
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Block of(int channels, int classes, int filters, int depth, Stages encoder, Stages decoder) {
        Segmentation.check(channels, classes, filters, depth);
        return new UNet(channels, classes, filters, depth, encoder, decoder);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray image) {
        Segmentation.requireMultiple(image.getShape(), encoders.size());
        List<NDArray> seen = new ArrayList<>();
        NDArray x = image;
        for (Block encoder : encoders) {
            seen.add(pass.run(encoder, x));
            x = pass.run(pool, seen.get(seen.size() - 1));
        }
        x = pass.run(bottom, x);
        for (int i = 0; i < ups.size(); i++) {
            NDArray up = pass.run(ups.get(i), x);
            x = pass.run(decoders.get(i), seen.get(seen.size() - 1 - i).concat(up, 1));
        }
        return pass.run(classifier, x);
    }
}
