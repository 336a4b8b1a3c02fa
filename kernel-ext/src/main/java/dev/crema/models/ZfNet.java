package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.roundUp;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;

import ai.djl.nn.Block;

/**
 * ZFNet (Zeiler and Fergus 2013, "Visualizing and understanding convolutional networks", arXiv:1311.2901, fig. 3):
 * AlexNet with smaller kernels and steps in its first layers, after a look at what those had learned.
 *
 * <pre>
 * layer            output for [N, 3, 224, 224]   parameters
 * conv1  7×7 /2    [N,  96, 110, 110]                14 208
 * maxPool1 3×3 /2  [N,  96,  55,  55]
 * conv2  5×5 /2    [N, 256,  26,  26]               614 656
 * maxPool2 3×3 /2  [N, 256,  13,  13]
 * conv3  3×3       [N, 384,  13,  13]               885 120
 * conv4  3×3       [N, 384,  13,  13]             1 327 488
 * conv5  3×3       [N, 256,  13,  13]               884 992
 * maxPool3 3×3 /2  [N, 256,   6,   6]
 * linear1          [N, 4096]                     37 752 832
 * linear2          [N, 4096]                     16 781 312
 * linear3          [N, classes]                   4 097 000  for 1000 classes
 * </pre>
 *
 * 62 357 608 parameters for 1000 classes. The paper also normalises contrast over neighbouring feature maps after its
 * first two poolings, which later nets found to bring nothing.
 */
public final class ZfNet {
    private ZfNet() {}

    /**
     * Makes the network.
     *
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 63, to {@code [N, classes]} scores (logits)
     */
    public static Block of(int classes) {
        return seq(
                conv(96, 7, stride(2), pad(1)),
                relu(),
                maxPool(3, 2, roundUp()),
                conv(256, 5, stride(2), pad(0)),
                relu(),
                maxPool(3, 2, roundUp()),
                conv(384, 3),
                relu(),
                conv(384, 3),
                relu(),
                conv(256, 3),
                relu(),
                maxPool(3, 2),
                flatten(),
                linear(4096),
                relu(),
                dropout(0.5),
                linear(4096),
                relu(),
                dropout(0.5),
                linear(classes));
    }
}
