package dev.crema.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.crema.torch.Gradients;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The learned weights of a network once more, for one step in one thread: the same numbers in memory, with gradients of their
 * own. libtorch adds to the gradient that a weight has; one without takes over the new one as it is.
 */
final class Leaves extends ParameterStore {
    private final Map<Parameter, NDArray> leaves = new LinkedHashMap<>();

    /**
     * Makes the leaves.
     *
     * @param parameters what the network learns
     * @param learning whether they are to collect gradients
     * @param manager owns them and their gradients
     */
    Leaves(Collection<Parameter> parameters, boolean learning, NDManager manager) {
        super(manager, false);
        for (Parameter parameter : parameters) {
            NDArray leaf = parameter.getArray().stopGradient();
            leaf.attach(manager);
            leaf.setRequiresGradient(learning);
            leaves.put(parameter, leaf);
        }
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        NDArray leaf = leaves.get(parameter);
        return leaf == null ? super.getValue(parameter, device, training) : leaf;
    }

    /** Returns the gradients that a backward pass has collected, of the weights that it reached. */
    Map<Parameter, NDArray> gradients() {
        Map<Parameter, NDArray> gradients = new LinkedHashMap<>();
        leaves.forEach((parameter, leaf) -> {
            NDArray gradient = Gradients.collected(leaf);
            if (gradient != null) {
                gradients.put(parameter, gradient);
            }
        });
        return gradients;
    }
}
