package dev.crema.insight;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The weights of a convolution, one small picture a kernel and input channel.
 *
 * @param layer the layer's path
 * @param weights row by row: {@code [filters][channels][height · width]}
 * @param height height of each kernel in pixels
 * @param width width of each kernel in pixels
 */
public record Kernels(String layer, float[][][] weights, int height, int width) implements Drawable {

    static Kernels of(Block net, String layer) {
        Parameter weight = Activations.layer(net, layer).getDirectParameters().values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT
                        && parameter.getShape().dimension() == 4)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Layer " + layer
                        + " is no convolution, so it has no kernels; the layers are "
                        + String.join(", ", Activations.names(net))));
        Shape shape = weight.getShape();
        int channels = (int) shape.get(1);
        int size = (int) (shape.get(2) * shape.get(3));
        float[] flat = weight.getArray().toFloatArray();
        float[][][] weights = IntStream.range(0, (int) shape.get(0))
                .mapToObj(filter -> IntStream.range(0, channels)
                        .mapToObj(channel -> {
                            int from = (filter * channels + channel) * size;
                            return Arrays.copyOfRange(flat, from, from + size);
                        })
                        .toArray(float[][]::new))
                .toArray(float[][][]::new);
        return new Kernels(layer, weights, (int) shape.get(2), (int) shape.get(3));
    }

    @Override
    public Figure draw() {
        int channels = weights[0].length;
        String title = "%d kernels of %s, %d×%d, %d input %s"
                .formatted(weights.length, layer, height, width, channels, channels == 1 ? "channel" : "channels");
        int shown = Math.min(ImageGrid.MOST, weights.length * channels);
        List<String> captions = IntStream.range(0, shown)
                .mapToObj(i -> channels == 1 ? "kernel " + i : "kernel " + i / channels + ", channel " + i % channels)
                .toList();
        return ImageGrid.of(title)
                .images(Arrays.stream(weights)
                        .flatMap(Arrays::stream)
                        .limit(shown)
                        .map(kernel -> Pixels.signed(kernel, height, width))
                        .toList())
                .outOf((long) weights.length * channels)
                .captions(captions)
                .alt(title + "; orange weights are positive, blue ones negative."
                        + (shown < weights.length * channels ? " The first " + shown + " are shown." : ""))
                .figure();
    }
}
