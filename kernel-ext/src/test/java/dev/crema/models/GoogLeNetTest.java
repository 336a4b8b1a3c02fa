package dev.crema.models;

import static dev.crema.models.ModelChecks.gaussian;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import dev.crema.layers.Trace;
import dev.crema.training.History;
import dev.crema.training.Learner;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import dev.crema.training.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogLeNetTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void withHeads_hasTorchvisionsCount_andThePapersSizesInTheHeads() {
        Summary summary = Layers.summary(GoogLeNet.withHeads(1000), new Shape(1, 3, 224, 224));
        assertEquals(13_004_888, summary.parameters());
        assertEquals(new Shape(1, 512, 4, 4), ModelsTest.output(summary, "head1.adaptiveAvgPool1"));
        assertEquals(new Shape(1, 528, 4, 4), ModelsTest.output(summary, "head2.adaptiveAvgPool1"));
        assertEquals(new Shape(1, 1000), ModelsTest.output(summary, "head2.linear2"));
    }

    @Test
    void withHeads_computesWhatTorchvisionsDoes_inTheHeadsToo() {
        NDArray x = References.madeImage(manager, 64);
        Block net = GoogLeNet.withHeads(10);
        net.initialize(manager, DataType.FLOAT32, x.getShape());
        References.giveMadeWeights(net);
        Map<String, float[]> outputs = new LinkedHashMap<>();
        Trace.run(net, x, (path, layer, input, output) -> outputs.put(path, output.toFloatArray()));
        Map<String, NDArray> expected = References.logits(manager);
        assertArrayEquals(expected.get("googlenet with heads").toFloatArray(), outputs.get(""), 1e-3f);
        assertArrayEquals(expected.get("googlenet head1").toFloatArray(), outputs.get("head1"), 1e-3f);
        assertArrayEquals(expected.get("googlenet head2").toFloatArray(), outputs.get("head2"), 1e-3f);
    }

    @Test
    void withHeads_givesThreeOutputsInTraining_andOneOtherwise() {
        NDList images = new NDList(gaussian(manager, new Shape(2, 3, 32, 32)));
        Block net = Layers.initialize(GoogLeNet.withHeads(3), 1, images.getShapes());
        Learner learner = Training.learner(net, Optimizers.adam(1e-3));
        Shape scores = new Shape(2, 3);
        assertArrayEquals(
                new Shape[] {scores, scores, scores}, learner.forward(images).getShapes());
        assertArrayEquals(new Shape[] {scores}, ModelChecks.run(net, images).getShapes());
    }

    @Test
    void withHeads_takesTheSmallestImage_survivesSaving_andGivesTheShapesThatAreComputed() {
        NDList smallest = new NDList(gaussian(manager, new Shape(2, 3, 15, 15)));
        ModelChecks.assertGivesItsShapes(() -> GoogLeNet.withHeads(3), smallest);
        ModelChecks.assertSurvivesSaving(() -> GoogLeNet.withHeads(3), smallest);
    }

    @Test
    void fit_trainsTheHeadsToo() {
        NDArray images = gaussian(manager, new Shape(4, 3, 32, 32));
        NDArray labels = manager.create(new long[] {0, 1, 2, 1});
        Examples examples = Examples.of(new NDList(images), new NDList(labels));
        Block net = Layers.initialize(GoogLeNet.withHeads(3), new Shape(1, 3, 32, 32), 1);
        double[] before = heads(net, images, labels);
        History history = Training.fit(
                net,
                examples,
                examples,
                Training.loss(Losses.withHeads(0.3, Losses.crossEntropy())),
                Optimizers.adam(1e-3),
                Training.epochs(15),
                Training.batchSize(4),
                Training.quiet());
        double[] after = heads(net, images, labels);
        for (int i = 0; i < 3; i++) {
            assertTrue(after[i] < 0.5 * before[i], i + ": " + before[i] + " to " + after[i]);
        }
        assertEquals(after[0], history.epochs().get(14).validationLoss(), 1e-3, "the validation has no heads");
    }

    private static double[] heads(Block net, NDArray images, NDArray labels) {
        double[] losses = new double[3];
        Trace.run(net, images, (path, layer, x, y) -> {
            int output = path.isEmpty() ? 0 : path.equals("head1") ? 1 : path.equals("head2") ? 2 : -1;
            if (output >= 0) {
                losses[output] = Losses.crossEntropy()
                        .evaluate(new NDList(labels), new NDList(y))
                        .getFloat();
            }
        });
        return losses;
    }
}
