package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;

/** Softmax cross-entropy with labels or with shares of the classes, which lie along the second axis. */
final class CrossEntropy extends Loss implements Classification {
    CrossEntropy() {
        super("cross-entropy");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray scores = predictions.head();
        NDArray truth = labels.head();
        requireFit(truth, scores);
        NDArray logarithms = scores.logSoftmax(1);
        return numbered(truth)
                ? logarithms.gather(truth.expandDims(1), 1).mean().neg()
                : logarithms.mul(truth).sum(new int[] {1}).mean().neg();
    }

    @Override
    public double accuracy(NDList targets, NDList outputs) {
        NDArray truth = targets.head();
        NDArray labels = numbered(truth) ? truth : truth.argMax(1);
        long right = Scalars.count(outputs.head().argMax(1).eq(labels).sum());
        return (double) right / labels.size();
    }

    private static boolean numbered(NDArray truth) {
        return truth.getDataType() == DataType.INT64;
    }

    // gather and mul would broadcast or fail with words about something else
    private static void requireFit(NDArray truth, NDArray scores) {
        Shape shape = scores.getShape();
        boolean fits = shape.dimension() >= 2
                && truth.getShape().equals(numbered(truth) ? shape.slice(0, 1).addAll(shape.slice(2)) : shape);
        if (!fits) {
            throw new IllegalArgumentException("targets " + truth.getShape() + " of " + truth.getDataType()
                    + " do not belong to scores " + shape
                    + "; expected labels [batch, ...] int64 or shares [batch, classes,"
                    + " ...] for scores [batch, classes, ...]");
        }
    }
}
