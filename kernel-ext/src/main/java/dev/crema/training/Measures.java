package dev.crema.training;

import ai.djl.ndarray.NDList;
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
        if (loss instanceof Classification classification) {
            measures.put(ACCURACY, classification.accuracy(targets, outputs));
        }
        metrics.forEach((name, metric) -> measures.put(name, (double) Scalars.of(metric.of(targets, outputs))));
        return measures;
    }

    /** Measures outputs. */
    Map<String, Double> of(Batch batch, NDList outputs) {
        return of(Scalars.of(loss.evaluate(batch.targets(), outputs)), batch, outputs);
    }
}
