package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a network: moved by an optimiser, kept, and restored. */
final class Weights implements AutoCloseable {
    private final List<NDArray> all = new ArrayList<>();
    private final List<Parameter> learned = new ArrayList<>();
    private final NDManager manager = NDManager.newBaseManager();
    private final List<NDArray> kept = new ArrayList<>();

    Weights(Block net) {
        for (Parameter parameter : net.getParameters().values()) {
            all.add(parameter.getArray());
            if (parameter.requiresGradient()) {
                // parameters read from a file do not ask for gradients yet
                parameter.getArray().setRequiresGradient(true);
                learned.add(parameter);
            }
        }
        if (learned.isEmpty()) {
            throw new IllegalArgumentException("The network has nothing to learn: "
                    + (all.isEmpty() ? "it has no parameters" : "all its parameters are frozen; unfreeze some"));
        }
        for (NDArray array : all) {
            kept.add(manager.zeros(array.getShape(), array.getDataType(), array.getDevice()));
        }
        keep();
    }

    /** Moves the weights against the gradients of the last backward pass, which are zero afterwards. */
    void step(Optimizer optimizer) {
        List<Parameter> moved = learned.stream()
                .filter(parameter -> parameter.getArray().hasGradient())
                .toList();
        List<NDArray> arrays = moved.stream().map(Parameter::getArray).toList();
        try (NDList gradients =
                new NDList(arrays.stream().map(NDArray::getGradient).toList())) {
            if (optimizer instanceof ModelOptimizer whole) {
                whole.step(moved.stream().map(Parameter::getId).toList(), arrays, gradients);
            } else {
                for (int i = 0; i < arrays.size(); i++) {
                    optimizer.update(moved.get(i).getId(), arrays.get(i), gradients.get(i));
                }
            }
        }
    }

    /** Remembers the parameters as they are. */
    void keep() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).copyTo(kept.get(i));
        }
    }

    /** Puts the parameters back to what they were when last kept. */
    void restore() {
        for (int i = 0; i < all.size(); i++) {
            kept.get(i).copyTo(all.get(i));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
