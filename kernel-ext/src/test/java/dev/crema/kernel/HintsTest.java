package dev.crema.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake is made for real, so that a new wording of the engine is noticed. */
class HintsTest {
    private static Arguments mistake(String hint, Consumer<NDManager> mistake) {
        return Arguments.of(hint, mistake);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("expects 4 inputs for each example and got 3", m -> ones(m, 2, 3)
                        .matMul(ones(m, 4, 5))),
                mistake("differ on axis 1 (3 against 5)", m -> ones(m, 2, 3).add(ones(m, 4, 5))),
                mistake(
                        "expects [batch, 1, height, width] and got [1, 3, 8, 8]",
                        m -> run(m, conv(m), ones(m, 1, 3, 8, 8))),
                mistake("smaller than the kernel", m -> run(m, conv(m), ones(m, 1, 1, 3, 3))),
                mistake("keeps all 6 elements, but [4, 4] holds", m -> ones(m, 2, 3)
                        .reshape(4, 4)),
                mistake("must have the same shape, except", m -> ones(m, 2, 3).concat(ones(m, 2, 5), 0)),
                mistake("must have the same shape, except", m -> NDArrays.stack(new NDList(ones(m, 2), ones(m, 3)))),
                mistake(
                        "labels of shape (3) do not belong to predictions of shape (2, 10)",
                        m -> Loss.softmaxCrossEntropyLoss()
                                .evaluate(new NDList(ones(m, 3)), new NDList(ones(m, 2, 10)))),
                mistake(
                        "networks compute in float32",
                        m -> run(m, linear(m), ones(m, 2, 3).toType(DataType.FLOAT64, false))),
                mistake("the array holds float32", m -> ones(m, 2).toIntArray()),
                mistake("needs a type with decimals", m -> m.arange(3).mean()),
                mistake("the network has only 10 outputs", m -> Loss.softmaxCrossEntropyLoss()
                        .evaluate(new NDList(m.create(new float[] {12, 1})), new NDList(ones(m, 2, 10)))),
                mistake("axes count from 0", m -> ones(m, 2, 3).softmax(5)),
                mistake("getFloat() reads one number", m -> ones(m, 3).getFloat()),
                mistake("was freed together with the NDManager", HintsTest::useAfterClose),
                mistake("was freed together with the NDManager", m -> {
                    NDManager closed = m.newSubManager();
                    closed.close();
                    ones(closed, 2);
                }),
                mistake(
                        "has no weights yet",
                        m -> run(m, Linear.builder().setUnits(5).build(), ones(m, 2, 3))),
                mistake("nothing was recorded", HintsTest::backwardWithoutGradient),
                mistake("nothing was recorded", m -> ones(m, 2).getGradient()),
                mistake("over one axis at a time", m -> ones(m, 2, 3).mean(new int[] {0, 1})),
                mistake("lacks this operation", m -> Optimizer.rmsprop().build().update("a", ones(m, 2), ones(m, 2))),
                mistake("machine's memory is full", m -> m.zeros(new Shape(1_000_000, 1_000_000))),
                mistake("only the PyTorch engine is installed", m -> Engine.getEngine("MXNet")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void realMistake_getsItsHint(String hint, Consumer<NDManager> mistake) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Throwable error = assertThrows(Throwable.class, () -> mistake.accept(manager));
            String words = Failures.describe(error);
            assertTrue(words.contains("\nHint: ") && words.contains(hint), words);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.UnsatisfiedLinkError: no djl_torch in java.library.path",
                "java.lang.OutOfMemoryError: Java heap space",
                "java.lang.StackOverflowError: null",
                "ai.djl.engine.EngineException: CUDA out of memory. Tried to allocate 2.00 GiB",
                "ai.djl.engine.EngineException: Could not run 'aten::empty.memory_format' with arguments from the 'CUDA'"
                        + " backend. This could be because"
            })
    void errorThatCannotBeProvokedHere_getsAHint(String error) {
        assertTrue(Hints.forError(error).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.IllegalArgumentException: k is 11 but there are only 10 points",
                "java.lang.NullPointerException: null",
                "java.lang.IndexOutOfBoundsException: Index 5 out of bounds for length 3"
            })
    void errorOfOrdinaryCode_getsNone(String error) {
        assertEquals(Optional.empty(), Hints.forError(error));
    }

    private static NDArray ones(NDManager manager, long... shape) {
        return manager.ones(new Shape(shape));
    }

    private static Block linear(NDManager manager) {
        Block linear = Linear.builder().setUnits(5).build();
        linear.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
        return linear;
    }

    private static Block conv(NDManager manager) {
        Block conv =
                Conv2d.builder().setFilters(4).setKernelShape(new Shape(5, 5)).build();
        conv.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 8, 8));
        return conv;
    }

    private static void run(NDManager manager, Block block, NDArray input) {
        block.forward(new ParameterStore(manager, false), new NDList(input), false);
    }

    private static void useAfterClose(NDManager manager) {
        NDArray array = ones(manager, 2);
        array.close();
        array.sum();
    }

    private static void backwardWithoutGradient(NDManager manager) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            gradients.backward(ones(manager, 1).sum());
        }
    }
}
