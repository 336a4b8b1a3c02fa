package dev.crema.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.crema.memory.Owned;
import dev.crema.torch.Gradients;
import dev.crema.torch.OptimizerSteps;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a network once more, for another thread: the same numbers in memory, with gradients of their own. */
final class Replica implements AutoCloseable {
    private final NDManager manager = Owned.managerOf(this);
    private final Map<Parameter, NDArray> twins = new LinkedHashMap<>();
    private final NDList collected = new NDList();
    private final NDList originals = new NDList();

    Replica(Collection<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (parameter.getArray().hasGradient()) {
                NDArray twin = parameter.getArray().stopGradient();
                twin.attach(manager);
                twin.setRequiresGradient(true);
                twins.put(parameter, twin);
            }
        }
    }

    /** Gives a network these weights. */
    ParameterStore store(NDManager computed) {
        return new ParameterStore(computed, false) {
            @Override
            public NDArray getValue(Parameter parameter, Device device, boolean training) {
                NDArray twin = twins.get(parameter);
                return twin == null ? super.getValue(parameter, device, training) : twin;
            }
        };
    }

    /** Adds the gradients that were collected here to those of the network, and forgets them. */
    void handOver() {
        if (collected.size() < twins.size()) {
            find();
        }
        OptimizerSteps.handOver(collected, originals);
    }

    // a gradient stays the same array from the first backward pass on that reaches it
    private void find() {
        letGo();
        twins.forEach((parameter, twin) -> {
            NDArray gradient = Gradients.collected(twin);
            if (gradient != null) {
                collected.add(gradient);
                originals.add(Gradients.collectedOrZeros(parameter.getArray()));
            }
        });
    }

    private void letGo() {
        collected.close();
        collected.clear();
        originals.close();
        originals.clear();
    }

    @Override
    public void close() {
        letGo();
        manager.close();
    }
}
