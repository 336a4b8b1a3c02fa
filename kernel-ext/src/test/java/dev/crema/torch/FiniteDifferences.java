package dev.crema.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.function.Function;

/** Gradients by the definition of the derivative: move one number, see how far the function moves. */
public final class FiniteDifferences {
    private static final double STEP = 1e-6;

    private FiniteDifferences() {}

    /** Fails unless autograd's gradients of the sum of f·wave, by every input, are those of central differences. */
    public static void assertGradients(Function<NDList, NDArray> f, NDArray... at) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList inputs = new NDList();
            for (NDArray array : at) {
                NDArray input = manager.create(
                                array.toType(DataType.FLOAT64, true).toDoubleArray())
                        .reshape(array.getShape());
                inputs.add(input);
                input.setRequiresGradient(true);
            }
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(weighed(f.apply(inputs)));
            }
            for (int i = 0; i < inputs.size(); i++) {
                double[] values = inputs.get(i).toDoubleArray();
                double[] expected = new double[values.length];
                for (int j = 0; j < values.length; j++) {
                    expected[j] = (moved(f, inputs, i, j, STEP) - moved(f, inputs, i, j, -STEP)) / (2 * STEP);
                }
                assertArrayEquals(
                        expected, inputs.get(i).getGradient().toDoubleArray(), 1e-7, "gradient by input " + i);
            }
        }
    }

    private static double moved(Function<NDList, NDArray> f, NDList at, int input, int place, double step) {
        try (NDManager scratch = at.head().getManager().newSubManager()) {
            NDList inputs = new NDList();
            for (int i = 0; i < at.size(); i++) {
                double[] values = at.get(i).toDoubleArray();
                if (i == input) {
                    values[place] += step;
                }
                inputs.add(scratch.create(values).reshape(at.get(i).getShape()));
            }
            return weighed(f.apply(inputs)).getDouble();
        }
    }

    private static NDArray weighed(NDArray y) {
        return y.mul(PyTorchNumbers.wave(y.getManager(), 100, y.getShape().getShape())
                        .toType(DataType.FLOAT64, false))
                .sum();
    }
}
