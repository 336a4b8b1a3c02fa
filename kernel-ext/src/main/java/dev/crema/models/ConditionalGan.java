package dev.crema.models;

import static dev.crema.layers.Layers.dropout;
import static dev.crema.layers.Layers.embedding;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxout;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.sigmoid;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Conditional generative adversarial network (Mirza and Osindero 2014, "Conditional generative adversarial nets",
 * arXiv:1411.1784, section 4.1): generator and discriminator are told the class. To be trained with the step
 * {@code conditionalGan}.
 *
 * <pre>
 * generator  output for [N, 100], [N]   parameters     discriminator  output for [N, 1, 28, 28], [N]  parameters
 * sample     [N, 200]                       20 200     sample         [N, 240]                           942 000
 * condition  [N, 1000]                      10 000     condition      [N, 50]                              2 500
 * joint      [N, 1, 28, 28]              2 382 784     joint          [N, 1]                             280 561
 * </pre>
 *
 * 2 412 984 and 1 225 061 parameters for digits of 10 classes. The paper's dense layer for a one-hot class is a table of
 * vectors, one a class, without biases. Half of the hidden units are dropped while training, as in the paper; here the
 * discriminator ends in scores (logits), the sigmoid is part of the loss.
 */
public final class ConditionalGan {
    private ConditionalGan() {}

    /**
     * Makes the network that makes samples of a class.
     *
     * @param classes how many classes there are, at least 1
     * @param image shape of one sample, such as {@code [1, 28, 28]}
     * @return a block from noise {@code [N, latent]} and numbers of classes {@code [N]} to {@code [N, …image]} in (0, 1)
     */
    public static Block generator(int classes, Shape image) {
        return new Joint(
                seq(linear(200), relu(), dropout(0.5)),
                seq(embedding(classes, 1000), relu(), dropout(0.5)),
                seq(linear(1200), relu(), dropout(0.5), linear((int) image.size()), sigmoid(), Gan.reshape(image)));
    }

    /**
     * Makes the network that tells samples of the data from made ones, given their class.
     *
     * @param classes how many classes there are, at least 1
     * @return a block from {@code [N, …]}, flattened, and numbers of classes {@code [N]} to {@code [N, 1]} scores
     *     (logits), positive for "real"
     */
    public static Block discriminator(int classes) {
        return new Joint(
                seq(flatten(), linear(240 * 5), maxout(5), dropout(0.5)),
                seq(embedding(classes, 50 * 5), maxout(5), dropout(0.5)),
                seq(linear(240 * 4), maxout(4), dropout(0.5), linear(1)));
    }

    /** Looks at a sample, or at noise, and at a condition, then at both. */
    private static final class Joint extends Net {
        private final Block sample;
        private final Block condition;
        private final Block joint;

        Joint(Block sample, Block condition, Block joint) {
            this.sample = add("sample", sample);
            this.condition = add("condition", condition);
            this.joint = add("joint", joint);
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            if (inputs.size() != 2) {
                throw new IllegalArgumentException(
                        "A conditional network takes a sample or noise, and numbers of classes" + " [N]; it was given "
                                + inputs.size() + " arrays");
            }
            return new NDList(
                    pass.run(joint, pass.run(sample, inputs.get(0)).concat(pass.run(condition, inputs.get(1)), 1)));
        }
    }
}
