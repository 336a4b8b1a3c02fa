package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.layers.Parameters;
import dev.crema.torch.Gradients;
import dev.crema.torch.OptimizerSteps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a network: moved by an optimiser, kept, and restored. */
final class Weights implements AutoCloseable {
    private final Map<String, Parameter> all;
    private final Map<Double, List<Parameter>> learned = new LinkedHashMap<>();
    private final List<Parameter> frozen = new ArrayList<>();
    private final Steps steps;

    Weights(Block net, Steps steps) {
        this.steps = steps;
        all = Parameters.named(net);
        for (String path : steps.parts().keySet()) {
            if (all.keySet().stream().noneMatch(name -> Steps.liesUnder(name, path))) {
                throw new IllegalArgumentException("The network has no part " + path
                        + " with parameters, expected one of " + parts() + " or a part of them");
            }
        }
        all.forEach((name, parameter) -> {
            double factor = steps.factor(name);
            if (parameter.requiresGradient() && factor > 0) {
                // parameters read from a file do not ask for gradients yet
                parameter.getArray().setRequiresGradient(true);
                learned.computeIfAbsent(factor, first -> new ArrayList<>()).add(parameter);
            } else if (parameter.requiresGradient()) {
                parameter.getArray().setRequiresGradient(false);
                frozen.add(parameter);
            }
        });
        if (learned.isEmpty()) {
            close();
            throw new IllegalArgumentException("The network has nothing to learn: "
                    + (all.isEmpty() ? "it has no parameters" : "all its parameters are frozen; unfreeze some"));
        }
    }

    /** The parameters under the names of their layers. */
    Map<String, Parameter> named() {
        return all;
    }

    /** Forgets gradients of earlier passes. */
    void zeroGradients() {
        for (List<Parameter> group : learned.values()) {
            try (NDList gradients = gradients(group)) {
                OptimizerSteps.zero(gradients);
            }
        }
    }

    /** Moves the weights against the gradients of the last backward pass, which are zero afterwards. */
    void step(Optimizer optimizer, double rate) {
        List<Parameter> every = learned.values().stream().flatMap(List::stream).toList();
        try (NDList gradients = gradients(every)) {
            if (steps.weightDecay() > 0) {
                OptimizerSteps.decay(arrays(every), gradients, steps.weightDecay());
            }
            if (steps.maxNorm() < Double.POSITIVE_INFINITY) {
                Gradients.clipNorm(gradients, steps.maxNorm());
            }
        }
        learned.forEach((factor, group) -> step(optimizer, group, rate * factor));
    }

    private static void step(Optimizer optimizer, List<Parameter> group, double rate) {
        List<Parameter> moved = moved(group);
        List<NDArray> arrays = arrays(group);
        try (NDList gradients = gradients(group)) {
            if (optimizer instanceof ModelOptimizer whole) {
                whole.step(moved.stream().map(Parameter::getId).toList(), arrays, gradients, rate);
            } else {
                for (int i = 0; i < arrays.size(); i++) {
                    optimizer.update(moved.get(i).getId(), arrays.get(i), gradients.get(i));
                }
            }
        }
    }

    private static List<Parameter> moved(List<Parameter> group) {
        return group.stream()
                .filter(parameter -> parameter.getArray().hasGradient())
                .toList();
    }

    private static List<NDArray> arrays(List<Parameter> group) {
        return moved(group).stream().map(Parameter::getArray).toList();
    }

    private static NDList gradients(List<Parameter> group) {
        return new NDList(arrays(group).stream().map(NDArray::getGradient).toList());
    }

    /** Names the first parameter that holds NaN or an infinite value. */
    Optional<String> firstNotFinite() {
        for (Map.Entry<String, Parameter> parameter : all.entrySet()) {
            if (!Culprit.finite(parameter.getValue().getArray())) {
                return Optional.of(parameter.getKey());
            }
        }
        return Optional.empty();
    }

    /** Copies the parameters as they are. */
    Snapshot snapshot() {
        return new Snapshot();
    }

    private String parts() {
        return all.keySet().stream()
                .map(name -> name.contains(".") ? name.substring(0, name.indexOf('.')) : name)
                .distinct()
                .toList()
                .toString();
    }

    /** Lets parts that were frozen for this training learn again. */
    @Override
    public void close() {
        frozen.forEach(parameter -> parameter.getArray().setRequiresGradient(true));
        frozen.clear();
    }

    /** The values that the parameters had at one moment. */
    final class Snapshot implements AutoCloseable {
        private final NDManager manager = NDManager.newBaseManager();
        private final Map<String, NDArray> values = new LinkedHashMap<>();

        private Snapshot() {
            all.forEach((name, parameter) -> {
                NDArray array = parameter.getArray();
                values.put(name, manager.zeros(array.getShape(), array.getDataType(), array.getDevice()));
            });
            take();
        }

        /** The values under the names of the parameters. */
        Map<String, NDArray> values() {
            return values;
        }

        /** Copies the values of now. */
        void take() {
            Iterator<NDArray> value = values.values().iterator();
            all.values().forEach(parameter -> parameter.getArray().copyTo(value.next()));
        }

        /** Puts the parameters back. */
        void restore() {
            Iterator<NDArray> value = values.values().iterator();
            all.values().forEach(parameter -> value.next().copyTo(parameter.getArray()));
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
