package dev.crema.models;

import static dev.crema.layers.Layers.adaptiveAvgPool;
import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.roundUp;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.models.Inception.convUnit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

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
 * 6 624 904 parameters for 1000 classes; 13 004 888 with the auxiliary heads, which while it is trained guess the classes
 * from "4a" and "4d":
 *
 * <pre>
 * head1, head2                 on [N, 512 or 528, 14, 14]
 * adaptiveAvgPool1             [N, 512 or 528, 4, 4]
 * block1      1×1              [N,  128,   4,   4]
 * linear1                      [N, 1024]
 * linear2                      [N, classes]
 * </pre>
 *
 * The paper's net has biases and, after its first poolings, normalisation over
 * neighbouring channels where this one has batch normalisation (Ioffe and Szegedy 2015); 5×5 convolutions where
 * torchvision, whose count this is, took 3×3 ones by mistake and kept them; 3×3 windows in its fourth pooling; and 5×5
 * windows of stride 3 in the heads, which give 4×4 of 14×14 too, but of no other size.
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
        return seq(lower()).addAll(middle()).addAll(upper()).addAll(classifier(classes));
    }

    /**
     * Makes the network with its two auxiliary heads, which bring a gradient to the lower layers: trained with
     * {@code withHeads(0.3, crossEntropy())}.
     *
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 15, to {@code [N, classes]} scores (logits); in
     *     training to three of them, its own, those of "head1" and those of "head2"
     */
    public static Block withHeads(int classes) {
        return new WithHeads(classes);
    }

    private static final class WithHeads extends Net {
        private final Block lower = add("lower", seq(GoogLeNet.lower()));
        private final Block middle = add("middle", seq(GoogLeNet.middle()));
        private final Block upper = add("upper", seq(GoogLeNet.upper()));
        private final Block head1;
        private final Block head2;
        private final Block classifier;

        WithHeads(int classes) {
            head1 = add("head1", head(classes));
            head2 = add("head2", head(classes));
            classifier = add("classifier", seq(GoogLeNet.classifier(classes)));
        }

        @Override
        protected NDList forward(Pass pass, NDList images) {
            NDArray to4a = pass.run(lower, images.singletonOrThrow());
            NDArray to4d = pass.run(middle, to4a);
            NDArray scores = pass.run(classifier, pass.run(upper, to4d));
            // a hundredth of the work: they also run where only shapes are asked for or parameters are made
            NDArray scores1 = pass.run(head1, to4a);
            NDArray scores2 = pass.run(head2, to4d);
            return pass.training() ? new NDList(scores, scores1, scores2) : new NDList(scores);
        }
    }

    private static Block head(int classes) {
        return seq(
                adaptiveAvgPool(4), convUnit(128, 1), flatten(), linear(1024), relu(), dropout(0.7), linear(classes));
    }

    private static Block[] lower() {
        return new Block[] {
            convUnit(64, 7, stride(2)),
            maxPool(3, 2, roundUp()),
            convUnit(64, 1),
            convUnit(192, 3),
            maxPool(3, 2, roundUp()),
            new Inception(64, 96, 128, 16, 32, 32),
            new Inception(128, 128, 192, 32, 96, 64),
            maxPool(3, 2, roundUp()),
            new Inception(192, 96, 208, 16, 48, 64)
        };
    }

    private static Block[] middle() {
        return new Block[] {
            new Inception(160, 112, 224, 24, 64, 64),
            new Inception(128, 128, 256, 24, 64, 64),
            new Inception(112, 144, 288, 32, 64, 64)
        };
    }

    private static Block[] upper() {
        return new Block[] {
            new Inception(256, 160, 320, 32, 128, 128),
            maxPool(2, 2, roundUp()),
            new Inception(256, 160, 320, 32, 128, 128),
            new Inception(384, 192, 384, 48, 128, 128)
        };
    }

    private static Block[] classifier(int classes) {
        return new Block[] {globalAvgPool(), dropout(0.2), linear(classes)};
    }
}
