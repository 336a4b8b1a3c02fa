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
import ai.djl.nn.SequentialBlock;
import dev.crema.models.CifarResNet;
import dev.crema.models.LeNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureHierarchyTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void layers_areThoseWithMaps_inTheirOrder_withTheirShapes() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0);
        NDArray image = manager.randomUniform(0, 1, new Shape(1, 28, 28));
        FeatureHierarchy all = Insight.featureMaps(net, image);
        assertEquals(List.of("conv1", "relu1", "maxPool1", "conv2", "relu2", "maxPool2"), paths(all));
        assertEquals(new Shape(16, 5, 5), all.layers().get(5).shape());
        for (FeatureHierarchy.Layer layer : all.layers()) {
            FeatureMaps maps = Insight.featureMaps(net, image, layer.path());
            float before = Float.POSITIVE_INFINITY;
            assertEquals(Math.min(8, maps.maps().length), layer.kernels().length);
            for (int rank = 0; rank < layer.kernels().length; rank++) {
                assertArrayEquals(maps.maps()[layer.kernels()[rank]], layer.maps()[rank], "the very map");
                assertTrue(FeatureMaps.max(layer.maps()[rank]) <= before, "the one that responds most first");
                before = FeatureMaps.max(layer.maps()[rank]);
            }
        }
    }

    @Test
    void ofFewOuterLayers_theirPartsAreShown_andOfVeryMany_some() {
        Block wrapped = initialize(seq(LeNet.of(10)), new Shape(1, 1, 28, 28), 0);
        NDArray image = manager.randomUniform(0, 1, new Shape(1, 28, 28));
        assertEquals(6, Insight.featureMaps(wrapped, image).layers().size());
        SequentialBlock deep = seq();
        for (int i = 0; i < 40; i++) {
            deep.add(conv(2, 1));
        }
        FeatureHierarchy some = Insight.featureMaps(initialize(deep, new Shape(1, 1, 28, 28), 0), image);
        assertEquals(FeatureHierarchy.LAYERS, some.layers().size());
        assertEquals(
                List.of("conv1", "conv40"),
                List.of(paths(some).get(0), paths(some).get(23)));
        assertTrue(some.draw().title().contains("24 of 40 layers"), some.draw().title());
    }

    @Test
    void figure_saysWhatItShows_andIsTheSameAgain() {
        Block net = initialize(CifarResNet.of(8, 10), new Shape(1, 3, 16, 16), 0);
        NDArray image = manager.ones(new Shape(3, 16, 16));
        FeatureHierarchy all = Insight.featureMaps(net, image);
        assertTrue(
                all.draw().alt().contains("From input 3×16×16 to "), all.draw().alt());
        assertTrue(all.draw().text().contains("\nconv1 16×16×16: "), all.draw().text());
        assertArrayEquals(
                all.draw().png(), Insight.featureMaps(net, image).draw().png());
    }

    @Test
    void whatCannotBe_isRefused() {
        Block net = initialize(CifarResNet.of(8, 10), new Shape(1, 3, 16, 16), 0);
        assertMessage("one channel (grey)", () -> Insight.featureMaps(net, manager.zeros(new Shape(1, 16, 16))));
        assertMessage(
                "repeat the grey one", () -> Insight.featureMaps(net, manager.zeros(new Shape(1, 16, 16)), "conv1"));
        assertMessage("NaN", () -> Insight.featureMaps(net, manager.full(new Shape(3, 16, 16), Float.NaN)));
        assertMessage("one image", () -> Insight.featureMaps(net, manager.zeros(new Shape(1, 3, 16, 16))));
        Block dense = initialize(seq(flatten(), linear(3)), new Shape(1, 1, 4, 4), 0);
        assertMessage(
                "No layer of the network gives feature maps",
                () -> Insight.featureMaps(dense, manager.zeros(new Shape(1, 4, 4))));
    }

    @Test
    void kernelsInTheirThousands_areCapped_andItIsSaid() {
        Block net = initialize(seq(conv(100, 1)), new Shape(1, 100, 4, 4), 0);
        String alt = Insight.kernels(net, "conv1").draw().alt();
        assertTrue(alt.endsWith("The first 200 are shown."), alt);
    }

    private static List<String> paths(FeatureHierarchy all) {
        return all.layers().stream().map(FeatureHierarchy.Layer::path).toList();
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
