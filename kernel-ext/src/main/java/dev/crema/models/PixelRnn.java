package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.maskedConv;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.crema.layers.Layers.MaskType;

/**
 * PixelRNN with row LSTMs: predicts every pixel from those before it, as {@link PixelCnn}, with a memory that runs down the
 * image (van den Oord, Kalchbrenner and Kavukcuoglu 2016, "Pixel recurrent neural networks", arXiv:1601.06759, table 1 and
 * fig. 5).
 *
 * <pre>
 * layer                     output for [N, 1, 28, 28], of(16, 2)   parameters
 * maskedConv1  7×7, type A  [N, 32, 28, 28]                         1 600
 * pixelResidual1            [N, 32, 28, 28]                        9 888
 *   rowLstm1                [N, 16, 28, 28]                             9 344
 *   1×1                     [N, 32, 28, 28]                               544
 * pixelResidual2            [N, 32, 28, 28]                        9 888
 * conv1  1×1                [N, 32, 28, 28]                         1 056
 * conv2  1×1                [N,  1, 28, 28]                            33
 * </pre>
 *
 * For black and white images, trained and drawn from as {@link PixelCnn}. The paper's diagonal BiLSTM is not here.
 */
public final class PixelRnn {
    private PixelRnn() {}

    /**
     * Makes the network.
     *
     * @param hidden size of the state at each pixel of a row, at least 1; between blocks there are twice as many feature maps.
     *     16 in the paper for MNIST
     * @param blocks how many row LSTMs there are, at least 1; 7 in the paper for MNIST
     * @return a block from {@code [N, 1, H, W]} of any size, pixels 0 or 1, to scores (logits) of the same shape, the
     *     probability that the pixel is 1 given those before it
     * @throws IllegalArgumentException if the state has no size, or there are no blocks
     */
    public static Block of(int hidden, int blocks) {
        SequentialBlock net = seq(maskedConv(2 * hidden, 7, 7, MaskType.A));
        for (int i = 0; i < PixelCnn.requireBlocks(blocks); i++) {
            net.add(new PixelResidual(seq(new RowLstm(hidden), conv(2 * hidden, 1))));
        }
        return net.addAll(relu(), conv(2 * hidden, 1), relu(), conv(1, 1));
    }
}
