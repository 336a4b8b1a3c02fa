package dev.crema.training;

import ai.djl.ndarray.NDList;
import dev.crema.datasets.Batch;
import java.util.Map;

/** The usual step: run the network, compare with the targets, move the weights. */
final class Supervised implements Step {
    private final Learner learner;
    private final Measures measures;

    Supervised(Learner learner, Measures measures) {
        this.learner = learner;
        this.measures = measures;
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        NDList outputs = new NDList();
        double loss = learner.minimise(() -> {
            outputs.addAll(learner.forward(batch.inputs()));
            return measures.loss().evaluate(batch.targets(), outputs);
        });
        return measures.of(loss, batch, outputs);
    }
}
