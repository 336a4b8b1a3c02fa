package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import dev.crema.torch.Operators;

/**
 * Softmax cross-entropy of sequences that are padded to one length: the mean of {@code −ln softmax(scores)[label]} over
 * the labels that are not padding, as PyTorch's {@code cross_entropy} with {@code ignore_index}. What the network says
 * about padding counts for nothing, and no gradient flows to it.
 */
final class MaskedCrossEntropy extends Loss implements Classification {
    private final long padding;

    /**
     * Makes the loss.
     *
     * @param padding the label of what is not to count, such as the number of the word that fills sentences up
     */
    MaskedCrossEntropy(long padding) {
        super("masked cross-entropy");
        this.padding = padding;
    }

    /**
     * Computes the loss.
     *
     * @param labels one array of classes from 0 or the padding, {@code [N]}, {@code [N, T]} or more dimensions
     * @param predictions one array of scores (logits), of the labels' shape with {@code classes} numbers for each
     * @return the mean, one number; 0 if all is padding
     * @throws IllegalArgumentException if the shapes do not belong together, or a label is no class
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray scores = predictions.singletonOrThrow();
        NDArray classes = labels.singletonOrThrow().toType(DataType.INT64, false);
        Shape shape = scores.getShape();
        int last = shape.dimension() - 1;
        if (last < 1 || !shape.slice(0, last).equals(classes.getShape())) {
            throw new IllegalArgumentException(
                    "Labels of shape " + classes.getShape() + " do not belong to scores of shape " + shape
                            + "; the scores' shape must be that of the labels, and then the number of classes");
        }
        NDArray counts = classes.neq(padding);
        NDArray known = Operators.where(counts, classes, classes.zerosLike());
        Operators.requireIndices("Labels that are not padding (" + padding + ")", known, shape.get(last));
        NDArray each = scores.logSoftmax(last)
                .gather(known.expandDims(last), last)
                .squeeze(last)
                .neg();
        NDArray counted = Operators.where(counts, each, each.zerosLike());
        NDArray number = counts.toType(scores.getDataType(), false).sum().maximum(1);
        return counted.sum().div(number);
    }

    @Override
    public double accuracy(NDList targets, NDList outputs) {
        NDArray classes = targets.singletonOrThrow();
        NDArray scores = outputs.singletonOrThrow();
        NDArray right = scores.argMax(scores.getShape().dimension() - 1).eq(classes);
        NDArray counts = classes.neq(padding);
        return (double) Scalars.count(right.logicalAnd(counts).sum()) / Math.max(1, Scalars.count(counts.sum()));
    }
}
