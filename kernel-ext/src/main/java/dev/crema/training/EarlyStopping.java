package dev.crema.training;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stops when the validation loss has not fallen for some epochs, and goes back to the weights that gave the lowest. */
final class EarlyStopping implements Callback, Checkpoint.Lasting {
    private static final String BEST = "best";

    private final int patience;
    private final Snapshots best;
    private double lowest = Double.POSITIVE_INFINITY;
    private int since;
    private int bestEpoch;

    EarlyStopping(int patience, List<Learner> learners) {
        this.patience = patience;
        this.best = new Snapshots(learners);
    }

    @Override
    public void afterEpoch(Progress progress) {
        Epoch epoch = progress.history().last().orElseThrow();
        if (Double.isNaN(epoch.validationLoss())) {
            throw new IllegalArgumentException("earlyStopping needs a validation loss, expected validation data and a"
                    + " measure called " + Measures.LOSS);
        }
        if (improves(epoch)) {
            best.take();
        } else if (since >= patience) {
            progress.end(History.State.STOPPED_EARLY);
        }
    }

    private boolean improves(Epoch epoch) {
        boolean lower = epoch.validationLoss() < lowest;
        if (lower) {
            lowest = epoch.validationLoss();
            bestEpoch = epoch.number();
        }
        since = lower ? 0 : since + 1;
        return lower;
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        best.values().forEach((name, value) -> state.put(BEST + name, value));
        return state;
    }

    @Override
    public void restore(History history, Map<String, NDArray> saved) {
        history.epochs().forEach(this::improves);
        best.values().forEach((name, value) -> Objects.requireNonNull(
                        saved.get(BEST + name), "there are no best weights; earlyStopping was not chosen")
                .copyTo(value));
    }

    @Override
    public void afterTraining(Progress progress) {
        if (bestEpoch > 0) {
            best.restore();
            progress.weightsOf(bestEpoch);
        }
        best.close();
    }
}
