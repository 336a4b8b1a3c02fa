package dev.crema.training;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** All values under the names of the parameters, each after the number of its network. */
    Map<String, NDArray> values() {
        Map<String, NDArray> values = new LinkedHashMap<>();
        for (int i = 0; i < snapshots.size(); i++) {
            String network = (i + 1) + "/";
            snapshots.get(i).values().forEach((name, value) -> values.put(network + name, value));
        }
        return values;
    }

    void restore() {
        snapshots.forEach(Weights.Snapshot::restore);
    }

    @Override
    public void close() {
        snapshots.forEach(Weights.Snapshot::close);
    }
}
