package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * Attention: for each query a mean of the values, weighed by how well their keys fit it,
 * {@code softmax(score(query, key)) · value}.
 *
 * <pre>
 * query    [N, …, L, a]
 * key      [N, …, S, b]
 * value    [N, …, S, c]
 * mask     [N, …, L, S] or a shape that is broadcast to it, optional: 0 where a query may not look; see {@link AttentionMask}
 *
 * output   [N, …, L, c]
 * weights  [N, …, L, S]   each row sums to 1; exactly 0 where the mask is 0; all 0 where a query may look nowhere
 * </pre>
 *
 * <p>The weights are the second output, and the output of the part "weights".
 */
public final class Attention extends Net {
    // its e-function is 0 in float32, whatever the other scores are
    private static final float HIDDEN = 1e9f;

    private final Block weights;

    private Attention(Block score) {
        weights = add("weights", new Weights(score));
    }

    /**
     * Scores by the scaled dot product, {@code query·key / √a} (Vaswani et al. 2017, "Attention is all you need",
     * arXiv:1706.03762, formula 1). Queries and keys have the same size, {@code a = b}.
     *
     * @return the attention; it has no parameters
     */
    public static Attention dotProduct() {
        return new Attention(new DotProductScore());
    }

    /**
     * Scores by a net of one hidden layer, {@code v·tanh(W·query + U·key)} (Bahdanau, Cho and Bengio 2014, "Neural machine
     * translation by jointly learning to align and translate", arXiv:1409.0473, appendix A.1.2). Queries and keys may differ
     * in size; the input is {@code [N, L, a]} and {@code [N, S, b]}.
     *
     * @param hidden units of the hidden layer, at least 1
     * @return the attention, with {@code hidden · (a + b + 1)} parameters
     */
    public static Attention additive(int hidden) {
        return new Attention(new AdditiveScore(hidden));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        if (inputs.size() != 3 && inputs.size() != 4) {
            throw new IllegalArgumentException(
                    "Attention takes query, key, value and, if wanted, a mask, not " + inputs.size() + " arrays");
        }
        NDArray value = inputs.get(2);
        NDList scored = new NDList(inputs.get(0), inputs.get(1)).addAll(inputs.subNDList(3));
        NDArray shares = pass.run(weights, scored).head();
        return new NDList(shares.matMul(value), shares);
    }

    /** Turns scores into shares of the keys that may be seen. */
    private static final class Weights extends Net {
        private final Block score;

        Weights(Block score) {
            this.score = add("score", score);
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            NDArray scores = pass.run(score, inputs.subNDList(0, 2)).head();
            if (inputs.size() == 2) {
                return new NDList(scores.softmax(-1));
            }
            NDArray mask = inputs.get(2);
            requireFits(mask.getShape(), scores.getShape());
            NDArray seen = scores.add(mask.sub(1).mul(HIDDEN)).softmax(-1);
            return new NDList(seen.mul(mask));
        }

        private static void requireFits(Shape mask, Shape scores) {
            boolean fits = mask.dimension() == scores.dimension();
            for (int i = 0; fits && i < mask.dimension(); i++) {
                fits = mask.get(i) == 1 || mask.get(i) == scores.get(i);
            }
            if (!fits) {
                throw new IllegalArgumentException("The mask has shape " + mask + ", the scores have " + scores
                        + " (…, queries, keys); each size of the mask must be the scores' or 1");
            }
        }
    }
}
