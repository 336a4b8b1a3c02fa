package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.identity;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Residual block: learns what to add to its input (He, Zhang, Ren and Sun 2015, "Deep residual learning for image
 * recognition", arXiv:1512.03385, fig. 2 and fig. 5), {@code relu(body(x) + shortcut(x))}.
 */
public final class Residual extends Net {
    private final Block body;
    private final Block shortcut;

    /**
     * Makes a block of any two ways.
     *
     * @param body computes what is added
     * @param shortcut passes the input on, in the shape of the body's output
     */
    public Residual(Block body, Block shortcut) {
        this.body = add("body", body);
        this.shortcut = add("shortcut", shortcut);
    }

    /**
     * Makes the block of shallow nets: two 3×3 convolutions, {@code [N, channels, H, W]} to
     * {@code [N, filters, H/stride, W/stride]}, rounded up.
     *
     * @param channels channels of the input; where they are not the output's, a 1×1 convolution makes the shortcut fit
     * @param filters channels of the output, at least 1
     * @param stride step of the first convolution, at least 1
     * @return the block
     */
    public static Residual basic(int channels, int filters, int stride) {
        return new Residual(basicBody(filters, stride), projection(channels, filters, stride));
    }

    /**
     * Makes the block of deep nets: 1×1 to {@code filters} channels, 3×3, and 1×1 to four times as many,
     * {@code [N, channels, H, W]} to {@code [N, 4·filters, H/stride, W/stride]}, rounded up. The 3×3 convolution has the
     * stride, as in torchvision ("ResNet v1.5"); in the paper it is the first one.
     *
     * @param channels channels of the input; where they are not the output's, a 1×1 convolution makes the shortcut fit
     * @param filters channels inside, at least 1
     * @param stride step of the 3×3 convolution, at least 1
     * @return the block
     */
    public static Residual bottleneck(int channels, int filters, int stride) {
        Block body = seq(
                conv(filters, 1, noBias()),
                batchNorm(),
                relu(),
                conv(filters, 3, stride(stride), noBias()),
                batchNorm(),
                relu(),
                conv(4 * filters, 1, noBias()),
                batchNorm());
        return new Residual(body, projection(channels, 4 * filters, stride));
    }

    static Block basicBody(int filters, int stride) {
        return seq(
                conv(filters, 3, stride(stride), noBias()),
                batchNorm(),
                relu(),
                conv(filters, 3, noBias()),
                batchNorm());
    }

    private static Block projection(int channels, int filters, int stride) {
        return channels == filters && stride == 1
                ? identity()
                : seq(conv(filters, 1, stride(stride), noBias()), batchNorm());
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        return Activation.relu(pass.run(body, x).add(pass.run(shortcut, x)));
    }
}
