package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;

/**
 * LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition", fig. 2).
 *
 * <pre>
 * layer        output for [N, 1, 28, 28]   parameters
 * conv1  5×5   [N,  6, 28, 28]                    156
 * maxPool1     [N,  6, 14, 14]
 * conv2  5×5   [N, 16, 10, 10]                  2 416
 * maxPool2     [N, 16,  5,  5]
 * linear1      [N, 120]                        48 120
 * linear2      [N, 84]                         10 164
 * linear3      [N, classes]                       850  for 10 classes
 * </pre>
 *
 * 61 706 parameters for 10 classes. The paper's net differs in what has since become usual: it has tanh for ReLU,
 * trainable averages for max pooling, a sparse table of connections in its second convolution, and radial basis units
 * at the end.
 */
public final class LeNet {
    private LeNet() {}

    /**
     * Makes the network.
     *
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 12, to {@code [N, classes]} scores (logits)
     */
    public static Block of(int classes) {
        return seq(
                conv(6, 5),
                relu(),
                maxPool(2),
                conv(16, 5, pad(0)),
                relu(),
                maxPool(2),
                flatten(),
                linear(120),
                relu(),
                linear(84),
                relu(),
                linear(classes));
    }
}
