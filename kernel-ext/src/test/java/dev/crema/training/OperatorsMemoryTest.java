package dev.crema.training;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.crema.torch.Gradients;
import dev.crema.torch.Operators;
import org.junit.jupiter.api.Test;

class OperatorsMemoryTest {
    private static final Shape IMAGES = new Shape(8, 1, 28, 28);

    @Test
    void steppingAgainAndAgain_leavesNativeMemoryFlat() {
        Block net = network();
        try (NDManager manager = NDManager.newBaseManager()) {
            initialize(net, IMAGES, 0);
            NDArray images = manager.randomUniform(0, 1, IMAGES);
            for (int i = 0; i < 60; i++) {
                step(net, images);
            }
            long before = NativeMemory.residentAfterCollection();
            for (int i = 0; i < 240; i++) {
                step(net, images);
            }
            long grown = NativeMemory.residentAfterCollection() - before;
            // the first feature maps, leaked once a step, would be 240 × 8 × 4 × 28² × 4 bytes = 24 MB
            assertTrue(grown < 12_000_000, "grew by " + grown + " bytes");
        }
    }

    @Test
    void aStep_leavesNoArraysWithTheOwnersOfItsInputs() {
        Block net = network();
        try (NDManager manager = NDManager.newBaseManager()) {
            initialize(net, IMAGES, 0);
            NDArray images = manager.randomUniform(0, 1, IMAGES);
            NDManager ofParameters = net.getParameters().valueAt(0).getArray().getManager();
            int parameters = ofParameters.getManagedArrays().size();
            step(net, images);
            assertEquals(1, manager.getManagedArrays().size());
            assertEquals(parameters, ofParameters.getManagedArrays().size());
        }
    }

    @Test
    void networksMadeAgainAndAgain_leaveNativeMemoryFlat() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.randomUniform(0, 1, IMAGES);
            for (int i = 0; i < 100; i++) {
                step(initialize(network(), IMAGES, i), images);
            }
            long before = NativeMemory.residentAfterCollection();
            for (int i = 0; i < 100; i++) {
                step(initialize(network(), IMAGES, i), images);
            }
            long grown = NativeMemory.residentAfterCollection() - before;
            // a million weights and their gradients, leaked once a network, would be 100 × 2 × 10⁶ × 4 bytes =
            // 800 MB
            assertTrue(grown < 80_000_000, "grew by " + grown + " bytes");
        }
    }

    /** Every operator once: pictures, then their rows as a sequence. */
    private static Block network() {
        return seq(
                conv(4, 3),
                maxUnpool(2, seq(conv(4, 3), prelu())),
                transposedConv(1, 3, stride(2)),
                new LambdaBlock(
                        x -> new NDList(x.head().reshape(x.head().getShape().get(0), 8, 392))),
                lstm(160, bidirectional()),
                gru(128, bidirectional()),
                rnn(64, finalState()),
                linear(10));
    }

    private static void step(Block net, NDArray images) {
        try (NDManager batch = images.getManager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray x = batch.create(images.toFloatArray(), IMAGES);
            ParameterStore store = new ParameterStore(batch, false);
            NDArray scores = net.forward(store, new NDList(x), true).head();
            NDArray drawn = Operators.multinomial(scores.softmax(1).stopGradient(), 1, true)
                    .squeeze(1);
            collector.backward(Losses.maskedCrossEntropy(3).evaluate(new NDList(drawn), new NDList(scores)));
            Gradients.clipNorm(net.getParameters(), 1);
        }
        net.getParameters().values().forEach(parameter -> {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                gradient.subi(gradient);
            }
        });
    }
}
