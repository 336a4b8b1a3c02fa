package dev.crema.models;

import static dev.crema.layers.Layers.gradients;
import static dev.crema.layers.Layers.layer;
import static dev.crema.layers.Layers.weights;
import static dev.crema.models.ModelChecks.gaussian;
import static dev.crema.models.ModelChecks.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import dev.crema.datasets.Examples;
import dev.crema.insight.Insight;
import dev.crema.layers.Layers;
import dev.crema.training.Optimizers;
import dev.crema.training.Training;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathsTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void layers_areFoundInNetsWithoutParametersToo() {
        assertInstanceOf(BatchNorm.class, layer(ResNet.of(18, 3), "block2.residual1.shortcut.batchNorm1"));
        assertInstanceOf(Inception.class, layer(GoogLeNet.of(3), "inception9"));
        assertInstanceOf(Linear.class, layer(GoogLeNet.withHeads(3), "head2.linear2"));
        Block net = ResNet.of(50, 3);
        Block stage = layer(net, "block3");
        assertSame(layer(stage, "residual2.body.conv3"), layer(net, "block3.residual2.body.conv3"));
    }

    @Test
    void everyLayerOfTheSummary_isFoundByItsPath() {
        for (Block net : new Block[] {ResNet.of(18, 3), GoogLeNet.withHeads(3), EfficientNetLite0.of(3)}) {
            Layers.summary(net, new Shape(1, 3, 32, 32)).rows().forEach(row -> layer(net, row.path()));
        }
    }

    @Test
    void anUnknownPath_isAnsweredWithTheNearestFirst() {
        String message = refusal(() -> layer(ResNet.of(50, 3), "block2.residual1.body.convolution1"));
        assertTrue(
                message.startsWith("The network has no layer \"block2.residual1.body.convolution1\"; it has"
                        + " block2.residual1.body.conv1, "),
                message);
        assertTrue(message.matches(".* and \\d+ more"), message);
        Block net = Layers.initialize(LeNet.of(3), new Shape(1, 1, 28, 28), 1);
        assertTrue(refusal(() -> weights(net, "conv1.weigth")).contains("it has conv1.weight, "));
        assertTrue(refusal(() -> weights(net, "relu1")).contains("no weights \"relu1\""));
        assertTrue(refusal(() -> Insight.activations(net, manager.zeros(new Shape(1, 1, 28, 28)), "linear4"))
                .contains("it has linear1, "));
        assertThrows(IllegalStateException.class, () -> weights(LeNet.of(3), "conv1"));
    }

    @Test
    void activations_areWhatTheNextLayerIsGiven() {
        NDArray images = gaussian(manager, new Shape(2, 3, 32, 32));
        Block net = Layers.initialize(GoogLeNet.withHeads(3), images.getShape(), 1);
        NDArray features = Insight.activations(net, images, "middle.inception3");
        assertEquals(new Shape(2, 528, 2, 2), features.getShape());
        assertArrayEquals(
                Insight.activations(net, images, "head2").toFloatArray(),
                ModelChecks.run(layer(net, "head2"), features).toFloatArray());
    }

    @Test
    void gradients_areThoseOfTheLastBackwardPass() {
        NDArray images = gaussian(manager, new Shape(2, 3, 32, 32));
        Block net = Layers.initialize(ResNet.of(18, 3), images.getShape(), 1);
        weights(net, "linear1").setRequiresGradient(true);
        weights(net, "block4.residual2.body.conv2").setRequiresGradient(true);
        assertTrue(assertThrows(IllegalStateException.class, () -> gradients(net, "linear1"))
                .getMessage()
                .contains("No gradient has reached linear1"));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(ModelChecks.run(net, images).sum());
        }
        // the scores are linear in the last features, so their sum's gradient by each row of weights is the features'
        // sum
        float[] features = Insight.activations(net, images, "globalAvgPool1")
                .sum(new int[] {0})
                .toFloatArray();
        NDArray gradient = gradients(net, "linear1");
        assertEquals(weights(net, "linear1.weight").getShape(), gradient.getShape());
        assertArrayEquals(features, gradient.get(1).toFloatArray(), 1e-4f);
        assertTrue(gradients(net, "block4.residual2.body.conv2").abs().sum().getFloat() > 0);
    }

    @Test
    void freezing_keepsTheWeightsUnderAPath_andNoOthers() {
        NDArray images = gaussian(manager, new Shape(4, 3, 16, 16));
        Examples examples = Examples.of(new NDList(images), new NDList(manager.create(new long[] {0, 1, 2, 0})));
        Block net = Layers.initialize(CifarResNet.of(8, 3), new Shape(1, 3, 16, 16), 1);
        String frozen = "block2.residual1.body.conv1";
        String free = "block2.residual1.body.conv2";
        float[] frozenBefore = weights(net, frozen).toFloatArray();
        float[] freeBefore = weights(net, free).toFloatArray();
        Training.fit(
                net,
                examples,
                examples,
                Training.freeze("block1"),
                Training.freeze("block2.residual1.body.conv1"),
                Optimizers.adam(1e-2),
                Training.epochs(2),
                Training.batchSize(4),
                Training.quiet());
        assertArrayEquals(frozenBefore, weights(net, frozen).toFloatArray());
        assertFalse(Arrays.equals(freeBefore, weights(net, free).toFloatArray()));
    }
}
