package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Layers.ConvOption;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.stream.Stream;

/**
 * Inception block (Szegedy et al. 2014, "Going deeper with convolutions", arXiv:1409.4842, fig. 2b): looks at the image
 * through windows of several sizes at once, after a 1×1 convolution that makes the larger ones affordable.
 *
 * <pre>
 * input [N, channels, H, W]
 *   one    1×1                     [N, one,    H, W]
 *   three  1×1 reduce3, 3×3        [N, three,  H, W]
 *   five   1×1 reduce5, 5×5        [N, five,   H, W]
 *   pool   3×3 max pooling, 1×1    [N, pooled, H, W]
 * output [N, one + three + five + pooled, H, W]
 * </pre>
 *
 * As in torchvision, each convolution is followed by a batch normalisation instead of having biases, and the branch of
 * the paper's 5×5 convolution has a 3×3 one.
 */
public final class Inception extends Net {
    private final Block one;
    private final Block three;
    private final Block five;
    private final Block pool;

    /**
     * Makes the block; the numbers are a row of the paper's table 1.
     *
     * @param one filters of the 1×1 branch, at least 1
     * @param reduce3 filters of the 1×1 convolution before the 3×3 one, at least 1
     * @param three filters of the 3×3 branch, at least 1
     * @param reduce5 filters of the 1×1 convolution before the 5×5 one, at least 1
     * @param five filters of the 5×5 branch, at least 1
     * @param pooled filters of the 1×1 convolution after the pooling, at least 1
     */
    public Inception(int one, int reduce3, int three, int reduce5, int five, int pooled) {
        this.one = add("one", convUnit(one, 1));
        this.three = add("three", seq(convUnit(reduce3, 1), convUnit(three, 3)));
        this.five = add("five", seq(convUnit(reduce5, 1), convUnit(five, 3)));
        this.pool = add("pool", seq(maxPool(3, 1, pad(1)), convUnit(pooled, 1)));
    }

    @Override
    protected NDArray forward(Pass pass, NDArray x) {
        NDList branches = Stream.of(one, three, five, pool)
                .map(branch -> pass.run(branch, x))
                .collect(NDList::new, NDList::add, NDList::addAll);
        return NDArrays.concat(branches, 1);
    }

    /** A convolution as GoogLeNet has it now: normalised, then ReLU. */
    static Block convUnit(int filters, int kernel, ConvOption... options) {
        ConvOption[] all =
                Stream.concat(Stream.of(noBias()), Stream.of(options)).toArray(ConvOption[]::new);
        return seq(conv(filters, kernel, all), batchNorm(0.001), relu());
    }
}
