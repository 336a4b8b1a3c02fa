package dev.crema.training;

import ai.djl.ndarray.NDList;
import dev.crema.datasets.Batch;
import dev.crema.training.Share.Outcome;
import java.util.Map;

/** The usual step: run the network, compare with the targets, move the weights. */
final class Supervised implements Step, AutoCloseable {
    private final Learner learner;
    private final Measures measures;
    private final boolean small;
    private final DataParallel parallel;

    /** Makes the step, with the use of the cores that {@link Fitting#plan} has decided on. */
    Supervised(Learner learner, FitOptions options) {
        this.learner = learner;
        this.measures = new Measures(options.loss, options.metrics);
        this.small = options.small;
        this.parallel = new DataParallel(learner, options.loss, options.shares);
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        Outcome outcome = small ? whole(batch) : shared(batch);
        return measures.of(outcome.loss(), batch, outcome.outputs());
    }

    private Outcome whole(Batch batch) {
        NDList outputs = new NDList();
        double loss = learner.minimise(() -> {
            outputs.addAll(learner.forward(batch.inputs()));
            return measures.loss().evaluate(batch.targets(), outputs);
        });
        return new Outcome(loss, outputs, Map.of());
    }

    private Outcome shared(Batch batch) {
        Outcome outcome = parallel.gradients(batch);
        if (Double.isFinite(outcome.loss())) {
            learner.step(outcome.gradients());
        }
        return outcome;
    }

    @Override
    public void close() {
        parallel.close();
    }
}
