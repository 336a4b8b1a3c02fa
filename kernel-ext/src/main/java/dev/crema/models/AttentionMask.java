package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.crema.text.Vocabulary;

/**
 * Which positions an {@link Attention} may look at: {@code [N or 1, L or 1, S]}, float32, 1 where query l may see key s and
 * 0 where it may not. Two masks are combined by multiplying them, {@code padding(ids).mul(causal(ids))}.
 */
public final class AttentionMask {
    private AttentionMask() {}

    /**
     * Hides what fills short texts up.
     *
     * @param ids numbers of tokens, {@code [N, S]}
     * @return {@code [N, 1, S]}, 0 where the number is {@link Vocabulary#PADDING}
     */
    public static NDArray padding(NDArray ids) {
        return ids.neq(Vocabulary.PADDING).toType(DataType.FLOAT32, false).expandDims(1);
    }

    /**
     * Hides the future: position t sees the positions up to itself.
     *
     * @param sequence {@code [N, T, …]}
     * @return {@code [1, T, T]}, ones on and below the diagonal
     */
    public static NDArray causal(NDArray sequence) {
        int length = (int) sequence.getShape().get(1);
        NDArray places = sequence.getManager().arange(0, length, 1, DataType.INT64, sequence.getDevice());
        return places.expandDims(0)
                .lte(places.expandDims(1))
                .toType(DataType.FLOAT32, false)
                .expandDims(0);
    }
}
