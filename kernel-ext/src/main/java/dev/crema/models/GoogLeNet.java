package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.roundUp;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.models.Inception.convUnit;

import ai.djl.nn.Block;

/**
 * GoogLeNet (Szegedy et al. 2014, "Going deeper with convolutions", arXiv:1409.4842, table 1), as torchvision has it.
 *
 * <pre>
 * layer                        output for [N, 3, 224, 224]
 * block1      7×7 /2           [N,   64, 112, 112]
 * maxPool1    3×3 /2           [N,   64,  56,  56]
 * block2      1×1              [N,   64,  56,  56]
 * block3      3×3              [N,  192,  56,  56]
 * maxPool2    3×3 /2           [N,  192,  28,  28]
 * inception1  "3a"             [N,  256,  28,  28]
 * inception2  "3b"             [N,  480,  28,  28]
 * maxPool3    3×3 /2           [N,  480,  14,  14]
 * inception3  "4a"             [N,  512,  14,  14]
 * inception4  "4b"             [N,  512,  14,  14]
 * inception5  "4c"             [N,  512,  14,  14]
 * inception6  "4d"             [N,  528,  14,  14]
 * inception7  "4e"             [N,  832,  14,  14]
 * maxPool4    2×2 /2           [N,  832,   7,   7]
 * inception8  "5a"             [N,  832,   7,   7]
 * inception9  "5b"             [N, 1024,   7,   7]
 * globalAvgPool1               [N, 1024]
 * linear1                      [N, classes]
 * </pre>
 *
 * 6 624 904 parameters for 1000 classes. The paper's net has biases and, after its first poolings, normalisation over
 * neighbouring channels where this one has batch normalisation (Ioffe and Szegedy 2015); 5×5 convolutions where
 * torchvision, whose count this is, took 3×3 ones by mistake and kept them; and 3×3 windows in its fourth pooling.
 */
public final class GoogLeNet {
    private GoogLeNet() {}

    /**
     * Makes the network, without the auxiliary heads, which only train it.
     *
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 15, to {@code [N, classes]} scores (logits)
     */
    public static Block of(int classes) {
        return seq(
                convUnit(64, 7, stride(2)),
                maxPool(3, 2, roundUp()),
                convUnit(64, 1),
                convUnit(192, 3),
                maxPool(3, 2, roundUp()),
                new Inception(64, 96, 128, 16, 32, 32),
                new Inception(128, 128, 192, 32, 96, 64),
                maxPool(3, 2, roundUp()),
                new Inception(192, 96, 208, 16, 48, 64),
                new Inception(160, 112, 224, 24, 64, 64),
                new Inception(128, 128, 256, 24, 64, 64),
                new Inception(112, 144, 288, 32, 64, 64),
                new Inception(256, 160, 320, 32, 128, 128),
                maxPool(2, 2, roundUp()),
                new Inception(256, 160, 320, 32, 128, 128),
                new Inception(384, 192, 384, 48, 128, 128),
                globalAvgPool(),
                dropout(0.2),
                linear(classes));
    }
}
