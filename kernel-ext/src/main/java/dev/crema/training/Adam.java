package dev.crema.training;

import ai.djl.ndarray.NDArray;
import dev.crema.torch.OptimizerSteps;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adam: steps of about the same length for every weight, whatever the size of its gradient (Kingma and Ba 2015,
 * arXiv:1412.6980). β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, as in the paper and in PyTorch.
 */
public final class Adam extends ModelOptimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;

    Adam(double learningRate) {
        this.learningRate = requirePositive("learningRate", learningRate);
    }

    @Override
    public void step(List<String> names, List<NDArray> weights, List<NDArray> gradients) {
        List<List<NDArray>> memory = IntStream.range(0, names.size())
                .mapToObj(i -> memory(names.get(i), weights.get(i), 2))
                .toList();
        OptimizerSteps.adam(
                weights,
                gradients,
                memory.stream().map(arrays -> arrays.get(0)).toList(),
                memory.stream().map(arrays -> arrays.get(1)).toList(),
                memory.stream().map(arrays -> arrays.get(2)).toList(),
                learningRate,
                BETA1,
                BETA2,
                0,
                EPSILON);
    }

    @Override
    public String toString() {
        return "Adam with learning rate " + learningRate;
    }
}
