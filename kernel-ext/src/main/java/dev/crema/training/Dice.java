package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import dev.crema.torch.Operators;

/** How little masks overlap: see {@link Losses#dice}. */
final class Dice extends Loss implements Classification {
    // a class that is neither in the mask nor foretold overlaps fully: (0 + 1) / (0 + 1)
    private static final int SMOOTHING = 1;
    private static final int[] PIXELS = {2, 3};

    Dice() {
        super("Dice");
    }

    @Override
    public NDArray evaluate(NDList targets, NDList outputs) {
        NDArray scores = outputs.singletonOrThrow();
        NDArray labels = labels(targets, scores);
        long classes = scores.size(1);
        Operators.requireIndices("Dice: classes in the masks", labels, Math.max(2, classes));
        NDArray probabilities = classes == 1 ? Activation.sigmoid(scores) : scores.softmax(1);
        NDArray masks = classes == 1
                ? labels.expandDims(1)
                : labels.oneHot((int) classes).transpose(0, 3, 1, 2);
        NDArray truth = masks.toType(scores.getDataType(), false);
        NDArray overlap = probabilities.mul(truth).sum(PIXELS).mul(2).add(SMOOTHING);
        NDArray total = probabilities.sum(PIXELS).add(truth.sum(PIXELS)).add(SMOOTHING);
        return overlap.div(total).mean().neg().add(1);
    }

    @Override
    public double accuracy(NDList targets, NDList outputs) {
        NDArray scores = outputs.singletonOrThrow();
        NDArray labels = labels(targets, scores);
        NDArray foretold =
                scores.size(1) == 1 ? scores.squeeze(1).gt(0).toType(DataType.INT64, false) : scores.argMax(1);
        return (double) Scalars.count(foretold.eq(labels).sum()) / labels.size();
    }

    private static NDArray labels(NDList targets, NDArray scores) {
        NDArray labels = targets.singletonOrThrow();
        Shape shape = scores.getShape();
        if (shape.dimension() != 4
                || labels.getDataType() != DataType.INT64
                || !labels.getShape().equals(shape.slice(0, 1).addAll(shape.slice(2)))) {
            throw new IllegalArgumentException("masks " + labels.getShape() + " of " + labels.getDataType()
                    + " do not belong to scores " + shape
                    + "; expected [batch, height, width] int64 for scores [batch, classes, height, width]");
        }
        return labels;
    }
}
