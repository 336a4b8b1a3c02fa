package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.memory.Owned;
import dev.crema.torch.OptimizerSteps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DJL optimiser that steps all parameters of a network in one native call.
 *
 * <p>What it remembers of each parameter lives as long as the optimiser does, so that training goes on where it stopped
 * when the same optimiser is given to another {@code fit}.
 */
public abstract non-sealed class ModelOptimizer extends Optimizer implements FitOption {
    private final Map<String, List<NDArray>> memory = new HashMap<>();
    private final NDManager manager = Owned.managerOf(this);

    private final String description;
    private final String function;
    private final int arrays;
    private final boolean counting;
    private final double learningRate;
    private final Object[] settings;

    /**
     * Describes an optimiser to {@link OptimizerSteps}.
     *
     * @param description name and settings in words
     * @param function the name of its step
     * @param arrays how many arrays it remembers of each weight
     * @param counting whether it counts the steps of each weight
     * @param learningRate length of a step
     * @param settings the other numbers of the step, in its order
     * @throws IllegalArgumentException if the learning rate is not a positive number
     */
    ModelOptimizer(
            String description,
            String function,
            int arrays,
            boolean counting,
            double learningRate,
            Object... settings) {
        super(new Unused());
        this.description = description;
        this.function = function;
        this.arrays = arrays;
        this.counting = counting;
        this.learningRate = Choices.requirePositive("learningRate", learningRate);
        this.settings = settings;
    }

    /**
     * Moves weights against their gradients and sets the gradients to zero.
     *
     * @param names one name a weight, the same in every step
     * @param weights what is learned, changed in place
     * @param gradients one a weight
     * @param rate what the learning rate is multiplied by, 1 for the optimiser's own
     */
    public final void step(List<String> names, List<NDArray> weights, List<NDArray> gradients, double rate) {
        List<List<NDArray>> perWeight = IntStream.range(0, names.size())
                .mapToObj(i -> memory.computeIfAbsent(names.get(i), first -> zeros(weights.get(i))))
                .toList();
        List<List<NDArray>> perKind = IntStream.range(0, arrays + (counting ? 1 : 0))
                .mapToObj(
                        kind -> perWeight.stream().map(kinds -> kinds.get(kind)).toList())
                .toList();
        Object[] numbers = Stream.concat(Stream.of(learningRate * rate), Arrays.stream(settings))
                .toArray();
        OptimizerSteps.step(function, weights, gradients, perKind, numbers);
    }

    @Override
    public final void update(String parameterId, NDArray weight, NDArray gradient) {
        step(List.of(parameterId), List.of(weight), List.of(gradient), 1);
    }

    /** What is remembered of a weight; nothing before its first step. */
    final List<NDArray> memory(String name) {
        return memory.getOrDefault(name, List.of());
    }

    /** Takes over what was remembered of a weight, if anything was: null for the first kind means nothing. */
    final void remember(String name, NDArray weight, IntFunction<@Nullable NDArray> kinds) {
        memory.getOrDefault(name, List.of()).forEach(NDArray::close);
        memory.remove(name);
        if (kinds.apply(0) != null) {
            List<NDArray> own = zeros(weight);
            for (int kind = 0; kind < own.size(); kind++) {
                Objects.requireNonNull(kinds.apply(kind), "the optimiser's array " + kind + " of a weight")
                        .copyTo(own.get(kind));
            }
            memory.put(name, own);
        }
    }

    /** Forgets the steps taken so far. */
    final void forget() {
        memory.values().forEach(arrays -> arrays.forEach(NDArray::close));
        memory.clear();
    }

    /** What is remembered of a weight before the first step. */
    private List<NDArray> zeros(NDArray weight) {
        Stream<Shape> shapes = Stream.concat(
                Stream.generate(weight::getShape).limit(arrays), counting ? Stream.of(new Shape()) : Stream.empty());
        return shapes.map(shape -> manager.zeros(shape, weight.getDataType(), weight.getDevice()))
                .toList();
    }

    /**
     * Returns the length of a step.
     *
     * @return the learning rate, above 0
     */
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final String toString() {
        return description;
    }

    /** DJL's constructor wants a builder, whose knobs are not ours. */
    private static final class Unused extends OptimizerBuilder<Unused> {
        @Override
        protected Unused self() {
            return this;
        }
    }
}
