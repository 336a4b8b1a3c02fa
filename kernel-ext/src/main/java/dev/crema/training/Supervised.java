package dev.crema.training;

import ai.djl.ndarray.NDList;
import dev.crema.datasets.Batch;
import dev.crema.training.DataParallel.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usual step: run the network, compare with the targets, move the weights. */
final class Supervised implements Step, AutoCloseable {
    private final Learner learner;
    private final Measures measures;
    private final int shares;

    // made by the first step, when what is frozen for this training is known
    private @Nullable DataParallel parallel;

    /**
     * Makes the step.
     *
     * @param shares how many threads share a batch, 1 or more
     */
    Supervised(Learner learner, Measures measures, int shares) {
        this.learner = learner;
        this.measures = measures;
        this.shares = shares;
    }

    @Override
    public Map<String, Double> on(Batch batch) {
        Outcome outcome = shares == 1 ? whole(batch) : shared(batch);
        return measures.of(outcome.loss(), batch, outcome.outputs());
    }

    private Outcome whole(Batch batch) {
        NDList outputs = new NDList();
        double loss = learner.minimise(() -> {
            outputs.addAll(learner.forward(batch.inputs()));
            return measures.loss().evaluate(batch.targets(), outputs);
        });
        return new Outcome(loss, outputs);
    }

    private Outcome shared(Batch batch) {
        if (parallel == null) {
            parallel = new DataParallel(learner, measures.loss(), shares);
        }
        Outcome outcome = parallel.gradients(batch);
        if (Double.isFinite(outcome.loss())) {
            learner.step();
        }
        return outcome;
    }

    @Override
    public void close() {
        if (parallel != null) {
            parallel.close();
        }
    }
}
