package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Triplets that are picked within a batch by how hard they are: see {@link Losses#batchHardTriplet}. */
final class TripletMining {
    // far beyond any distance, and still exact enough to be added to one
    private static final float FAR = 1e9f;

    private TripletMining() {}

    /** For each anchor its farthest positive and its nearest negative. */
    static final class BatchHard extends EmbeddingLoss {
        private final double margin;

        BatchHard(double margin) {
            super("batch-hard triplet");
            this.margin = margin;
        }

        @Override
        NDArray of(NDArray labels, NDArray embeddings) {
            // the square root has no derivative at 0
            NDArray distances =
                    squaredDistances(embeddings, embeddings).maximum(1e-12).sqrt();
            NDArray same = same(labels);
            NDArray positive = same.sub(identity(labels));
            NDArray farthest = distances.mul(positive).max(new int[] {1});
            NDArray nearest = distances.add(same.mul(FAR)).min(new int[] {1});
            NDArray anchors = positive.max(new int[] {1}).mul(same.neg().add(1).max(new int[] {1}));
            return mean(farthest.sub(nearest).add(margin).maximum(0), anchors);
        }
    }

    /** For each anchor and positive the nearest negative that is farther away than the positive. */
    static final class SemiHard extends EmbeddingLoss {
        private final double margin;

        SemiHard(double margin) {
            super("semi-hard triplet");
            this.margin = margin;
        }

        @Override
        NDArray of(NDArray labels, NDArray embeddings) {
            NDArray squares = squaredDistances(embeddings, embeddings);
            NDArray same = same(labels);
            // [anchor, positive, negative]: what is no negative, or nearer than the positive, is out of reach
            NDArray tooNear = squares.expandDims(1).lte(squares.expandDims(2)).toType(DataType.FLOAT32, false);
            NDArray unfit = tooNear.add(same.expandDims(1)).minimum(1);
            NDArray nearest = squares.expandDims(1).add(unfit.mul(FAR)).min(new int[] {2});
            NDArray found = unfit.neg().add(1).max(new int[] {2});
            NDArray pairs = same.sub(identity(labels)).mul(found);
            return mean(squares.sub(nearest).add(margin).maximum(0), pairs);
        }
    }

    private static NDArray same(NDArray labels) {
        return labels.expandDims(1).eq(labels.expandDims(0)).toType(DataType.FLOAT32, false);
    }

    private static NDArray identity(NDArray labels) {
        return labels.getManager().eye((int) labels.size());
    }

    private static NDArray mean(NDArray losses, NDArray counted) {
        return losses.mul(counted).sum().div(counted.sum().maximum(1));
    }
}
