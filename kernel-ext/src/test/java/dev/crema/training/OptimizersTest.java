package dev.crema.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.torch.PyTorchNumbers;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizersTest {
    private static final Map<String, Supplier<Optimizer>> OURS = Map.of(
            "sgd", () -> Optimizers.sgd(0.01),
            "momentum", () -> Optimizers.sgd(0.01, 0.9),
            "nesterov", () -> Optimizers.nesterov(0.01, 0.9),
            "adam", () -> Optimizers.adam(0.05),
            "adamHalf", () -> Optimizers.adam(0.05, 0.5),
            "adamW", () -> Optimizers.adamW(0.05, 0.1),
            "adagrad", () -> Optimizers.adagrad(0.5),
            "rmsProp", () -> Optimizers.rmsProp(0.02),
            "adadelta", () -> Optimizers.adadelta(1));

    @ParameterizedTest
    @ValueSource(
            strings = {"sgd", "momentum", "nesterov", "adam", "adamHalf", "adamW", "adagrad", "rmsProp", "adadelta"})
    void twentySteps_agreeWithPyTorch(String name) {
        Optimizer optimizer = Objects.requireNonNull(OURS.get(name)).get();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray a = manager.create(new float[] {1, 10, 0.1f, 3});
            NDArray b = manager.create(new float[] {0.5f, -0.3f, 2, 0});
            NDArray weight = manager.create(new float[] {1, -1, 0.25f, 4});
            weight.setRequiresGradient(true);
            for (int i = 0; i < 20; i++) {
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray off = weight.sub(b);
                    collector.backward(
                            a.mul(off).mul(off).sum().add(weight.get(0).mul(weight.get(1))));
                }
                try (NDArray gradient = weight.getGradient()) {
                    optimizer.update("weight", weight, gradient);
                }
            }
            assertArrayEquals(
                    PyTorchNumbers.read(OptimizersTest.class, "optimizers.csv").get(name),
                    weight.toFloatArray(),
                    1e-5f);
        }
    }

    @Test
    void gradientsAreZeroAfterAStep() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = manager.create(new float[] {1, 2});
            NDArray gradient = manager.create(new float[] {3, -4});
            Optimizers.adam(0.1).update("weight", weight, gradient);
            assertArrayEquals(new float[] {0, 0}, gradient.toFloatArray());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY})
    void aLearningRateThatIsNoPositiveNumber_isRefused(double learningRate) {
        String message = assertThrows(IllegalArgumentException.class, () -> Optimizers.adam(learningRate))
                .getMessage();
        assertTrue(message.contains("learningRate is " + learningRate), message);
    }

    @Test
    void aMomentumOfOne_isRefused() {
        assertEquals(
                "momentum is 1.0; it must be in [0, 1)",
                assertThrows(IllegalArgumentException.class, () -> Optimizers.sgd(0.1, 1))
                        .getMessage());
    }
}
