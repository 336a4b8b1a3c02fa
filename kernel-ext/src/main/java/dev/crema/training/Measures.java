package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is measured of each batch.
 *
 * @param loss what is made small
 * @param metrics what else is measured, under its name
 */
record Measures(Loss loss, Map<String, Metric> metrics) {
    static final String LOSS = "loss";
    static final String ACCURACY = "accuracy";

    /** Measures outputs whose loss is known. */
    Map<String, Double> of(double knownLoss, Batch batch, NDList outputs) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(LOSS, knownLoss);
        NDList targets = batch.targets();
        if (classifies(targets, outputs)) {
            measures.put(ACCURACY, accuracy(targets.head(), outputs.head()));
        }
        metrics.forEach((name, metric) ->
                measures.put(name, (double) metric.of(targets, outputs).getFloat()));
        return measures;
    }

    /** Measures outputs. */
    Map<String, Double> of(Batch batch, NDList outputs) {
        return of(loss.evaluate(batch.targets(), outputs).getFloat(), batch, outputs);
    }

    /** Tells whether there is a score for each class, along the second axis, and a class or its share to compare with. */
    static boolean classifies(NDList targets, NDList outputs) {
        if (targets.isEmpty() || outputs.head().getShape().dimension() < 2) {
            return false;
        }
        Shape scores = outputs.head().getShape();
        Shape truth = targets.head().getShape();
        Shape oneEach = scores.slice(0, 1).addAll(scores.slice(2));
        return targets.head().getDataType() == DataType.INT64 && scores.get(1) > 1 && truth.equals(oneEach);
    }

    private static double accuracy(NDArray labels, NDArray scores) {
        long right = scores.argMax(1).eq(labels).sum().getLong();
        return (double) right / labels.size();
    }
}
