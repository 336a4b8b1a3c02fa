package dev.crema.models;

import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Siamese network: one tower, the same weights, sees each of several images (Bromley et al. 1993; Hadsell, Chopra and LeCun 2006,
 * "Dimensionality reduction by learning an invariant mapping"; Koch, Zemel and Salakhutdinov 2015, "Siamese neural networks for
 * one-shot image recognition").
 *
 * <pre>
 * of(tower)        2 images [N, C, H, W] each   2 embeddings [N, size] each   with the contrastive loss
 *                  3 images [N, C, H, W] each   3 embeddings [N, size] each   with the triplet loss
 * verifier(tower)  2 images [N, C, H, W] each   [N, 1] score                  with the binary cross-entropy
 * </pre>
 *
 * The paths are {@code tower} and, of a verifier, {@code score}. It has the tower's parameters; a verifier has size + 1 more,
 * Koch's αⱼ and a bias: its score is {@code Σ αⱼ·|first − second|ⱼ}, of which a sigmoid makes the probability that both are of one
 * class.
 */
public final class Siamese extends Net {
    private final Block tower;
    private final @Nullable Block score;

    private Siamese(Block tower, @Nullable Block score) {
        this.tower = add("tower", tower);
        this.score = score == null ? null : add("score", score);
    }

    /**
     * Makes a network that embeds each of its inputs: a siamese one for pairs, a triplet network for triplets (Hoffer and Ailon
     * 2014, arXiv:1412.6622).
     *
     * @param tower from {@code [N, C, H, W]} to {@code [N, …]}, laid out as a row; such as {@code PrototypicalNet.of(64)}
     * @return a block from any number of inputs to as many embeddings {@code [N, size]}
     */
    public static Siamese of(Block tower) {
        return new Siamese(seq(tower, flatten()), null);
    }

    /**
     * Makes a network that tells whether two images are of one class.
     *
     * @param tower from {@code [N, C, H, W]} to {@code [N, …]}, laid out as a row; Koch's ends in a sigmoid
     * @return a block from two inputs to {@code [N, 1]} scores (logits), above 0 for the same class
     */
    public static Siamese verifier(Block tower) {
        return new Siamese(seq(tower, flatten()), linear(1));
    }

    @Override
    protected NDList forward(Pass pass, NDList images) {
        if (score != null && images.size() != 2) {
            throw new IllegalArgumentException("A verifier compares 2 images, not " + images.size());
        }
        NDList embeddings = new NDList();
        images.forEach(image -> embeddings.add(pass.run(tower, image)));
        return score == null
                ? embeddings
                : new NDList(
                        pass.run(score, embeddings.get(0).sub(embeddings.get(1)).abs()));
    }
}
