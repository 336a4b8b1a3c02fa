package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * VGG (Simonyan and Zisserman 2014, "Very deep convolutional networks for large-scale image recognition",
 * arXiv:1409.1556, table 1, nets A, B, D and E): nothing but 3×3 convolutions, two or more between poolings.
 *
 * <pre>
 * block    output for [N, 3, 224, 224]   convolutions in VGG-11, -13, -16, -19
 * block1   [N,  64, 112, 112]            1  2  2  2
 * block2   [N, 128,  56,  56]            1  2  2  2
 * block3   [N, 256,  28,  28]            2  2  3  4
 * block4   [N, 512,  14,  14]            2  2  3  4
 * block5   [N, 512,   7,   7]            2  2  3  4
 * linear1  [N, 4096]
 * linear2  [N, 4096]
 * linear3  [N, classes]
 *
 * parameters for 1000 classes    VGG-11       VGG-13       VGG-16       VGG-19
 * as in the paper                132 863 336  133 047 848  138 357 544  143 667 240
 * with batch normalisation       132 868 840  133 053 736  138 365 992  143 678 248
 * </pre>
 *
 * Batch normalisation came after the paper; torchvision has it between convolution and ReLU, and keeps the biases.
 * torchvision pools to 7×7 before the dense layers, whatever the size of the image; here they are as large as the image
 * asks for, which is the same at 224×224.
 */
public final class Vgg {
    private Vgg() {}

    /**
     * Makes a network of the paper.
     *
     * @param depth how many layers have weights: 11, 13, 16 or 19
     * @param classes how many classes it tells apart, at least 1
     * @return a block from {@code [N, channels, H, W]}, H and W at least 32, to {@code [N, classes]} scores (logits)
     * @throws IllegalArgumentException if there is no VGG of this depth
     */
    public static Block of(int depth, int classes) {
        return net(depth, classes, false);
    }

    /**
     * Makes a network of the paper with a batch normalisation after each convolution, which lets it learn faster.
     *
     * @param depth how many convolutions and dense layers: 11, 13, 16 or 19
     * @param classes how many classes it tells apart, at least 1
     * @return a block of the shapes of {@link #of}
     * @throws IllegalArgumentException if there is no VGG of this depth
     */
    public static Block withBatchNorm(int depth, int classes) {
        return net(depth, classes, true);
    }

    private static Block net(int depth, int classes, boolean normalised) {
        int[] convolutions = convolutions(depth);
        SequentialBlock net = seq();
        for (int i = 0; i < 5; i++) {
            net.add(block(convolutions[i], Math.min(64 << i, 512), normalised));
        }
        return net.addAll(
                flatten(), linear(4096), relu(), dropout(0.5), linear(4096), relu(), dropout(0.5), linear(classes));
    }

    static int[] convolutions(int depth) {
        return switch (depth) {
            case 11 -> new int[] {1, 1, 2, 2, 2};
            case 13 -> new int[] {2, 2, 2, 2, 2};
            case 16 -> new int[] {2, 2, 3, 3, 3};
            case 19 -> new int[] {2, 2, 4, 4, 4};
            default -> throw new IllegalArgumentException("There is no VGG-" + depth + "; depth is 11, 13, 16 or 19");
        };
    }

    private static Block block(int convolutions, int filters, boolean normalised) {
        int[] same = new int[convolutions];
        Arrays.fill(same, filters);
        return layers(n -> conv(n, 3), normalised, same).add(maxPool(2));
    }

    /** Makes convolutions, each with its ReLU, of as many filters as are given; the pooling is left to the caller. */
    static SequentialBlock layers(IntFunction<Block> convolution, boolean normalised, int... filters) {
        SequentialBlock layers = seq();
        for (int n : filters) {
            layers.add(convolution.apply(n));
            if (normalised) {
                layers.add(batchNorm());
            }
            layers.add(relu());
        }
        return layers;
    }
}
