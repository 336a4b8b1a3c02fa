package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.layers.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network says of each sample of a data set, beside what is true.
 *
 * @param probabilities one row a sample, one column a class; each row sums to 1
 * @param labels the true class of each sample
 * @param classes the names of the classes
 */
public record Predictions(float[][] probabilities, int[] labels, List<String> classes) {

    static Predictions of(Block net, LabelledImages data) {
        check(net, data);
        float[][] rows = new float[data.size()][];
        int row = 0;
        for (ImageBatch batch : data.batches(Evaluation.BATCH_SIZE)) {
            try (batch) {
                ParameterStore store = new ParameterStore(batch.manager(), false);
                NDArray scores =
                        net.forward(store, new NDList(batch.images()), false).head();
                int classes = data.classes().size();
                float[] flat = scores.softmax(1).toFloatArray();
                for (int from = 0; from < flat.length; from += classes) {
                    rows[row++] = Arrays.copyOfRange(flat, from, from + classes);
                }
            }
        }
        return new Predictions(rows, data.labelArray(), data.classes());
    }

    /** Refuses a network that cannot take the images, or whose output is not one score a class. */
    static void check(Block net, LabelledImages data) {
        if (!net.isInitialized()) {
            throw new IllegalStateException("The network has no parameters yet; train it with fit(net, …) first");
        }
        try (LabelledImages one = data.first(1)) {
            Shape scores =
                    Trace.run(net, one.images(), (path, layer, x, y) -> {}).getShape();
            int classes = data.classes().size();
            if (scores.dimension() != 2 || scores.get(1) != classes) {
                throw new IllegalArgumentException("The network gives " + scores + " for one image, but the data has "
                        + classes + " classes; its last layer must give [1, " + classes + "]");
            }
        }
    }

    /**
     * Returns the class that the network holds most probable.
     *
     * @param sample the sample's index, from 0
     * @return the class's index
     */
    public int predicted(int sample) {
        float[] row = probabilities[sample];
        return IntStream.range(0, row.length)
                .reduce((best, i) -> row[i] > row[best] ? i : best)
                .orElseThrow();
    }

    /** Each class against the others; of two classes only the second, for the first says the same. */
    List<ThresholdCurve> thresholdCurves() {
        return IntStream.range(classes.size() == 2 ? 1 : 0, classes.size())
                .mapToObj(this::thresholdCurve)
                .toList();
    }

    private ThresholdCurve thresholdCurve(int label) {
        double[] scores = new double[labels.length];
        boolean[] truth = new boolean[labels.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = probabilities[i][label];
            truth[i] = labels[i] == label;
        }
        return ThresholdCurve.of(classes.get(label), scores, truth);
    }

    /**
     * Returns how often the network is right.
     *
     * @return share of the samples classified correctly, in [0, 1]
     */
    public double accuracy() {
        return IntStream.range(0, labels.length)
                        .filter(i -> predicted(i) == labels[i])
                        .count()
                / (double) labels.length;
    }
}
