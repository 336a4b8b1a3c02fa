package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.torch.Gradients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network and the optimiser that moves its weights: what a {@link Step} of your own works with. A generative adversarial
 * network has two of them.
 *
 * <pre>{@code
 * var generator = learner(initialize(seq(...), new Shape(1, 16), 1), adam(2e-4));
 * var discriminator = learner(initialize(seq(...), new Shape(1, 1, 28, 28), 2), adam(2e-4));
 * fit(List.of(generator, discriminator), batch -> {
 *     ...
 *     double loss = discriminator.minimise(() -> ...);
 *     return Map.of("discriminator", loss);
 * }, images, epochs(5));
 * }</pre>
 */
public final class Learner {
    private final Block net;
    private final Optimizer optimizer;
    private Weights weights;
    private double rate = 1;
    private boolean alone;
    // those of the step that is being taken
    private @Nullable Leaves leaves;

    Learner(Block net, Optimizer optimizer, Steps steps) {
        if (!net.isInitialized()) {
            throw new IllegalStateException(
                    "The network has no parameters yet; give it some with initialize(net, shape of a batch, seed)");
        }
        this.net = net;
        this.optimizer = optimizer;
        this.weights = new Weights(net, steps);
    }

    /**
     * Returns the network.
     *
     * @return the network
     */
    public Block net() {
        return net;
    }

    /**
     * Runs the network in training mode.
     *
     * @param inputs batch first; what is computed belongs to the manager of the first
     * @return its outputs, batch first
     */
    public NDList forward(NDList inputs) {
        // DJL's recurrent blocks add their states to the list that they are given
        return net.forward(store(inputs.head().getManager()), new NDList(inputs), true);
    }

    private ParameterStore store(NDManager manager) {
        if (leaves != null) {
            return leaves;
        }
        // while another network learns from what this one says, gradients of these weights would go to waste
        return Gradients.recording() && !weights.tiny()
                ? new Leaves(weights.learned(), false, manager)
                : new ParameterStore(manager, false);
    }

    /**
     * Runs a network of one input and one output in training mode.
     *
     * @param input batch first; what is computed belongs to its manager
     * @return its output, batch first
     */
    public NDArray forward(NDArray input) {
        return forward(new NDList(input)).singletonOrThrow();
    }

    /**
     * Computes a loss and takes one optimiser step against its gradient. Gradients that other losses have left in this
     * network are forgotten first; weights of other networks stay as they are.
     *
     * @param loss computes the loss, a scalar, from what it runs through {@link #forward}
     * @return the loss; if it is NaN or infinite, no step is taken
     */
    public double minimise(Supplier<NDArray> loss) {
        return minimise(List.of(this), loss);
    }

    /**
     * Computes one loss of several networks and has each take a step of its own optimiser against it, as
     * {@link #minimise(Supplier)} does for one.
     *
     * @param learners the networks that are to learn
     * @param loss computes the loss, a scalar, from what it runs through {@link #forward}
     * @return the loss; if it is NaN or infinite, no step is taken
     */
    public static double minimise(List<Learner> learners, Supplier<NDArray> loss) {
        try (GradientCollector gradients = Gradients.collector();
                NDManager step = NDManager.newBaseManager()) {
            learners.forEach(learner -> learner.begin(step));
            NDArray scalar = loss.get();
            float value = Scalars.of(scalar);
            if (Float.isFinite(value)) {
                gradients.backward(scalar);
                learners.forEach(Learner::move);
            }
            return value;
        } finally {
            learners.forEach(learner -> learner.leaves = null);
        }
    }

    private void begin(NDManager step) {
        if (!alone) {
            weights.zeroGradients();
        }
        if (!weights.tiny()) {
            leaves = new Leaves(weights.learned(), true, step);
        }
    }

    private void move() {
        if (leaves == null) {
            weights.step(optimizer, rate);
        } else {
            step(leaves.gradients());
        }
    }

    /** Takes a step against gradients, which are changed. */
    void step(Map<Parameter, NDArray> gradients) {
        weights.step(optimizer, rate, gradients);
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Weights weights() {
        return weights;
    }

    /**
     * Has the next steps taken so, in a training of its own.
     *
     * @param alone whether no other network is trained with it, whose losses could leave gradients here
     */
    void follow(Steps steps, boolean alone) {
        if (!(optimizer instanceof ModelOptimizer)
                && (steps.schedule() != Steps.DEFAULT.schedule()
                        || !steps.parts().isEmpty())) {
            throw new IllegalArgumentException(optimizer.getClass().getSimpleName()
                    + " of DJL keeps its learning rate to itself, expected one of adam, sgd, adamW, … for a schedule or"
                    + " rates of parts; or give it a DJL Tracker instead");
        }
        weights.close();
        weights = new Weights(net, steps);
        weights.zeroGradients();
        this.alone = alone;
    }

    /** Multiplies the learning rate of the next steps. */
    void rate(double factor) {
        rate = factor;
    }

    Optional<String> firstNotFinite() {
        return weights.firstNotFinite();
    }
}
