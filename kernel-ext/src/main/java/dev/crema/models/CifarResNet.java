package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.identity;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;

/**
 * ResNet for small images (He, Zhang, Ren and Sun 2015, "Deep residual learning for image recognition",
 * arXiv:1512.03385, section 4.2).
 *
 * <pre>
 * layer           output for [N, 3, 32, 32]   residual blocks in a net of depth 6n + 2
 * conv1  3×3      [N, 16, 32, 32]
 * block1          [N, 16, 32, 32]             n
 * block2          [N, 32, 16, 16]             n
 * block3          [N, 64,  8,  8]             n
 * globalAvgPool1  [N, 64]
 * linear1         [N, classes]
 *
 * parameters for 10 classes   ResNet-20  ResNet-32  ResNet-44  ResNet-56  ResNet-110
 *                             269 722    464 154    658 586    853 018    1 727 962
 * </pre>
 *
 * Shortcuts have no parameters: where the shape changes, they take every second pixel and add channels of zeros (the
 * paper's option A).
 */
public final class CifarResNet {
    private CifarResNet() {}

    /**
     * Makes the network.
     *
     * @param depth how many layers have weights: 8, 14, 20, 26, 32, and so on in steps of 6; the paper has 20, 32, 44, 56
     *     and 110
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]} of any size to {@code [N, classes]} scores (logits)
     * @throws IllegalArgumentException if there is no such net of this depth
     */
    public static Block of(int depth, int classes) {
        if (depth < 8 || depth % 6 != 2) {
            throw new IllegalArgumentException(
                    "There is no ResNet-" + depth + " for small images; depth is 6n + 2, such as 20, 32 or 56");
        }
        SequentialBlock net = seq(conv(16, 3, noBias()), batchNorm(), relu());
        for (int i = 0; i < 3; i++) {
            SequentialBlock stage = seq();
            for (int j = 0; j < depth / 6; j++) {
                boolean shrinks = i > 0 && j == 0;
                stage.add(new Residual(Residual.basicBody(16 << i, shrinks ? 2 : 1), shrinks ? halved() : identity()));
            }
            net.add(stage);
        }
        return net.addAll(globalAvgPool(), linear(classes));
    }

    private static Block halved() {
        return seq(maxPool(1, 2), LambdaBlock.singleton(x -> x.concat(x.zerosLike(), 1), "zeroChannels"));
    }
}
