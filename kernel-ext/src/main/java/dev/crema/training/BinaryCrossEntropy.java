package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;

/** Cross-entropy of yes or no, each with a score of its own: see {@link Losses#binaryCrossEntropy}. */
final class BinaryCrossEntropy extends Loss implements Classification {
    BinaryCrossEntropy() {
        super("binary cross-entropy");
    }

    @Override
    public NDArray evaluate(NDList targets, NDList outputs) {
        NDArray scores = outputs.singletonOrThrow();
        NDArray truth = truth(targets, scores);
        Checks.requireShares("targets of the binary cross-entropy", truth);
        // −ln σ(z) = softplus(−z), which neither overflows nor loses what is small
        NDArray yes = Activation.softPlus(scores.neg()).mul(truth);
        NDArray no = Activation.softPlus(scores).mul(truth.neg().add(1));
        return yes.add(no).mean();
    }

    @Override
    public double accuracy(NDList targets, NDList outputs) {
        NDArray scores = outputs.singletonOrThrow();
        NDArray right = scores.gt(0).eq(truth(targets, scores).gt(0.5));
        return (double) Scalars.count(right.sum()) / scores.size();
    }

    private static NDArray truth(NDList targets, NDArray scores) {
        NDArray truth = targets.singletonOrThrow();
        Shape shape = scores.getShape();
        if (!shape.equals(truth.getShape()) && !shape.equals(truth.getShape().add(1))) {
            throw new IllegalArgumentException("targets " + truth.getShape() + " do not belong to scores " + shape
                    + "; expected the same shape, or [batch] for scores [batch, 1]");
        }
        return truth.toType(scores.getDataType(), false).reshape(shape);
    }
}
