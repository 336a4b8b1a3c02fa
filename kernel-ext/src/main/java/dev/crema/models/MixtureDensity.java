package dev.crema.models;

import static dev.crema.layers.Layers.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Mixture-density head: says with what probability the answer is where, when there may be several right ones (Bishop 1994,
 * "Mixture density networks"), {@code p(t|x) = Σₖ πₖ(x)·N(t; μₖ(x), σₖ(x)²)}. It ends a network that is trained with
 * {@code loss(mixtureDensity())}.
 *
 * <pre>
 * input       [N, features]
 * mixing      [N, components]         of which π is the softmax
 * means       [N, components, size]   μ
 * deviations  [N, components]         ln σ, the same in every direction
 * </pre>
 *
 * {@code (features + 1)·components·(size + 2)} parameters, as in the paper.
 */
public final class MixtureDensity extends Net {
    private final int components;
    private final int size;
    private final Block mixing;
    private final Block means;
    private final Block deviations;

    /**
     * Makes the head.
     *
     * @param components how many normal distributions are mixed, at least 1
     * @param size how many numbers an answer has, at least 1
     */
    public MixtureDensity(int components, int size) {
        if (components < 1 || size < 1) {
            throw new IllegalArgumentException(
                    "components is " + components + " and size " + size + "; both must be at least 1");
        }
        this.components = components;
        this.size = size;
        mixing = add("mixing", linear(components));
        means = add("means", linear(components * size));
        deviations = add("deviations", linear(components));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray x = inputs.singletonOrThrow();
        NDArray centres = pass.run(means, x).reshape(new Shape(-1, components, size));
        return new NDList(pass.run(mixing, x), centres, pass.run(deviations, x));
    }

    /**
     * Draws an answer for each input: a component by its share, then a number from it. The engine's random numbers are
     * used: the same seed ({@code Engine.setRandomSeed}) draws the same.
     *
     * @param outputs the three outputs of the head
     * @return {@code [N, size]}, which belongs to the manager of the outputs
     */
    public static NDArray sample(NDList outputs) {
        NDArray mixing = outputs.get(0);
        NDArray means = outputs.get(1);
        NDManager manager = mixing.getManager();
        // the largest of scores with Gumbel noise is each as often as its softmax says
        NDArray uniform = manager.randomUniform(0, 1, mixing.getShape(), DataType.FLOAT32);
        NDArray drawn = mixing.sub(uniform.log().neg().log()).argMax(1);
        NDArray chosen = drawn.oneHot((int) mixing.size(1));
        NDArray centre = means.mul(chosen.expandDims(2)).sum(new int[] {1});
        NDArray deviation = outputs.get(2).exp().mul(chosen).sum(new int[] {1}, true);
        return centre.add(deviation.mul(manager.randomNormal(0, 1, centre.getShape(), DataType.FLOAT32)));
    }
}
