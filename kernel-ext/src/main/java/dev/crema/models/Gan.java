package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxout;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.sigmoid;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;

/**
 * Generative adversarial network of dense layers (Goodfellow et al. 2014, "Generative adversarial nets",
 * arXiv:1406.2661), in the sizes of the authors' code for MNIST. To be trained with the step {@code gan}.
 *
 * <pre>
 * generator   output for [N, 100]   parameters      discriminator   output for [N, 1, 28, 28]   parameters
 * linear1     [N, 1200]                121 200      linear1         [N, 1200]                      942 000
 * linear2     [N, 1200]              1 441 200      maxout1         [N, 240]
 * linear3     [N, 784]                 941 584      linear2         [N, 1200]                      289 200
 * reshape1    [N, 1, 28, 28]                        maxout2         [N, 240]
 *                                                   linear3         [N, 1]                             241
 * </pre>
 *
 * 2 503 984 and 1 231 441 parameters for digits. As in the authors' code, a fifth of the pixels is dropped before the
 * discriminator's first layer, and half of the units before the others. Here the discriminator ends in scores (logits); the
 * paper's sigmoid is part of the loss.
 */
public final class Gan {
    private Gan() {}

    /**
     * Makes the network that makes samples.
     *
     * @param image shape of one sample, such as {@code [1, 28, 28]}
     * @return a block from noise {@code [N, latent]} to {@code [N, …image]} in (0, 1)
     */
    public static Block generator(Shape image) {
        return seq(linear(1200), relu(), linear(1200), relu(), linear((int) image.size()), sigmoid(), reshape(image));
    }

    /**
     * Makes the network that tells samples of the data from made ones.
     *
     * @return a block from {@code [N, …]}, flattened, to {@code [N, 1]} scores (logits), positive for "real"
     */
    public static Block discriminator() {
        return seq(
                flatten(),
                dropout(0.2),
                linear(240 * 5),
                maxout(5),
                dropout(0.5),
                linear(240 * 5),
                maxout(5),
                dropout(0.5),
                linear(1));
    }

    static Block reshape(Shape image) {
        return LambdaBlock.singleton(x -> x.reshape(new Shape(-1).addAll(image)), "reshape");
    }
}
