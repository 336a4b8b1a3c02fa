package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.text.Vocabulary;

/** What recurrent nets need to read texts of one batch as if there were no padding after them. */
final class PaddedText {
    private PaddedText() {}

    /** Refuses what is not {@code [N, T]}, and returns T. */
    static long requireIds(NDArray ids) {
        Shape shape = ids.getShape();
        if (shape.dimension() != 2 || shape.size() == 0) {
            throw new IllegalArgumentException(
                    "Numbers of tokens must be (N, T), with at least one token, not " + shape);
        }
        return shape.get(1);
    }

    /** Turns each text around, {@code [N, T]}; its padding stays behind it, and becomes copies of its first token. */
    static NDArray backwards(NDArray ids) {
        return ids.gather(last(ids).sub(places(ids)).maximum(0).toType(DataType.INT64, false), 1);
    }

    /** Picks from {@code [N, T, size]} what belongs to the last token of each text, {@code [N, size]}. */
    static NDArray atLastToken(NDArray outputs, NDArray ids) {
        NDArray picked = places(ids).eq(last(ids)).toType(outputs.getDataType(), false);
        return outputs.mul(picked.expandDims(2)).sum(new int[] {1});
    }

    /** Place of the last token of each text, {@code [N, 1]}; 0 if there is none. */
    private static NDArray last(NDArray ids) {
        NDArray tokens = ids.neq(Vocabulary.PADDING).toType(DataType.INT64, false);
        return tokens.sum(new int[] {1}, true).sub(1).maximum(0);
    }

    private static NDArray places(NDArray ids) {
        int length = (int) requireIds(ids);
        return ids.getManager()
                .arange(0, length, 1, DataType.INT64, ids.getDevice())
                .expandDims(0);
    }
}
