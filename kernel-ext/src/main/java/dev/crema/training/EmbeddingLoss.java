package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;

/** A loss of embeddings {@code [batch, size]} and the classes {@code [batch]} int64 that they belong to. */
abstract class EmbeddingLoss extends Loss {
    EmbeddingLoss(String name) {
        super(name);
    }

    @Override
    public final NDArray evaluate(NDList targets, NDList outputs) {
        Checks.requireEmbeddings(getName(), 1, outputs);
        NDArray embeddings = outputs.head();
        NDArray labels = targets.singletonOrThrow();
        if (labels.getDataType() != DataType.INT64 || !labels.getShape().equals(new Shape(embeddings.size(0)))) {
            throw new IllegalArgumentException("labels " + labels.getShape() + " of " + labels.getDataType()
                    + " do not belong to embeddings " + embeddings.getShape() + "; expected labels ["
                    + embeddings.size(0) + "] int64");
        }
        return of(labels, embeddings);
    }

    /**
     * Computes the loss.
     *
     * @return one number; 0 where the batch has too few of each class to say anything, such as the last of an epoch
     */
    abstract NDArray of(NDArray labels, NDArray embeddings);

    /** Squared Euclidean distances, {@code [rows, size]} and {@code [columns, size]} to {@code [rows, columns]}. */
    static NDArray squaredDistances(NDArray rows, NDArray columns) {
        return rows.expandDims(1).sub(columns.expandDims(0)).square().sum(new int[] {2});
    }
}
