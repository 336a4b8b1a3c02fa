package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.crema.datasets.Safetensors;
import dev.crema.layers.Parameters;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What PyTorch's models compute; src/test/python/models_reference.py made the numbers, and follows the same rules. */
final class References {
    private References() {}

    static Map<String, NDArray> logits(NDManager owner) {
        try {
            Path file = Path.of(Objects.requireNonNull(References.class.getResource("logits.safetensors"))
                    .toURI());
            return Safetensors.read(file, owner);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** An image, [1, 3, side, side], scaled as EfficientNet-Lite0 takes it. */
    static NDArray madeImage(NDManager owner, int side) {
        float[] pixels = new float[3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 7919L % 256 - 127) / 128f;
        }
        return owner.create(pixels, new Shape(1, 3, side, side));
    }

    static void giveMadeWeights(Block net) {
        int number = 0;
        for (Map.Entry<String, Parameter> named : Parameters.named(net).entrySet()) {
            NDArray array = named.getValue().getArray();
            Shape shape = array.getShape();
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                double spread = (i * 7919L + 31L * number) % 1009 / 1009.0 - 0.5;
                if (shape.dimension() > 1) {
                    spread *= 2 * Math.sqrt(6.0 * shape.get(0) / shape.size());
                } else if (named.getKey().endsWith("runningVar")) {
                    spread += 1;
                } else if (named.getKey().endsWith("gamma")) {
                    spread = 1 + spread / 2;
                }
                values[i] = (float) spread;
            }
            try (NDArray made = array.getManager().create(values, shape)) {
                made.copyTo(array);
            }
            number++;
        }
    }
}
