package dev.crema.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.layers.Layers;
import dev.crema.training.Learner;
import dev.crema.training.Optimizers;
import dev.crema.training.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;

/** What every model must do, whatever its paper. */
final class ModelChecks {
    private ModelChecks() {}

    /** The output shapes that are computed without weights are those that the net gives, also for a batch of one. */
    static void assertGivesItsShapes(Supplier<Block> maker, NDList inputs) {
        Block net = maker.get();
        Shape[] expected = net.getOutputShapes(inputs.getShapes());
        net.initialize(inputs.getManager(), DataType.FLOAT32, inputs.getShapes());
        assertArrayEquals(expected, run(net, inputs).getShapes());
        NDList one = new NDList(inputs.stream().map(x -> x.get("0:1")).toList());
        for (NDArray output : run(net, one)) {
            assertEquals(1, output.getShape().get(0), "a batch of one");
        }
    }

    /** A net computes the same once it is saved and loaded; what DJL reads is aligned otherwise, which rounds otherwise. */
    static void assertSurvivesSaving(Supplier<Block> maker, NDList inputs) {
        Block net = maker.get();
        net.initialize(inputs.getManager(), DataType.FLOAT32, inputs.getShapes());
        NDList before = run(net, inputs);
        NDList after = run(copy(net, maker, inputs.getManager()), inputs);
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i).toFloatArray(), after.get(i).toFloatArray(), 1e-6f);
        }
    }

    /** Forty steps of Adam on one batch leave less than a tenth of the loss. */
    static void assertLearnsByHeart(
            Supplier<Block> maker, NDList inputs, NDList labels, Loss loss, double learningRate) {
        Block net = Layers.initialize(maker.get(), 1, inputs.getShapes());
        Learner learner = Training.learner(net, Optimizers.adam(learningRate));
        DoubleSupplier step = () -> learner.minimise(() -> loss.evaluate(labels, learner.forward(inputs)));
        double first = step.getAsDouble();
        double last = first;
        for (int i = 0; i < 40 && last > 0.1 * first; i++) {
            // dropout blurs the one, statistics of few batches the other
            last = Math.min(
                    step.getAsDouble(), loss.evaluate(labels, run(net, inputs)).getFloat());
        }
        assertTrue(last < 0.1 * first, "the loss went from " + first + " to " + last);
    }

    static NDList run(Block net, NDList inputs) {
        return net.forward(new ParameterStore(inputs.head().getManager(), false), new NDList(inputs), false);
    }

    static NDArray run(Block net, NDArray x) {
        return run(net, new NDList(x)).singletonOrThrow();
    }

    /** Numbers of a standard normal distribution, the same on every run. */
    static NDArray gaussian(NDManager owner, Shape shape) {
        float[] numbers = new float[(int) shape.size()];
        Random random = new Random(1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return owner.create(numbers, shape);
    }

    static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    private static Block copy(Block net, Supplier<Block> maker, NDManager manager) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            net.saveParameters(new DataOutputStream(bytes));
            Block copy = maker.get();
            copy.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new AssertionError(e);
        }
    }
}
