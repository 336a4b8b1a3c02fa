package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;

/** Softmax cross-entropy with labels or with shares of the classes. */
final class CrossEntropy extends Loss {
    CrossEntropy() {
        super("cross-entropy");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray truth = labels.head();
        NDArray logarithms = predictions.head().logSoftmax(1);
        if (truth.getDataType() == DataType.INT64) {
            return logarithms.gather(truth.expandDims(1), 1).mean().neg();
        }
        return logarithms.mul(truth).sum(new int[] {1}).mean().neg();
    }
}
