package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import dev.crema.layers.Trace;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a network makes of one image, layer after layer: of each layer the few feature maps that respond most (Zeiler and
 * Fergus 2013, "Visualizing and understanding convolutional networks", arXiv:1311.2901, on the hierarchy of features).
 *
 * @param image the image itself
 * @param shape its shape, {@code [channels, height, width]}
 * @param layers the layers that give feature maps, in the order in which they run
 * @param all how many such layers the network has at that depth; more than {@code layers} if some are left out
 */
public record FeatureHierarchy(BufferedImage image, Shape shape, List<Layer> layers, int all) implements Drawable {
    /** So many maps of each layer are kept. */
    public static final int MAPS = 8;

    /** Of more layers, so many evenly chosen ones are kept. */
    public static final int LAYERS = 24;

    /** Of a network with fewer layers than this that give maps, their parts are shown. */
    private static final int FEW = 4;

    private static final int SIDE = 84;

    /**
     * The maps of one layer that respond most.
     *
     * @param path the layer's path
     * @param shape the shape of its output, {@code [featureMaps, height, width]}
     * @param kernels which of its feature maps are kept, the one of the greatest number first
     * @param maps those, row by row: {@code [kernels][height · width]}
     */
    public record Layer(String path, Shape shape, int[] kernels, float[][] maps) {
        private static Layer of(String path, NDArray output) {
            Shape shape = output.getShape().slice(1);
            int size = (int) (shape.get(1) * shape.get(2));
            float[] flat = output.toFloatArray();
            float[][] maps = IntStream.range(0, (int) shape.get(0))
                    .mapToObj(i -> Arrays.copyOfRange(flat, i * size, (i + 1) * size))
                    .toArray(float[][]::new);
            int[] kernels = IntStream.range(0, maps.length)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> FeatureMaps.max(maps[i]))
                            // where many reach the limit of a ReLU6, those that reach it in more places
                            .thenComparing(i -> mean(maps[i]))
                            .reversed())
                    .limit(MAPS)
                    .mapToInt(Integer::intValue)
                    .toArray();
            return new Layer(
                    path,
                    shape,
                    kernels,
                    Arrays.stream(kernels).mapToObj(i -> maps[i]).toArray(float[][]::new));
        }

        private static double mean(float[] map) {
            return IntStream.range(0, map.length)
                    .mapToDouble(i -> map[i])
                    .average()
                    .orElse(0);
        }

        private String words() {
            return name() + ": "
                    + IntStream.range(0, maps.length).mapToObj(this::caption).collect(Collectors.joining(", "));
        }

        private String name() {
            return path + " " + Explained.size(shape);
        }

        private BufferedImage picture(int rank) {
            return rank < maps.length
                    ? Pixels.sequential(maps[rank], (int) shape.get(1), (int) shape.get(2))
                    : Explained.BLANK;
        }

        private String caption(int rank) {
            return rank < maps.length
                    ? "%d: %.2g to %.2g"
                            .formatted(kernels[rank], FeatureMaps.min(maps[rank]), FeatureMaps.max(maps[rank]))
                    : "";
        }
    }

    /**
     * Copies the layers.
     *
     * @param image as above
     * @param shape as above
     * @param layers as above
     * @param all as above
     */
    public FeatureHierarchy {
        layers = List.copyOf(layers);
    }

    static FeatureHierarchy of(Block net, NDArray image) {
        Score.requireImage(net, image);
        float[] pixels = Score.pixels(image);
        Shape shape = image.getShape();
        try (NDManager scratch = NDManager.newBaseManager()) {
            Map<String, NDArray> outputs = new LinkedHashMap<>();
            Trace.run(net, scratch.create(pixels, shape).expandDims(0), (path, layer, x, y) -> {
                if (!path.isEmpty() && y.getShape().dimension() == 4) {
                    outputs.put(path, y);
                }
            });
            List<String> paths = chosen(List.copyOf(outputs.keySet()));
            if (paths.isEmpty()) {
                throw new IllegalArgumentException("No layer of the network gives feature maps; it has "
                        + String.join(", ", Activations.names(net)));
            }
            int kept = Math.min(LAYERS, paths.size());
            List<Layer> layers = IntStream.range(0, kept)
                    .map(i -> kept == 1 ? 0 : Math.round((float) i * (paths.size() - 1) / (kept - 1)))
                    .mapToObj(paths::get)
                    .map(path -> Layer.of(path, Objects.requireNonNull(outputs.get(path))))
                    .toList();
            return new FeatureHierarchy(Score.picture(pixels, shape), shape, layers, paths.size());
        }
    }

    /** The outermost layers; where those are too few, the layers in them. */
    private static List<String> chosen(List<String> paths) {
        List<String> chosen = List.of();
        int deepest = paths.stream().mapToInt(FeatureHierarchy::depth).max().orElse(0);
        for (int depth = 0; depth <= deepest && chosen.size() < FEW; depth++) {
            int most = depth;
            chosen = paths.stream()
                    .filter(path -> depth(path) == most
                            || (depth(path) < most && paths.stream().noneMatch(other -> other.startsWith(path + "."))))
                    .toList();
        }
        return chosen;
    }

    private static int depth(String path) {
        return (int) path.chars().filter(letter -> letter == '.').count();
    }

    @Override
    public Figure draw() {
        List<BufferedImage> pictures = new ArrayList<>(List.of(image));
        List<String> captions = new ArrayList<>(List.of("image"));
        List<String> names = new ArrayList<>(List.of("input " + Explained.size(shape)));
        int columns =
                layers.stream().mapToInt(layer -> layer.kernels().length).max().orElse(1);
        for (int rank = 1; rank < columns; rank++) {
            pictures.add(Explained.BLANK);
            captions.add("");
        }
        for (Layer layer : layers) {
            names.add(layer.name());
            for (int rank = 0; rank < columns; rank++) {
                pictures.add(layer.picture(rank));
                captions.add(layer.caption(rank));
            }
        }
        String which =
                layers.size() == all ? "%d layers".formatted(all) : "%d of %d layers".formatted(layers.size(), all);
        String title =
                "What %s make of the image: the %d feature maps of each that respond most".formatted(which, columns);
        Layer last = layers.get(layers.size() - 1);
        return ImageGrid.of(title)
                .images(pictures)
                .captions(captions)
                .rows(names)
                .columns(columns)
                .scale(SIDE)
                .alt("%s. From %s to %s. In %s, map %d responds most, up to %.2g."
                        .formatted(
                                title,
                                names.get(0),
                                last.name(),
                                last.path(),
                                last.kernels()[0],
                                FeatureMaps.max(last.maps()[0])))
                .figure()
                .detail(layers.stream().map(Layer::words).collect(Collectors.joining("\n")));
    }
}
