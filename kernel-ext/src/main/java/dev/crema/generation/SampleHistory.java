package dev.crema.generation;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.PixelRows;
import dev.crema.training.Callback;
import dev.crema.training.Progress;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws the same latent numbers before a training and after each epoch, so that one sees each image come about, and samples
 * grow alike where a generator collapses.
 *
 * <pre>{@code
 * var samples = sampleHistory(generation(generator), 100, 8, 1);
 * fit(List.of(g, d), gan(g, d, 100), digits, epochs(10), callback(samples));
 * samples
 * }</pre>
 */
public final class SampleHistory implements Callback, Drawable {
    // what still fits on a page; of more epochs, some are shown, the first and the last among them
    private static final int MOST_ROWS = 12;
    private static final int PIXELS = 56;
    static final int MOST_COLUMNS = 10;

    /**
     * The samples of one moment.
     *
     * @param epoch epochs done, 0 before training
     * @param images one image for each row of latent numbers
     */
    public record Samples(int epoch, PixelRows images) {}

    private final Generator generator;
    private final float[][] codes;
    private final List<Samples> samples = new ArrayList<>();

    SampleHistory(Generator generator, float[][] codes) {
        this.generator = generator;
        this.codes = codes;
    }

    @Override
    public void beforeTraining(Progress progress) {
        take(progress.history().epochs().size());
    }

    @Override
    public void afterEpoch(Progress progress) {
        take(progress.history().epochs().size());
    }

    void take(int epoch) {
        samples.add(new Samples(epoch, Codes.images(generator, codes)));
    }

    /**
     * Returns all samples, the earliest first.
     *
     * @return before training and after each epoch, also of a second training
     */
    public List<Samples> all() {
        return List.copyOf(samples);
    }

    @Override
    public Figure draw() {
        if (samples.isEmpty()) {
            throw new IllegalStateException(
                    "Nothing was drawn yet; train with fit(…, epochs(5), callback(samples)), where samples is this");
        }
        List<Samples> shown = shown();
        List<BufferedImage> images =
                shown.stream().flatMap(row -> row.images().pictures().stream()).toList();
        String title = "%d samples of the same noise over %d epochs"
                .formatted(codes.length, samples.get(samples.size() - 1).epoch());
        return ImageGrid.of(title)
                .images(images)
                .rows(shown.stream().map(row -> "epoch " + row.epoch()).toList())
                .columns(codes.length)
                .scale(PIXELS)
                .alt(
                        "%s. How much the samples differ from each other, as the mean standard deviation of a pixel: %.3f at epoch %d, %.3f at epoch %d."
                                .formatted(
                                        title,
                                        spread(shown.get(0)),
                                        shown.get(0).epoch(),
                                        spread(shown.get(shown.size() - 1)),
                                        shown.get(shown.size() - 1).epoch()))
                .figure();
    }

    private List<Samples> shown() {
        int rows = Math.min(Math.min(MOST_ROWS, ImageGrid.MOST / codes.length), samples.size());
        return IntStream.range(0, rows)
                .mapToObj(i -> samples.get(rows == 1 ? samples.size() - 1 : i * (samples.size() - 1) / (rows - 1)))
                .toList();
    }

    /** Zero once a generator makes one image of any noise. */
    private static double spread(Samples samples) {
        float[][] rows = samples.images().rows();
        double sum = 0;
        for (int pixel = 0; pixel < rows[0].length; pixel++) {
            double mean = 0;
            double square = 0;
            for (float[] row : rows) {
                mean += row[pixel] / rows.length;
                square += (double) row[pixel] * row[pixel] / rows.length;
            }
            sum += Math.sqrt(Math.max(0, square - mean * mean));
        }
        return sum / rows[0].length;
    }
}
