package dev.crema.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.crema.datasets.Batch;

/**
 * A few texts, filled up to the same length, each array with a mask beside it.
 *
 * @param inputs numbers of tokens {@code [n, length]}, int64, and their mask {@code [n, length]}, float32: 1 for a token, 0
 *     for padding; where there is a translation, its tokens from the start on and their mask follow
 * @param targets labels {@code [n]}, int64, or the tokens that should follow {@code [n, length]}, int64, and their mask;
 *     empty where there is nothing to compare with
 */
public record TextBatch(NDList inputs, NDList targets) implements Batch {
    /**
     * Returns the numbers of the tokens.
     *
     * @return {@code [n, length]}, int64; {@link Vocabulary#PADDING} after the end of a text
     */
    public NDArray ids() {
        return inputs.get(0);
    }

    /**
     * Says where there are tokens.
     *
     * @return {@code [n, length]}, float32: 1 for a token, 0 for padding
     */
    public NDArray mask() {
        return inputs.get(1);
    }

    /**
     * Counts the tokens of each text.
     *
     * @return {@code [n]}, int64, in the memory of the batch
     */
    public NDArray lengths() {
        try (NDArray sums = mask().sum(new int[] {1})) {
            return sums.toType(DataType.INT64, true);
        }
    }
}
