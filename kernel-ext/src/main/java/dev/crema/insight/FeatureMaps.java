package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each kernel of a layer finds in one image.
 *
 * @param layer the layer's path
 * @param image the image itself
 * @param maps one feature map a kernel, row by row: {@code [featureMaps][height · width]}
 * @param height height of each map in pixels
 * @param width width of each map in pixels
 */
public record FeatureMaps(String layer, BufferedImage image, float[][] maps, int height, int width)
        implements Drawable {

    static FeatureMaps of(Block net, NDArray image, String layer) {
        Score.requireImage(net, image);
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray batch = image.toDevice(scratch.getDevice(), true);
            batch.attach(scratch);
            NDArray output = Activations.of(net, batch.expandDims(0), layer);
            Shape shape = requireMaps(layer, output.getShape());
            int height = (int) shape.get(2);
            int width = (int) shape.get(3);
            float[] flat = output.toFloatArray();
            float[][] maps = IntStream.range(0, (int) shape.get(1))
                    .mapToObj(i -> Arrays.copyOfRange(flat, i * height * width, (i + 1) * height * width))
                    .toArray(float[][]::new);
            return new FeatureMaps(layer, Score.picture(Score.pixels(image), image.getShape()), maps, height, width);
        }
    }

    static Shape requireMaps(String layer, Shape output) {
        if (output.dimension() != 4) {
            throw new IllegalArgumentException("Layer " + layer + " gives " + output
                    + ", not feature maps [batch, featureMaps, height, width]; ask for a layer before the first"
                    + " flatten or linear one");
        }
        return output;
    }

    /**
     * Returns which kernels found nothing in the image.
     *
     * @return indices of the maps that are the same everywhere
     */
    public List<Integer> silent() {
        return IntStream.range(0, maps.length)
                .filter(i -> max(maps[i]) == min(maps[i]))
                .boxed()
                .toList();
    }

    @Override
    public Figure draw() {
        List<BufferedImage> images = new ArrayList<>(List.of(image));
        List<String> captions = new ArrayList<>(List.of("image"));
        for (int i = 0; i < maps.length; i++) {
            images.add(Pixels.sequential(maps[i], height, width));
            captions.add("%d: %.2g to %.2g".formatted(i, min(maps[i]), max(maps[i])));
        }
        String title = "%d feature maps of %s, %d×%d".formatted(maps.length, layer, height, width);
        int strongest = IntStream.range(0, maps.length)
                .reduce((best, i) -> max(maps[i]) > max(maps[best]) ? i : best)
                .orElseThrow();
        return ImageGrid.of(title)
                .images(images)
                .captions(captions)
                .alt("%s; map %d responds most, up to %.2g; %d of them are flat."
                        .formatted(title, strongest, max(maps[strongest]), silent().size()))
                .figure();
    }

    static float min(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    static float max(float[] values) {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
