package dev.crema.insight;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.LabelledImages;
import dev.crema.models.LeNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InsightTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final Block leNet = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void featureMaps_areTheConvolutionWorkedByHand() {
        // the syllabus's example: 4×4 image 1..16, kernel [1 1; 0 2], pad 1, stride 2
        Block net = initialize(seq(conv(1, 2, pad(1), stride(2))), new Shape(1, 1, 4, 4), 0);
        NDArray weight = net.getParameters().valueAt(0).getArray();
        weight.setRequiresGradient(false);
        manager.create(new float[] {1, 1, 0, 2}, weight.getShape()).copyTo(weight);

        FeatureMaps maps = Insight.featureMaps(net, manager.arange(1f, 17f).reshape(1, 4, 4), "conv1");

        assertArrayEquals(new float[] {2, 6, 0, 23, 35, 8, 13, 29, 16}, maps.maps()[0]);
        assertEquals(3, maps.height());
        assertArrayEquals(
                new float[] {1, 1, 0, 2}, Insight.kernels(net, "conv1").weights()[0][0]);
    }

    @Test
    void featureMaps_haveOneMapAKernel() {
        FeatureMaps maps = Insight.featureMaps(leNet, manager.randomUniform(0, 1, new Shape(1, 28, 28)), "conv2");
        assertEquals(16, maps.maps().length);
        assertEquals(10, maps.width());
        assertEquals("16 feature maps of conv2, 10×10", maps.draw().title());
    }

    @Test
    void aLayerThatDoesNotExist_isAnsweredWithThoseThatDo() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Insight.featureMaps(leNet, manager.zeros(new Shape(1, 28, 28)), "conv3"))
                .getMessage();
        assertEquals(
                "The network has no layer \"conv3\"; it has conv1, conv2, relu3, relu1, relu2, relu4, linear3, linear1,"
                        + " linear2, maxPool1, maxPool2, flatten1",
                message,
                "the nearest first");
    }

    @Test
    void aLayerWithoutMaps_orWithoutKernels_isRefused() {
        NDArray image = manager.zeros(new Shape(1, 28, 28));
        String maps = assertThrows(IllegalArgumentException.class, () -> Insight.featureMaps(leNet, image, "linear1"))
                .getMessage();
        assertTrue(maps.contains("(1, 120)"), maps);
        String kernels = assertThrows(IllegalArgumentException.class, () -> Insight.kernels(leNet, "relu1"))
                .getMessage();
        assertTrue(kernels.contains("no convolution"), kernels);
    }

    @Test
    void anUntrainedNetwork_isRefused() {
        String message = assertThrows(IllegalStateException.class, () -> Insight.layers(LeNet.of(10)))
                .getMessage();
        assertTrue(message.contains("fit(net"), message);
    }

    @Test
    void features_areWhatTheLastLayerIsGiven() {
        NDArray images = manager.randomUniform(0, 1, new Shape(300, 1, 28, 28));
        LabelledImages data = LabelledImages.of(
                images, manager.zeros(new Shape(300), ai.djl.ndarray.types.DataType.INT64), List.of("a"));
        float[][] features = Insight.features(leNet, data);
        assertEquals(300, features.length);
        assertEquals(84, features[0].length);
        assertArrayEquals(Insight.features(leNet, data, "relu4")[299], features[299]);
        assertEquals(784, Insight.pixels(data)[0].length);
    }
}
