package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Where in which images of a data set each feature map of a layer responds most. */
final class Excitement {
    private final int most;
    private final List<List<Place>> tops = new ArrayList<>();
    private double[] low = {};
    private Shape image = new Shape();

    /** The greatest number of a feature map for one image. */
    record Place(int image, int row, int column, double activation) {}

    private Excitement(int most) {
        this.most = most;
    }

    static Excitement of(Block net, Examples data, String layer, int most) {
        Activations.layer(net, layer);
        Excitement excitement = new Excitement(most);
        int first = 0;
        for (Batch batch : data.batches(batchSize(data))) {
            try (batch) {
                if (Thread.interrupted()) {
                    throw new CancellationException("Stopped by an interrupt after " + first + " of " + data.size()
                            + " images; nothing is kept");
                }
                NDArray images = batch.inputs().head();
                excitement.see(images, Activations.of(net, images, layer), first, layer);
                first += (int) images.getShape().get(0);
            }
        }
        return excitement;
    }

    /** So many images at once as {@link Score} takes. */
    static int batchSize(Examples data) {
        try (Batch one = data.batches(1).iterator().next()) {
            Shape shape = one.inputs().head().getShape();
            if (shape.dimension() != 4) {
                throw new IllegalArgumentException(
                        "The data are " + shape + ", not images [batch, channels, height, width]");
            }
            return Score.atOnce(shape.size());
        }
    }

    private void see(NDArray images, NDArray output, int first, String layer) {
        Shape shape = output.getShape();
        boolean flat = shape.dimension() == 2;
        if (!flat) {
            FeatureMaps.requireMaps(layer, shape);
        }
        image = images.getShape().slice(1);
        int channels = (int) shape.get(1);
        int width = flat ? 1 : (int) shape.get(3);
        int places = flat ? 1 : (int) (shape.get(2) * width);
        if (tops.isEmpty()) {
            low = new double[channels];
            Arrays.fill(low, Double.POSITIVE_INFINITY);
            IntStream.range(0, channels).forEach(i -> tops.add(new ArrayList<>()));
        }
        float[] numbers = output.toFloatArray();
        for (int from = 0; from < numbers.length; from += places) {
            int channel = from / places % channels;
            int greatest = from;
            for (int i = from; i < from + places; i++) {
                greatest = numbers[i] > numbers[greatest] ? i : greatest;
                low[channel] = Math.min(low[channel], numbers[i]);
            }
            int place = greatest - from;
            add(
                    tops.get(channel),
                    new Place(first + from / places / channels, place / width, place % width, numbers[greatest]));
        }
    }

    private void add(List<Place> top, Place place) {
        int rank = top.size();
        while (rank > 0 && top.get(rank - 1).activation < place.activation) {
            rank--;
        }
        top.add(rank, place);
        if (top.size() > most) {
            top.remove(most);
        }
    }

    int channels() {
        return tops.size();
    }

    /** Shape of one image, {@code [channels, height, width]}. */
    Shape image() {
        return image;
    }

    /** Where the map responds more than it does least, the greatest first. */
    List<Place> top(int channel) {
        return tops.get(channel).stream()
                .filter(place -> place.activation > low[channel])
                .toList();
    }

    /** The maps that respond most, the greatest first. */
    int[] strongest(int limit) {
        return IntStream.range(0, channels())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> tops.get(i).get(0).activation)
                        .reversed())
                .limit(limit)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
