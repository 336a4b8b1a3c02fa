package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;

/**
 * How well a network does on data.
 *
 * @param loss mean loss
 * @param accuracy share of the samples classified correctly, in [0, 1]
 * @param size number of samples
 */
public record Evaluation(double loss, double accuracy, int size) {
    // large enough to keep the cores busy, small enough for the feature maps of a deep net to fit in memory
    static final int BATCH_SIZE = 256;

    static Evaluation of(Block net, LabelledImages data, Loss loss) {
        double lossSum = 0;
        long correct = 0;
        for (ImageBatch batch : data.batches(BATCH_SIZE)) {
            try (batch) {
                ParameterStore store = new ParameterStore(batch.manager(), false);
                NDList scores = net.forward(store, new NDList(batch.images()), false);
                NDArray mean = loss.evaluate(new NDList(batch.labels()), scores);
                lossSum += mean.getFloat() * batch.size();
                correct += correct(scores.head(), batch.labels());
            }
        }
        return new Evaluation(lossSum / data.size(), (double) correct / data.size(), data.size());
    }

    /** Counts the samples whose highest score is that of their label. */
    static long correct(NDArray scores, NDArray labels) {
        return scores.argMax(1).eq(labels).sum().getLong();
    }

    @Override
    public String toString() {
        return "accuracy %.1f %% on %,d samples, loss %.4f".formatted(100 * accuracy, size, loss);
    }
}
