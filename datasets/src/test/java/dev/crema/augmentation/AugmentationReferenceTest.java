package dev.crema.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.crema.datasets.ImageBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares with torchvision; the script beside the tests wrote the reference. */
class AugmentationReferenceTest {
    private static final Map<String, UnaryOperator<ImageBatch>> OURS = Map.ofEntries(
            Map.entry("rotate 30", by(Augmentations.rotate(30, 30))),
            Map.entry("rotate -75", by(Augmentations.rotate(-75, -75))),
            Map.entry("scale 1.3", by(Augmentations.scale(1.3, 1.3))),
            Map.entry("scale 0.7", by(Augmentations.scale(0.7, 0.7))),
            Map.entry("blur 0.8", by(Augmentations.blur(0.8, 0.8))),
            Map.entry("brightness 1.4", by(ColourJitter::brightened, 1.4f)),
            Map.entry("contrast 0.6", by(ColourJitter::contrasted, 0.6f)),
            Map.entry("contrast 1.5", by(ColourJitter::contrasted, 1.5f)),
            Map.entry("saturation 0.3", by(ColourJitter::saturated, 0.3f)),
            Map.entry("saturation 1.7", by(ColourJitter::saturated, 1.7f)),
            Map.entry("hue 0.1", by(ColourJitter::hueShifted, 0.1f)),
            Map.entry("hue -0.4", by(ColourJitter::hueShifted, -0.4f)));

    @Test
    void results_agreeWithTorchvision() throws IOException {
        Map<String, float[]> reference = reference();
        assertEquals(OURS.keySet(), reference.keySet());
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] pixels = new float[3 * 5 * 7];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = i * 37 % 101 / 100f;
            }
            ImageBatch image =
                    new ImageBatch(manager.create(pixels, new Shape(1, 3, 5, 7)), manager.create(new long[] {0}));
            OURS.forEach((name, ours) -> assertArrayEquals(
                    reference.get(name), ours.apply(image).images().toFloatArray(), 2e-5f, name));
        }
    }

    private static UnaryOperator<ImageBatch> by(Augmentation augmentation) {
        return image -> augmentation.apply(image, 1);
    }

    private static UnaryOperator<ImageBatch> by(Change change, float amount) {
        return image -> new ImageBatch(change.of(image.images(), image.manager().create(amount)), image.labels());
    }

    private static Map<String, float[]> reference() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(AugmentationReferenceTest.class.getResourceAsStream("torchvision.csv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split(","))
                    .collect(Collectors.toMap(cells -> cells[0], AugmentationReferenceTest::floats));
        }
    }

    private static float[] floats(String[] cells) {
        float[] values = new float[cells.length - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(cells[i + 1]);
        }
        return values;
    }

    private interface Change {
        NDArray of(NDArray images, NDArray amount);
    }
}
