package dev.crema.training;

import java.util.List;

/** Stops when the validation loss has not fallen for some epochs, and goes back to the weights that gave the lowest. */
final class EarlyStopping implements Callback {
    private final int patience;
    private final Snapshots best;
    private double lowest = Double.POSITIVE_INFINITY;
    private int since;

    EarlyStopping(int patience, List<Learner> learners) {
        this.patience = patience;
        this.best = new Snapshots(learners);
    }

    @Override
    public void afterEpoch(Progress progress) {
        double loss = progress.history().last().orElseThrow().validationLoss();
        if (Double.isNaN(loss)) {
            throw new IllegalArgumentException("earlyStopping needs a validation loss, expected validation data and a"
                    + " measure called " + Measures.LOSS);
        }
        if (loss < lowest) {
            lowest = loss;
            since = 0;
            best.take();
        } else if (++since >= patience) {
            progress.end(History.State.STOPPED_EARLY);
        }
    }

    @Override
    public void afterTraining(Progress progress) {
        if (lowest < Double.POSITIVE_INFINITY) {
            best.restore();
        }
        best.close();
    }
}
