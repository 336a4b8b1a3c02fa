package dev.crema.models;

import static dev.crema.layers.Layers.maxUnpool;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.function.IntFunction;

/**
 * One size of a net that un-pools by indices: an encoder, all smaller sizes within a pooling and its undoing, a decoder.
 * {@code [N, channels, H, W]} becomes {@code [N, filters of the level above, H, W]}.
 */
final class UnpoolingLevel extends Net {
    private final int depth;
    private final int least;
    private final Block encoder;
    private final Block unpool;
    private final Block decoder;

    private UnpoolingLevel(int depth, int least, Block encoder, Block below, Block decoder) {
        this.depth = depth;
        this.least = least;
        this.encoder = add("encoder", encoder);
        this.unpool = add("unpool", maxUnpool(2, below));
        this.decoder = add("decoder", decoder);
    }

    /**
     * Makes all levels; filters double from each to the next, up to eight times those of the first, as in VGG.
     *
     * @param bottom makes what is run on the smallest maps, of as many channels as it is told, and keeps their shape
     * @param least how many pixels the smallest maps must have a side
     */
    static Block nested(
            int channels,
            int filters,
            int depth,
            Stages encoder,
            Stages decoder,
            IntFunction<Block> bottom,
            int least) {
        Block below = bottom.apply(width(filters, depth));
        for (int level = depth; level >= 1; level--) {
            int width = width(filters, level);
            int above = width(filters, Math.max(1, level - 1));
            below = new UnpoolingLevel(
                    depth - level + 1,
                    least,
                    encoder.of(level, level == 1 ? channels : above, width),
                    below,
                    decoder.of(level, width, above));
        }
        return below;
    }

    private static int width(int filters, int level) {
        return filters << Math.min(level - 1, 3);
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        Segmentation.requireRoom(x.getShape(), depth, least);
        return pass.run(decoder, pass.run(unpool, pass.run(encoder, x)));
    }
}
