package dev.crema.training;

import ai.djl.ndarray.NDArray;
import dev.crema.torch.OptimizerSteps;
import java.util.List;
import java.util.stream.IntStream;

/** Stochastic gradient descent with momentum: {@code v = momentum·v + gradient}, {@code w = w − learningRate·v}. */
public final class Sgd extends ModelOptimizer {
    private final double learningRate;
    private final double momentum;

    Sgd(double learningRate, double momentum) {
        this.learningRate = requirePositive("learningRate", learningRate);
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum is " + momentum + "; it must be in [0, 1)");
        }
        this.momentum = momentum;
    }

    @Override
    public void step(List<String> names, List<NDArray> weights, List<NDArray> gradients) {
        List<NDArray> velocities = IntStream.range(0, names.size())
                .mapToObj(i -> memory(names.get(i), weights.get(i), 1).get(0))
                .toList();
        OptimizerSteps.sgd(weights, gradients, velocities, learningRate, momentum, 0);
    }

    @Override
    public String toString() {
        return "SGD with learning rate " + learningRate + (momentum > 0 ? " and momentum " + momentum : "");
    }
}
