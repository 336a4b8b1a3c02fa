package dev.crema.layers;

import static dev.crema.layers.Layers.avgPool;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTest {
    @Test
    void relu_isComputedAfterTheMaxPoolingThatFollowsIt_andNoOther() {
        Block relu = relu();
        Block largest = maxPool(2);
        Block mean = avgPool(2, 2);
        Block last = relu();
        assertEquals(List.of(largest, relu, mean, last), ((Sequence) seq(relu, largest, mean, last)).reordered());
        Block tanh = tanh();
        assertEquals(List.of(tanh, largest), ((Sequence) seq(tanh, largest)).reordered());
        assertEquals(List.of(relu, mean), ((Sequence) seq(relu, mean)).reordered());
    }

    @Test
    void forward_andItsGradients_areThoseOfTheBlocksInTheirOrder_toTheBit() {
        List<float[]> ours = computed(seq(blocks()));
        List<float[]> inOrder = computed(new SequentialBlock().addAll(blocks()));
        assertEquals(6, ours.size());
        for (int i = 0; i < ours.size(); i++) {
            assertArrayEquals(inOrder.get(i), ours.get(i));
        }
    }

    @Test
    void forward_freesWhatOnlyAnActivationWasGiven() {
        Block[] blocks = {conv(4, 3), relu(), conv(4, 3), tanh(), flatten()};
        assertEquals(left(new SequentialBlock().addAll(blocks)) - 2, left(seq(blocks)));
    }

    /** How many arrays there are after a forward pass, which leaves the image as it was. */
    private static int left(Block net) {
        initialize(net, new Shape(1, 1, 8, 8), 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList images = new NDList(manager.ones(new Shape(1, 1, 8, 8)));
            net.forward(new ParameterStore(manager, false), images, false);
            assertEquals(64, images.head().sum().getFloat());
            return manager.getManagedArrays().size();
        }
    }

    @Test
    void forward_keepsWhatAFunctionOfTheUsersHasSeen() {
        NDList seen = new NDList();
        LambdaBlock mine = new LambdaBlock(x -> {
            seen.addAll(x);
            return x;
        });
        Block net = initialize(seq(linear(3), mine, relu()), new Shape(1, 2), 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            net.forward(new ParameterStore(manager, false), new NDList(manager.ones(new Shape(1, 2))), false);
            assertEquals(3, seen.get(seen.size() - 1).toFloatArray().length);
        }
    }

    @Test
    void trace_showsTheReluBeforeThePooling() {
        Block net = initialize(seq(conv(4, 3), relu(), maxPool(2)), new Shape(1, 1, 8, 8), 1);
        List<String> seen = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.ones(new Shape(1, 1, 8, 8));
            Trace.run(net, image, (path, layer, input, output) -> seen.add(path + " " + output.getShape()));
        }
        assertEquals(
                List.of("conv1 (1, 4, 8, 8)", "relu1 (1, 4, 8, 8)", "maxPool1 (1, 4, 4, 4)", " (1, 4, 4, 4)"), seen);
    }

    private static Block[] blocks() {
        return new Block[] {conv(4, 3), relu(), maxPool(3, 2, pad(1)), conv(3, 3), relu(), maxPool(2)};
    }

    /** The output, and the gradients that a weighted sum of it gives the input and all weights. */
    private static List<float[]> computed(Block net) {
        initialize(net, new Shape(1, 2, 13, 13), 5);
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            Engine.getInstance().setRandomSeed(5);
            NDArray images = manager.randomNormal(new Shape(3, 2, 13, 13));
            images.setRequiresGradient(true);
            var weights = net.getParameters().values().stream()
                    .map(Parameter::getArray)
                    .toList();
            weights.forEach(weight -> weight.setRequiresGradient(true));
            NDArray output = net.forward(new ParameterStore(manager, false), new NDList(images), true)
                    .singletonOrThrow();
            gradients.backward(
                    output.mul(manager.randomNormal(output.getShape())).sum());
            List<float[]> computed = new ArrayList<>(
                    List.of(output.toFloatArray(), images.getGradient().toFloatArray()));
            weights.forEach(weight -> computed.add(weight.getGradient().toFloatArray()));
            return computed;
        }
    }
}
