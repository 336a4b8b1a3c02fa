package dev.crema.training;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well a network does on data.
 *
 * @param measures means over all samples of the loss, the accuracy where samples are classified, and other metrics
 * @param size number of samples
 */
public record Evaluation(Map<String, Double> measures, int size) {
    // large enough to keep the cores busy, small enough for the feature maps of a deep net to fit in memory
    static final int BATCH_SIZE = 256;

    static Evaluation of(Block net, Examples data, Measures measures) {
        Means means = new Means();
        for (Batch batch : data.batches(BATCH_SIZE)) {
            try (batch) {
                means.add(measures.of(batch, outputs(net, batch)), batch.size());
            }
        }
        return new Evaluation(means.take(), data.size());
    }

    /** Runs a network on a batch, not in training mode. */
    static NDList outputs(Block net, Batch batch) {
        // DJL's recurrent blocks add their states to the list that they are given
        return net.forward(new ParameterStore(batch.manager(), false), new NDList(batch.inputs()), false);
    }

    /**
     * Returns the mean loss.
     *
     * @return the loss
     */
    public double loss() {
        return measures.getOrDefault(Measures.LOSS, Double.NaN);
    }

    /**
     * Returns the share of the samples that is classified correctly.
     *
     * @return the accuracy, in [0, 1], or NaN where nothing is classified
     */
    public double accuracy() {
        return measures.getOrDefault(Measures.ACCURACY, Double.NaN);
    }

    @Override
    public String toString() {
        return measures.entrySet().stream()
                .sorted(Comparator.comparing(measure -> measure.getKey().equals(Measures.LOSS)))
                .map(measure -> measure.getKey().equals(Measures.ACCURACY)
                        ? "accuracy %.1f %%".formatted(100 * measure.getValue())
                        : "%s %.4f".formatted(measure.getKey(), measure.getValue()))
                .collect(Collectors.joining(", "))
                .replaceFirst("(?=,|$)", " on %,d samples".formatted(size));
    }
}
