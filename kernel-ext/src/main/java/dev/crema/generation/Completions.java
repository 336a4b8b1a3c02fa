package dev.crema.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.PixelRows;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images of which only the upper rows were given, completed several times (van den Oord, Kalchbrenner and Kavukcuoglu 2016,
 * "Pixel recurrent neural networks", arXiv:1601.06759, figure 1).
 *
 * @param originals the whole images
 * @param given the images as they were given, the rows below black
 * @param completions the completions, each of all images
 * @param rows how many rows were given
 */
public record Completions(PixelRows originals, PixelRows given, List<PixelRows> completions, int rows)
        implements Drawable {
    /** Completes images. */
    @FunctionalInterface
    public interface Completer {
        /**
         * Completes images.
         *
         * @param given {@code [n, channels, height, width]} in [0, 1], black where nothing is given
         * @param rows how many rows are given, from the top
         * @param seed the same seed is to complete the images in the same way
         * @return whole images of the same shape in [0, 1]
         */
        NDArray complete(NDArray given, int rows, long seed);
    }

    private static final int SHOWN = 10;
    private static final int PIXELS = 56;

    static Completions of(LabelledImages data, int rows, int times, Completer completer) {
        Codes.requireAtLeast("times", times, 1);
        long height = data.image(0).size(1);
        if (rows < 1 || rows >= height) {
            throw new IllegalArgumentException("rows is " + rows + ", but the images have " + height
                    + "; it must be from 1 to " + (height - 1) + ", such as " + Math.max(1, height / 2));
        }
        PixelRows originals = PixelRows.of(data.images());
        List<PixelRows> completions = new ArrayList<>();
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDArray given = data.images().duplicate();
            given.attach(scratch);
            given.set(new NDIndex(":, :, " + rows + ":"), 0);
            for (int seed = 0; seed < times; seed++) {
                NDArray completed = completer.complete(given, rows, seed);
                completed.attach(scratch);
                if (!completed.getShape().equals(given.getShape())) {
                    throw new IllegalArgumentException("The images were completed to " + completed.getShape()
                            + ", expected the shape that was given, " + given.getShape());
                }
                completions.add(PixelRows.of(completed));
            }
            return new Completions(originals, PixelRows.of(given), completions, rows);
        }
    }

    @Override
    public Figure draw() {
        List<PixelRows> all = new ArrayList<>(List.of(originals, given));
        all.addAll(completions);
        int columns = Math.min(SHOWN, originals.size());
        List<BufferedImage> images = all.stream()
                .flatMap(row -> row.pictures().stream().limit(columns))
                .toList();
        List<String> names = new ArrayList<>(List.of("original", "given"));
        IntStream.rangeClosed(1, completions.size())
                .forEach(i -> names.add(completions.size() == 1 ? "completed" : "completion " + i));
        String title = "%d of %d rows given, the rest completed".formatted(rows, originals.height());
        return ImageGrid.of(title)
                .images(images)
                .rows(names)
                .columns(columns)
                .scale(PIXELS)
                .outOf(images.size())
                .alt(
                        "%s: %d of %d images, each completed %d times. Mean distance of a completed pixel from the original: %.3f."
                                .formatted(title, columns, originals.size(), completions.size(), distance()))
                .figure();
    }

    /** Of the rows that were not given. */
    private double distance() {
        double sum = 0;
        long count = 0;
        int plane = originals.height() * originals.width();
        for (PixelRows completed : completions) {
            for (int i = 0; i < originals.size(); i++) {
                for (int j = 0; j < originals.rows()[i].length; j++) {
                    if (j % plane >= rows * originals.width()) {
                        sum += Math.abs(completed.rows()[i][j] - originals.rows()[i][j]);
                        count++;
                    }
                }
            }
        }
        return sum / count;
    }
}
