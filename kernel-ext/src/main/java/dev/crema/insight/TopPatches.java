package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.layers.ReceptiveField;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The parts of the images of a data set that excite a feature map most (Zeiler and Fergus 2013, "Visualizing and
 * understanding convolutional networks", arXiv:1311.2901, fig. 2): of each image at most one, the receptive field of the
 * map's greatest number. What excites a map no more than what excites it least is left out.
 *
 * @param layer the layer's path
 * @param field where its numbers look
 * @param channels the feature maps, by their index
 * @param patches of each of those the patches, at most {@value #MOST}, the most exciting first
 * @param images how many images were looked through
 */
public record TopPatches(String layer, ReceptiveField field, int[] channels, List<List<Patch>> patches, int images)
        implements Drawable {
    /** So many patches of each feature map are kept. */
    public static final int MOST = 9;

    /** Where no feature maps are named, so many are shown. */
    public static final int USUAL = 8;

    /** So many feature maps have room in one figure. */
    public static final int CHANNELS = 20;

    private static final int RIM = 0x808080;

    /** Alternative text should be heard in one breath. */
    private static final int WORDS = 3;

    /**
     * A part of an image.
     *
     * @param image the image's number in the data set, from 0
     * @param row row of the number in its feature map
     * @param column column of the number in its feature map
     * @param activation the number
     * @param picture the pixels that it depends on; where these lie in the rim outside of the image, grey
     */
    public record Patch(int image, int row, int column, double activation, BufferedImage picture) {
        private String caption() {
            return "%.3g in %d".formatted(activation, image);
        }
    }

    /**
     * Copies the patches.
     *
     * @param layer as above
     * @param field as above
     * @param channels as above
     * @param patches as above
     * @param images as above
     */
    public TopPatches {
        patches = patches.stream().map(List::copyOf).toList();
    }

    static TopPatches of(Block net, Examples data, String layer, int... channels) {
        Excitement excitement = Excitement.of(net, data, layer, MOST);
        int[] chosen = channels.length > 0 ? channels.clone() : excitement.strongest(USUAL);
        for (int channel : chosen) {
            Explained.requireIndex("channel", channel, excitement.channels(), layer);
        }
        if (chosen.length > CHANNELS) {
            throw new IllegalArgumentException(
                    "The patches of " + chosen.length + " feature maps were asked for, but a figure has room for "
                            + CHANNELS + "; ask for fewer at once");
        }
        List<List<Excitement.Place>> places =
                Arrays.stream(chosen).mapToObj(excitement::top).toList();
        Shape image = excitement.image();
        ReceptiveField field = ReceptiveField.of(net, new Shape(1, image.get(0), image.get(1), image.get(2)), layer);
        Map<Excitement.Place, Patch> cut = cut(data, field, places);
        return new TopPatches(
                layer,
                field,
                chosen,
                places.stream().map(top -> top.stream().map(cut::get).toList()).toList(),
                data.size());
    }

    /** Looks through the images once more: to keep all candidates' pixels would take too much memory. */
    private static Map<Excitement.Place, Patch> cut(
            Examples data, ReceptiveField field, List<List<Excitement.Place>> places) {
        Map<Integer, List<Excitement.Place>> wanted =
                places.stream().flatMap(List::stream).collect(Collectors.groupingBy(Excitement.Place::image));
        Map<Excitement.Place, Patch> patches = new HashMap<>();
        int first = 0;
        for (Batch batch : data.batches(Excitement.batchSize(data))) {
            try (batch) {
                NDArray images = batch.inputs().head();
                for (int i = 0; i < images.getShape().get(0); i++) {
                    List<Excitement.Place> here = wanted.getOrDefault(first + i, List.of());
                    if (!here.isEmpty()) {
                        NDArray image = images.get(i);
                        BufferedImage whole = Score.picture(Score.pixels(image), image.getShape());
                        here.forEach(place -> patches.put(place, patch(place, whole, field)));
                    }
                }
                first += (int) images.getShape().get(0);
            }
        }
        return patches;
    }

    private static Patch patch(Excitement.Place place, BufferedImage whole, ReceptiveField field) {
        ReceptiveField.Side rows = field.rows();
        ReceptiveField.Side columns = field.columns();
        int top = first(rows, place.row());
        int left = first(columns, place.column());
        BufferedImage picture = new BufferedImage(length(columns), length(rows), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                boolean seen = within(rows, place.row(), top + y) && within(columns, place.column(), left + x);
                picture.setRGB(x, y, seen ? whole.getRGB(left + x, top + y) : RIM);
            }
        }
        return new Patch(place.image(), place.row(), place.column(), place.activation(), picture);
    }

    private static boolean within(ReceptiveField.Side side, int number, int pixel) {
        return pixel >= side.from(number) && pixel < side.to(number);
    }

    /** Fields larger than the image are shown in all of the image. */
    private static int length(ReceptiveField.Side side) {
        return (int) Math.min(side.length(), Math.ceil(side.size()));
    }

    private static int first(ReceptiveField.Side side, int number) {
        return side.size() >= side.length() ? 0 : (int) Math.floor(side.start() + number * side.step());
    }

    @Override
    public Figure draw() {
        String what = channels.length == 1 ? "channel " + channels[0] : channels.length + " channels";
        String title = "What excites %s of %s most: patches of %d×%d pixels from %d images"
                .formatted(what, layer, length(field.rows()), length(field.columns()), images);
        int columns = Math.max(1, patches.stream().mapToInt(List::size).max().orElse(1));
        List<BufferedImage> pictures = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (List<Patch> row : patches) {
            for (int rank = 0; rank < columns; rank++) {
                pictures.add(rank < row.size() ? row.get(rank).picture() : Explained.BLANK);
                captions.add(rank < row.size() ? row.get(rank).caption() : "");
            }
        }
        return ImageGrid.of(title)
                .images(pictures)
                .captions(captions)
                .rows(Arrays.stream(channels).mapToObj(i -> "channel " + i).toList())
                .columns(columns)
                .alt(title + ". " + words())
                .figure()
                .detail(IntStream.range(0, channels.length)
                        .mapToObj(i -> "channel " + channels[i] + ": "
                                + patches.get(i).stream().map(Patch::caption).collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("\n")));
    }

    private String words() {
        long silent = patches.stream().filter(List::isEmpty).count();
        String silence = silent == 0 ? "" : " " + silent + " of the channels respond the same everywhere.";
        return IntStream.range(0, channels.length)
                        .filter(i -> !patches.get(i).isEmpty())
                        .limit(WORDS)
                        .mapToObj(i -> "Channel %d responds most to image %d, %.3g at row %d, column %d of its map"
                                .formatted(
                                        channels[i],
                                        patches.get(i).get(0).image(),
                                        patches.get(i).get(0).activation(),
                                        patches.get(i).get(0).row(),
                                        patches.get(i).get(0).column()))
                        .collect(Collectors.joining("; "))
                + "." + silence;
    }
}
