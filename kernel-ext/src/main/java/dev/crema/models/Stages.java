package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.transposedConv;

import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * What an encoder or a decoder is made of: one block for each size that the image has on its way. {@link UNet},
 * {@link SegNet} and {@link DeconvNet} take any two, so that a paper's net can be tried with the blocks of another paper.
 *
 * <pre>{@code
 * var net = UNet.of(3, 11, 16, 3, Stages.resNet(), Stages.inception());
 * }</pre>
 */
@FunctionalInterface
public interface Stages {
    /**
     * Makes the block of one level.
     *
     * @param level 1 where the image has its full size, 2 where it has half of it, and so on
     * @param channels of the block's input, at least 1
     * @param filters channels of the block's output, at least 1
     * @return a block from {@code [N, channels, H, W]} to {@code [N, filters, H, W]}
     */
    Block of(int level, int channels, int filters);

    /**
     * Makes the blocks of {@link Vgg}: 3×3 convolutions with ReLU, of which the first changes the number of channels. With
     * depth 13, two at each level, as U-Net has them.
     *
     * @param depth of the net in the VGG paper, which says how many convolutions each level has: 11, 13, 16 or 19; levels
     *     beyond its fifth are as that
     * @return the blocks, without batch normalisation
     * @throws IllegalArgumentException if there is no VGG of this depth
     */
    static Stages vgg(int depth) {
        return convolutions(depth, n -> conv(n, 3), false, false);
    }

    /**
     * Makes the blocks of {@link Vgg} with a batch normalisation after each convolution.
     *
     * @param depth as for {@link #vgg}
     * @return the blocks
     * @throws IllegalArgumentException if there is no VGG of this depth
     */
    static Stages vggWithBatchNorm(int depth) {
        return convolutions(depth, n -> conv(n, 3), true, false);
    }

    /**
     * Makes the blocks of {@link #vggWithBatchNorm} back to front, as SegNet's decoder has them: the last convolution
     * changes the number of channels.
     *
     * @param depth as for {@link #vgg}
     * @return the blocks
     * @throws IllegalArgumentException if there is no VGG of this depth
     */
    static Stages mirroredVgg(int depth) {
        return convolutions(depth, n -> conv(n, 3), true, true);
    }

    /**
     * Makes the blocks of {@link #mirroredVgg} of transposed convolutions, as DeconvNet's decoder has them.
     *
     * @param depth as for {@link #vgg}
     * @return the blocks
     * @throws IllegalArgumentException if there is no VGG of this depth
     */
    static Stages deconvolutions(int depth) {
        return convolutions(depth, n -> transposedConv(n, 3), true, true);
    }

    /**
     * Makes one {@link Inception} block a level, its branches as wide as those of GoogLeNet's first (3a, where 256 filters
     * are 64 + 128 + 32 + 32).
     *
     * @return the blocks; they throw an {@link IllegalArgumentException} for filters that are no multiple of 16
     */
    static Stages inception() {
        return (level, channels, filters) -> {
            if (filters < 1 || filters % 16 != 0) {
                throw new IllegalArgumentException(
                        filters + " filters cannot be shared out to an Inception block: its narrowest convolution has a"
                                + " sixteenth of them; take a multiple of 16");
            }
            int part = filters / 16;
            return new Inception(4 * part, 6 * part, 8 * part, part, 2 * part, 2 * part);
        };
    }

    /**
     * Makes two {@link Residual#basic} blocks a level, as ResNet-18 has them.
     *
     * @return the blocks
     */
    static Stages resNet() {
        return (level, channels, filters) ->
                seq(Residual.basic(channels, filters, 1), Residual.basic(filters, filters, 1));
    }

    private static Stages convolutions(
            int depth, IntFunction<Block> convolution, boolean normalised, boolean mirrored) {
        int[] counts = Vgg.convolutions(depth);
        return (level, channels, filters) -> {
            int[] all = new int[counts[Math.min(level, counts.length) - 1]];
            Arrays.fill(all, mirrored ? channels : filters);
            all[all.length - 1] = filters;
            return Vgg.layers(convolution, normalised, all);
        };
    }
}
