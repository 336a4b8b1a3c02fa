package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.groups;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu6;
import static dev.crema.layers.Layers.samePad;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Inverted residual block (Sandler et al. 2018, "MobileNetV2: inverted residuals and linear bottlenecks",
 * arXiv:1801.04381, fig. 4): 1×1 to {@code expansion} times the channels, one kernel a channel, and 1×1 back to few, without
 * a ReLU. Where the shape stays, the input is added.
 *
 * <p>{@code [N, channels, H, W]} becomes {@code [N, filters, H/stride, W/stride]}, rounded up. As in TensorFlow, the rim of
 * zeros is larger below and right where it is odd, and 10⁻³ is added to variances.
 */
final class InvertedResidual extends Net {
    private final Block body;
    private final boolean shortcut;

    InvertedResidual(int channels, int filters, int expansion, int kernel, int stride) {
        int wide = expansion * channels;
        SequentialBlock body = seq();
        if (expansion > 1) {
            body.add(convUnit(wide, 1, 1, 1));
        }
        body.add(convUnit(wide, kernel, stride, wide));
        this.body = add("body", body.addAll(conv(filters, 1, noBias()), batchNorm(0.001)));
        shortcut = stride == 1 && channels == filters;
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDArray y = pass.run(body, x);
        return shortcut ? y.add(x) : y;
    }

    /** A convolution of the mobile nets: normalised, then cut off at 0 and 6. */
    static Block convUnit(int filters, int kernel, int stride, int groups) {
        Block conv = stride == 1
                ? conv(filters, kernel, groups(groups), noBias())
                : seq(samePad(kernel, stride), conv(filters, kernel, stride(stride), pad(0), groups(groups), noBias()));
        return seq(conv, batchNorm(0.001), relu6());
    }
}
