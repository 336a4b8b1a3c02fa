package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.function.BiFunction;

/** The words for what a training makes small. */
public final class Losses {
    private Losses() {}

    /**
     * Makes the softmax cross-entropy, {@code −log softmax(scores)[label]}, mean over the batch and, for segmentation, over
     * the pixels.
     *
     * @return a loss of scores {@code [batch, classes, ...]} and labels {@code [batch, ...]} int64; or shares of the
     *     classes, {@code [batch, classes, ...]} float32, as mixed images have them
     */
    public static Loss crossEntropy() {
        return new CrossEntropy();
    }

    /**
     * Makes the softmax cross-entropy of sequences that are filled up to one length: the mean over what is no padding, as
     * PyTorch's {@code cross_entropy} with {@code ignore_index}.
     *
     * @param padding the label of what is not to count, such as the number of the word that fills sentences up
     * @return a loss of scores {@code [batch, length, classes]} and labels {@code [batch, length]}
     */
    public static Loss maskedCrossEntropy(long padding) {
        return new MaskedCrossEntropy(padding);
    }

    /**
     * Makes the mean squared error, {@code (output − target)²}, mean over all numbers.
     *
     * @return a loss of outputs and targets of the same shape
     */
    public static Loss meanSquaredError() {
        return new Formula("mean squared error", (targets, outputs) -> requireSameShape(targets, outputs)
                .square()
                .mean());
    }

    /** The differences of the first outputs from the first targets; broadcasting them would hide a mistake. */
    private static NDArray requireSameShape(NDList targets, NDList outputs) {
        NDArray output = outputs.head();
        NDArray target = targets.head();
        if (!output.getShape().equals(target.getShape())) {
            throw new IllegalArgumentException(
                    "outputs " + output.getShape() + " and targets " + target.getShape() + " must have the same shape");
        }
        return output.sub(target);
    }

    /** A loss that is one expression of the targets and the outputs. */
    private static final class Formula extends Loss {
        private final BiFunction<NDList, NDList, NDArray> formula;

        Formula(String name, BiFunction<NDList, NDList, NDArray> formula) {
            super(name);
            this.formula = formula;
        }

        @Override
        public NDArray evaluate(NDList targets, NDList outputs) {
            return formula.apply(targets, outputs);
        }
    }
}
