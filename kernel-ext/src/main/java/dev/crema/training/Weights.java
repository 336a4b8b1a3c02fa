package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.layers.Parameters;
import dev.crema.memory.Owned;
import dev.crema.torch.Gradients;
import dev.crema.torch.OptimizerSteps;
import dev.crema.torch.Threads;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a network: moved by an optimiser, kept, and restored. */
final class Weights implements AutoCloseable {
    // numbers of a network; measured on two cores, one thread steps as fast up to there
    private static final long SMALL = 200_000;
    // numbers of a network whose gradients are added to and set to zero in less time than five native calls a weight
    private static final long TINY = 10_000;

    private final Map<String, Parameter> all;
    private final Map<Double, List<Parameter>> learned = new LinkedHashMap<>();
    private final List<Parameter> every;
    private final List<Parameter> frozen = new ArrayList<>();
    private final Steps steps;
    private final long size;
    // the gradient of a weight stays the same array from its first backward pass on; to ask for it takes three native
    // calls
    private final IdentityHashMap<List<Parameter>, Moved> complete = new IdentityHashMap<>();

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
        every = learned.values().stream().flatMap(List::stream).toList();
        size = all.values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
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
        learned.values().forEach(group -> with(group, moved -> OptimizerSteps.zero(moved.gradients)));
    }

    /** Tells whether native calls for each weight would take longer than what they save. */
    boolean tiny() {
        return size < TINY;
    }

    /** What is to be learned. */
    List<Parameter> learned() {
        return every;
    }

    /** Moves the weights against the gradients of the last backward pass, which are zero afterwards. */
    void step(Optimizer optimizer, double rate) {
        move(optimizer, rate, this::with);
    }

    /**
     * Moves the weights against gradients, which are changed, together with those that the weights themselves have
     * collected, which are zero afterwards.
     */
    void step(Optimizer optimizer, double rate, Map<Parameter, NDArray> gradients) {
        Map<Parameter, NDArray> sums = new LinkedHashMap<>(gradients);
        NDList receivers = new NDList();
        // a loss may look at the weights directly, such as one with a penalty on them
        try (NDList own = new NDList()) {
            for (Parameter parameter : every) {
                NDArray collected = Gradients.collected(parameter.getArray());
                if (collected != null) {
                    own.add(collected);
                    receivers.add(sums.computeIfAbsent(parameter, first -> collected.zerosLike()));
                }
            }
            OptimizerSteps.add(receivers, own);
            move(optimizer, rate, (group, action) -> action.accept(Moved.of(group, sums::get)));
            OptimizerSteps.zero(own);
        }
    }

    private void move(Optimizer optimizer, double rate, BiConsumer<List<Parameter>, Consumer<Moved>> with) {
        Threads.oneIf(size < SMALL, () -> {
            if (steps.maxNorm() < Double.POSITIVE_INFINITY) {
                with.accept(every, moved -> Gradients.clipNorm(moved.gradients, steps.maxNorm()));
            }
            if (steps.weightDecay() > 0) {
                with.accept(every, moved -> OptimizerSteps.decay(moved.arrays, moved.gradients, steps.weightDecay()));
            }
            learned.forEach((factor, group) -> with.accept(group, moved -> moved.step(optimizer, rate * factor)));
            return size;
        });
    }

    private void with(List<Parameter> group, Consumer<Moved> action) {
        Moved known = complete.get(group);
        if (known != null) {
            action.accept(known);
            return;
        }
        Moved moved = Moved.of(group, parameter -> Gradients.collected(parameter.getArray()));
        if (moved.arrays.size() == group.size()) {
            complete.put(group, moved);
            action.accept(moved);
        } else {
            try (moved) {
                action.accept(moved);
            }
        }
    }

    /** The parameters that have a gradient, with it. */
    private record Moved(List<String> names, List<NDArray> arrays, NDList gradients) implements AutoCloseable {
        static Moved of(List<Parameter> parameters, Function<Parameter, @Nullable NDArray> gradients) {
            Moved moved = new Moved(new ArrayList<>(), new ArrayList<>(), new NDList());
            parameters.forEach(parameter -> {
                NDArray array = parameter.getArray();
                NDArray gradient = gradients.apply(parameter);
                if (gradient != null) {
                    moved.names.add(parameter.getId());
                    moved.arrays.add(array);
                    moved.gradients.add(gradient);
                }
            });
            return moved;
        }

        void step(Optimizer optimizer, double rate) {
            if (optimizer instanceof ModelOptimizer whole) {
                whole.step(names, arrays, gradients, rate);
            } else {
                for (int i = 0; i < arrays.size(); i++) {
                    optimizer.update(names.get(i), arrays.get(i), gradients.get(i));
                }
            }
        }

        @Override
        public void close() {
            gradients.close();
        }
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

    /** Lets parts that were frozen for this training learn again, and lets go of the gradients. */
    @Override
    public void close() {
        complete.values().forEach(Moved::close);
        complete.clear();
        frozen.forEach(parameter -> parameter.getArray().setRequiresGradient(true));
        frozen.clear();
    }

    /** The values that the parameters had at one moment. */
    final class Snapshot implements AutoCloseable {
        private final NDManager manager = Owned.managerOf(this);
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
