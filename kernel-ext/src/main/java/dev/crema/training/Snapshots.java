package dev.crema.training;

import java.util.List;

/** The weights of all networks of a training as they were at one moment. */
final class Snapshots implements AutoCloseable {
    private final List<Weights.Snapshot> snapshots;

    Snapshots(List<Learner> learners) {
        snapshots =
                learners.stream().map(learner -> learner.weights().snapshot()).toList();
    }

    void take() {
        snapshots.forEach(Weights.Snapshot::take);
    }

    void restore() {
        snapshots.forEach(Weights.Snapshot::restore);
    }

    @Override
    public void close() {
        snapshots.forEach(Weights.Snapshot::close);
    }
}
