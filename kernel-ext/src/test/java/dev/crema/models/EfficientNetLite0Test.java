package dev.crema.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.ImageNet;
import dev.crema.datasets.Photos;
import dev.crema.layers.Layers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EfficientNetLite0Test {
    private static final int SIDE = 224;

    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, NDArray> expected = References.logits(manager);
    private final Block net = EfficientNetLite0.pretrained();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void pretrained_seesInPhotographsWhatPyTorchSees() {
        for (String name : List.of("bee", "cat", "coffee", "dog", "koala", "macaw", "panda")) {
            float[] logits = logits(photo(name));
            float[] reference = expected.get("photo/" + name).toFloatArray();
            assertEquals(topFive(reference), topFive(logits), name);
            assertArrayEquals(reference, logits, 1e-3f, name);
        }
    }

    @Test
    void pretrained_computesWhatPyTorchComputes() {
        float[] logits = logits(References.madeImage(manager, SIDE));
        assertArrayEquals(expected.get("made").toFloatArray(), logits, 1e-4f);
    }

    @Test
    void pretrained_namesWhatItSees() {
        int best = topFive(logits(photo("koala"))).get(0);
        assertEquals("koala", ImageNet.classes().get(best));
    }

    @Test
    void pretrained_mayBeTrainedFurther() {
        assertEquals(
                4_652_008,
                Layers.summary(net, new Shape(1, 3, 32, 32)).parameters(),
                "frozen parameters are not counted");
    }

    private NDArray photo(String name) {
        return EfficientNetLite0.preprocess(Photos.load(name)).expandDims(0);
    }

    private float[] logits(NDArray x) {
        return net.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    private static List<Integer> topFive(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                .limit(5)
                .toList();
    }
}
