package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;

/**
 * The embedding of prototypical networks, four equal blocks, also known as Conv-4 (Snell, Swersky and Zemel 2017, "Prototypical
 * networks for few-shot learning", arXiv:1703.05175, section 3; Vinyals et al. 2016, arXiv:1606.04080).
 *
 * <pre>
 * layer                                  output for [N, 1, 28, 28]   parameters
 * conv1 3×3, batchNorm1, relu, maxPool   [N, 64, 14, 14]                    768
 * conv2 3×3, batchNorm2, relu, maxPool   [N, 64,  7,  7]                 37 056
 * conv3 3×3, batchNorm3, relu, maxPool   [N, 64,  3,  3]                 37 056
 * conv4 3×3, batchNorm4, relu, maxPool   [N, 64,  1,  1]                 37 056
 * flatten                                [N, 64]
 * </pre>
 *
 * 111 936 parameters for gray images, as in the authors' code. What makes it prototypical is the loss,
 * {@code Losses.prototypical}.
 */
public final class PrototypicalNet {
    private PrototypicalNet() {}

    /**
     * Makes the embedding.
     *
     * @param filters feature maps of each block, at least 1; 64 in the paper
     * @return a block from {@code [N, channels, H, W]}, H and W at least 16, to {@code [N, filters · ⌊H/16⌋ · ⌊W/16⌋]}
     */
    public static Block of(int filters) {
        SequentialBlock net = seq();
        for (int block = 0; block < 4; block++) {
            net.add(conv(filters, 3)).add(batchNorm()).add(relu()).add(maxPool(2));
        }
        return net.add(flatten());
    }
}
