package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;

/**
 * ResNet (He, Zhang, Ren and Sun 2015, "Deep residual learning for image recognition", arXiv:1512.03385, table 1).
 *
 * <pre>
 * layer            output for [N, 3, 224, 224]          residual blocks in ResNet-18, -34, -50, -101, -152
 * conv1  7×7 /2    [N,   64, 112, 112]
 * maxPool1 3×3 /2  [N,   64,  56,  56]
 * block1           [N,   64,  56,  56] or [N,  256, …]  2  3  3   3   3
 * block2           [N,  128,  28,  28] or [N,  512, …]  2  4  4   4   8
 * block3           [N,  256,  14,  14] or [N, 1024, …]  2  6  6  23  36
 * block4           [N,  512,   7,   7] or [N, 2048, …]  2  3  3   3   3
 * globalAvgPool1   [N,  512]           or [N, 2048]
 * linear1          [N, classes]
 *
 * parameters for 1000 classes   ResNet-18   ResNet-34   ResNet-50   ResNet-101  ResNet-152
 *                               11 689 512  21 797 672  25 557 032  44 549 160  60 192 808
 * </pre>
 *
 * ResNet-18 and -34 are made of {@link Residual#basic}, the others of {@link Residual#bottleneck}. As in torchvision, the
 * shortcut that changes its shape is a convolution (the paper's option B), and a bottleneck steps in its 3×3 convolution
 * where the paper's steps in the first.
 */
public final class ResNet {
    private ResNet() {}

    /**
     * Makes the network.
     *
     * @param depth how many layers have weights, not counting shortcuts: 18, 34, 50, 101 or 152
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]} of any size to {@code [N, classes]} scores (logits)
     * @throws IllegalArgumentException if there is no ResNet of this depth
     */
    public static Block of(int depth, int classes) {
        int[] blocks = blocks(depth);
        boolean deep = depth >= 50;
        SequentialBlock net = seq(conv(64, 7, stride(2), noBias()), batchNorm(), relu(), maxPool(3, 2, pad(1)));
        int channels = 64;
        for (int i = 0; i < 4; i++) {
            int filters = 64 << i;
            SequentialBlock stage = seq();
            for (int j = 0; j < blocks[i]; j++) {
                int stride = i > 0 && j == 0 ? 2 : 1;
                stage.add(
                        deep
                                ? Residual.bottleneck(channels, filters, stride)
                                : Residual.basic(channels, filters, stride));
                channels = deep ? 4 * filters : filters;
            }
            net.add(stage);
        }
        return net.addAll(globalAvgPool(), linear(classes));
    }

    private static int[] blocks(int depth) {
        return switch (depth) {
            case 18 -> new int[] {2, 2, 2, 2};
            case 34, 50 -> new int[] {3, 4, 6, 3};
            case 101 -> new int[] {3, 4, 23, 3};
            case 152 -> new int[] {3, 8, 36, 3};
            default ->
                throw new IllegalArgumentException("There is no ResNet-" + depth + "; depth is 18, 34, 50, 101 or 152");
        };
    }
}
