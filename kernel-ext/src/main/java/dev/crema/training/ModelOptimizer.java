package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.memory.Owned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A DJL optimiser that steps all parameters of a network in one native call.
 *
 * <p>What it remembers of each parameter lives as long as the optimiser does, so that training goes on where it stopped
 * when the same optimiser is given to another {@code fit}.
 */
public abstract non-sealed class ModelOptimizer extends Optimizer implements FitOption {
    private final Map<String, List<NDArray>> memory = new HashMap<>();
    private final NDManager manager = Owned.managerOf(this);

    ModelOptimizer() {
        super(new Unused());
    }

    /**
     * Moves weights against their gradients and sets the gradients to zero.
     *
     * @param names one name a weight, the same in every step
     * @param weights what is learned, changed in place
     * @param gradients one a weight
     */
    public abstract void step(List<String> names, List<NDArray> weights, List<NDArray> gradients);

    @Override
    public final void update(String parameterId, NDArray weight, NDArray gradient) {
        step(List.of(parameterId), List.of(weight), List.of(gradient));
    }

    /** Returns what is remembered of a parameter: so many arrays of its shape, zeros at first, then one counter. */
    final List<NDArray> memory(String name, NDArray weight, int arrays) {
        return memory.computeIfAbsent(name, first -> IntStream.rangeClosed(0, arrays)
                .mapToObj(i -> manager.zeros(
                        i < arrays ? weight.getShape() : new Shape(), weight.getDataType(), weight.getDevice()))
                .toList());
    }

    static double requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be a positive number");
        }
        return value;
    }

    /** DJL's constructor wants a builder, whose knobs are not ours. */
    private static final class Unused extends OptimizerBuilder<Unused> {
        @Override
        protected Unused self() {
            return this;
        }
    }
}
