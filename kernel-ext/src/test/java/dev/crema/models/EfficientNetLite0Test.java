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
            float[] logits = logits(normalised(square(name)));
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
        int best = topFive(logits(normalised(square("koala")))).get(0);
        assertEquals("koala", ImageNet.classes().get(best));
    }

    @Test
    void pretrained_mayBeTrainedFurther() {
        assertEquals(
                4_652_008,
                Layers.summary(net, new Shape(1, 3, 32, 32)).parameters(),
                "frozen parameters are not counted");
    }

    /** As the reference does: the middle square, between the centres of four pixels, without smoothing. */
    private NDArray square(String photo) {
        NDArray image = Photos.load(photo).image(manager).mul(255);
        int height = (int) image.getShape().get(1);
        int width = (int) image.getShape().get(2);
        int side = Math.min(height, width);
        float[] pixels = image.toFloatArray();
        float[] square = new float[3 * SIDE * SIDE];
        for (int i = 0; i < square.length; i++) {
            float y = source(i / SIDE % SIDE, side);
            float x = source(i % SIDE, side);
            int corner = i / (SIDE * SIDE) * height * width
                    + ((height - side) / 2 + (int) y) * width
                    + (width - side) / 2
                    + (int) x;
            float down = y - (int) y;
            float right = x - (int) x;
            square[i] = (1 - down) * ((1 - right) * pixels[corner] + right * pixels[corner + 1])
                    + down * ((1 - right) * pixels[corner + width] + right * pixels[corner + width + 1]);
        }
        return manager.create(square, new Shape(1, 3, SIDE, SIDE));
    }

    private static float source(int pixel, int side) {
        return (float) side / SIDE * (pixel + 0.5f) - 0.5f;
    }

    private static NDArray normalised(NDArray pixels) {
        return pixels.sub(127).div(128);
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
