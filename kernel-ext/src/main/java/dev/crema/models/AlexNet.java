package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;

import ai.djl.nn.Block;

/**
 * AlexNet in one column (Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks",
 * arXiv:1404.5997), as torchvision has it.
 *
 * <pre>
 * layer            output for [N, 3, 224, 224]   parameters
 * conv1  11×11 /4  [N,  64, 55, 55]                  23 296
 * maxPool1 3×3 /2  [N,  64, 27, 27]
 * conv2  5×5       [N, 192, 27, 27]                 307 392
 * maxPool2 3×3 /2  [N, 192, 13, 13]
 * conv3  3×3       [N, 384, 13, 13]                 663 936
 * conv4  3×3       [N, 256, 13, 13]                 884 992
 * conv5  3×3       [N, 256, 13, 13]                 590 080
 * maxPool3 3×3 /2  [N, 256,  6,  6]
 * linear1          [N, 4096]                     37 752 832
 * linear2          [N, 4096]                     16 781 312
 * linear3          [N, classes]                   4 097 000  for 1000 classes
 * </pre>
 *
 * 61 100 840 parameters for 1000 classes. The net that won ImageNet (Krizhevsky, Sutskever and Hinton 2012) ran in two
 * halves on two GPUs, with 96, 256, 384, 384 and 256 filters, and normalised its responses over neighbouring channels.
 * torchvision pools to 6×6 before the dense layers, whatever the size of the image; here they are as large as the image
 * asks for, which is the same at 224×224.
 */
public final class AlexNet {
    private AlexNet() {}

    /**
     * Makes the network.
     *
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 63, to {@code [N, classes]} scores (logits)
     */
    public static Block of(int classes) {
        return seq(
                conv(64, 11, stride(4), pad(2)),
                relu(),
                maxPool(3, 2),
                conv(192, 5),
                relu(),
                maxPool(3, 2),
                conv(384, 3),
                relu(),
                conv(256, 3),
                relu(),
                conv(256, 3),
                relu(),
                maxPool(3, 2),
                flatten(),
                dropout(0.5),
                linear(4096),
                relu(),
                dropout(0.5),
                linear(4096),
                relu(),
                linear(classes));
    }
}
