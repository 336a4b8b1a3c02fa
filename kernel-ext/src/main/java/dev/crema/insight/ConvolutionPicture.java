package dev.crema.insight;

import dev.crema.figures.Canvas;
import dev.crema.figures.Figure;
import dev.crema.figures.Lettering;
import dev.crema.figures.Palette;
import dev.crema.figures.Pen;
import dev.crema.figures.Pixels;
import dev.crema.figures.Theme;
import dev.crema.figures.Tone;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws the steps of a convolution: grids of numbers, or of grey pixels where there are too many to read. */
final class ConvolutionPicture {
    /** A grid of more rows or columns has no numbers. */
    private static final int MOST_NUMBERS = 12;

    private static final int MOST_STEPS = 12;
    private static final int FEW_STEPS = 3;
    private static final double PAGE = 860;
    private static final double HEAD = 24;
    private static final double GAP = 26;
    private static final double SUM = 64;
    private static final Lettering NAME = Lettering.of(14);
    private static final Lettering VALUE = Lettering.of(13).centred();
    private static final Lettering WEIGHT = Lettering.of(10).ending();
    private static final Lettering SIGN = Lettering.of(20).centred();
    private static final Tone WINDOW = Palette.category(1);
    private static final Pen LINE = Pen.of(Theme::mutedInk, 1);
    private static final Tone RIM = ((Tone) Theme::grid).faded(0.5);
    private static final Tone FOUND = Palette.category(2);

    private final ConvolutionSteps steps;
    private final double[][] result;
    private final double[][][] padded;
    private final double cell;
    private final double resultCell;

    ConvolutionPicture(ConvolutionSteps steps, double[][] result) {
        this.steps = steps;
        this.result = result;
        int height = steps.image()[0].length + 2 * steps.pad();
        int width = steps.image()[0][0].length + 2 * steps.pad();
        padded = IntStream.range(0, steps.image().length)
                .mapToObj(channel -> IntStream.range(0, height)
                        .mapToObj(y -> IntStream.range(0, width)
                                .mapToDouble(x -> steps.pixel(channel, y, x))
                                .toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
        DoubleStream products = IntStream.range(0, steps.image().length)
                .mapToObj(channel -> steps.products(channel, 0, 0))
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream);
        cell = room(DoubleStream.concat(
                products, Arrays.stream(padded).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream)));
        resultCell = numbered(result) ? room(Arrays.stream(result).flatMapToDouble(Arrays::stream)) : small(result);
    }

    /** Image, kernel and result, and some positions in the order of the result; of an image of several channels the first. */
    Figure strip(String title, String words) {
        int all = result.length * result[0].length;
        if (padded.length > 1) {
            return Figure.of(title, words, wide(0), high() + 34, canvas -> position(canvas, 0, all));
        }
        boolean each = numbered(padded[0]) && all <= MOST_STEPS;
        int[] shown = ConvolutionSteps.evenly(all, each ? MOST_STEPS : FEW_STEPS);
        double wide = Math.max(padded[0][0].length * imageCell() + GAP, 160);
        int columns = Math.max(1, Math.min(each ? result[0].length : shown.length, (int) (PAGE / wide)));
        double step = HEAD + padded[0].length * imageCell() + 16;
        double top = high() + 16;
        int rows = (shown.length + columns - 1) / columns;
        double height = top + rows * step;
        return Figure.of(title, words, Math.max(overview(), columns * wide), height, canvas -> {
            double x = planes(canvas, 0, "image" + (steps.pad() == 0 ? "" : ", rim of " + steps.pad()), padded, -1);
            sign(canvas, x - GAP / 2, "∗");
            x = planes(canvas, x, "kernel", steps.kernel(), -1);
            sign(canvas, x - GAP / 2, "=");
            found(canvas, x, all, -1);
            for (int i = 0; i < shown.length; i++) {
                int position = shown[i];
                int row = i / columns;
                canvas.shifted(i % columns * wide, top + row * step, area -> {
                    String name = ConvolutionSteps.place(position, result[0].length);
                    planes(area, 0, name + ": " + ConvolutionSteps.number(value(position)), padded, position);
                });
            }
        });
    }

    /** One position: the window, the weights, their products and sums, and the result so far. */
    Figure frame(int position) {
        String place = "Position " + ConvolutionSteps.place(position, result[0].length);
        return Figure.of(
                place,
                place + ": " + arithmetic(position) + ".",
                wide(position),
                high() + 34,
                canvas -> position(canvas, position, position + 1));
    }

    private void position(Canvas canvas, int position, int known) {
        int row = position / result[0].length;
        int column = position % result[0].length;
        double x = planes(canvas, 0, "image" + (steps.pad() == 0 ? "" : ", rim of " + steps.pad()), padded, position);
        sign(canvas, x - GAP / 2, "·");
        x = planes(canvas, x, "kernel", steps.kernel(), -1);
        sign(canvas, x - GAP / 2, "=");
        double[][][] products = IntStream.range(0, padded.length)
                .mapToObj(channel -> steps.products(channel, row, column))
                .toArray(double[][][]::new);
        x = planes(canvas, x, "products", products, -1);
        double[] sums = steps.sums(row, column);
        for (int channel = 0; channel < sums.length; channel++) {
            double y = below(channel) + HEAD + products[0].length * kernelCell() / 2 + 5;
            canvas.text("Σ = " + ConvolutionSteps.number(sums[channel]), x - GAP + 8, y, NAME);
        }
        found(canvas, x + SUM, known, position);
        canvas.text(arithmetic(position), 0, high() + 24, NAME.heavy());
    }

    private String arithmetic(int position) {
        return steps.arithmetic(position / result[0].length, position % result[0].length);
    }

    private double wide(int position) {
        double products = steps.kernel()[0][0].length * kernelCell() + GAP;
        return Math.max(overview() + products + SUM, NAME.heavy().width(arithmetic(position)) + 4);
    }

    private double high() {
        int channels = padded.length;
        double image = channels * (padded[0].length * imageCell() + 14) - 14;
        return HEAD + Math.max(image, result.length * resultCell);
    }

    private double overview() {
        double image = padded[0][0].length * imageCell() + GAP;
        double kernel = steps.kernel()[0][0].length * kernelCell() + GAP;
        return image + kernel + Math.max(result[0].length * resultCell, 60) + 4;
    }

    /** One grid for each channel, below each other; the position's window is marked. Returns where the next may begin. */
    private double planes(Canvas canvas, double x, String name, double[][][] planes, int position) {
        double size = planes == padded ? imageCell() : kernelCell();
        canvas.text(name, x, 15, NAME);
        for (int channel = 0; channel < planes.length; channel++) {
            double[][] plane = planes[channel];
            int c = channel;
            canvas.shifted(x, below(channel) + HEAD, area -> {
                double rim = planes == padded ? steps.pad() * size : 0;
                if (rim > 0) {
                    double right = plane[0].length * size;
                    double bottom = plane.length * size;
                    area.rectangle(0, 0, right, bottom, RIM);
                    area.rectangle(rim, rim, right - 2 * rim, bottom - 2 * rim, Theme::paper);
                }
                if (position >= 0) {
                    window(area, position, size);
                }
                grid(area, plane, size);
                if (position >= 0) {
                    weights(area, c, position, size);
                }
            });
        }
        return x + planes[0][0].length * size + GAP;
    }

    private double below(int channel) {
        return channel * (padded[0].length * imageCell() + 14);
    }

    private void window(Canvas canvas, int position, double size) {
        double[][] weights = steps.kernel()[0];
        canvas.rectangle(
                left(position) * size,
                top(position) * size,
                weights[0].length * size,
                weights.length * size,
                WINDOW.faded(0.35));
    }

    private void weights(Canvas canvas, int channel, int position, double size) {
        double[][] weights = steps.kernel()[channel];
        int top = top(position);
        int left = left(position);
        for (int i = 0; i < weights.length && numbered(padded[0]); i++) {
            for (int j = 0; j < weights[i].length; j++) {
                String weight = "×" + ConvolutionSteps.number(weights[i][j]);
                canvas.text(weight, (left + j + 1) * size - 2, (top + i + 1) * size - 3, WEIGHT);
            }
        }
        canvas.frame(left * size, top * size, weights[0].length * size, weights.length * size, Pen.of(WINDOW, 3));
    }

    private int top(int position) {
        return position / result[0].length * steps.stride();
    }

    private int left(int position) {
        return position % result[0].length * steps.stride();
    }

    /** The result, as far as it has been computed. */
    private void found(Canvas canvas, double x, int known, int current) {
        canvas.text("result", x, 15, NAME);
        canvas.shifted(x, HEAD, area -> {
            double[][] sofar = IntStream.range(0, result.length)
                    .mapToObj(row -> IntStream.range(0, result[0].length)
                            .mapToDouble(column ->
                                    row * result[0].length + column < known ? result[row][column] : Double.NaN)
                            .toArray())
                    .toArray(double[][]::new);
            grid(area, sofar, resultCell);
            if (current >= 0) {
                double left = current % result[0].length * resultCell;
                int row = current / result[0].length;
                double top = row * resultCell;
                area.frame(left, top, resultCell, resultCell, Pen.of(FOUND, 3));
            }
        });
    }

    /** A grid of numbers, or of pixels. */
    private static void grid(Canvas canvas, double[][] values, double size) {
        double width = values[0].length * size;
        double height = values.length * size;
        if (!numbered(values)) {
            canvas.image(Pixels.grey(greys(values), values.length, values[0].length), 0, 0, width, height);
            canvas.frame(0, 0, width, height, Pen.of(Theme::mutedInk, 1));
            return;
        }
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < values[row].length; column++) {
                if (!Double.isNaN(values[row][column])) {
                    double x = (column + 0.5) * size;
                    canvas.text(ConvolutionSteps.number(values[row][column]), x, (row + 0.5) * size + 2, VALUE);
                }
            }
        }
        for (int row = 0; row <= values.length; row++) {
            canvas.line(0, row * size, width, row * size, LINE);
        }
        for (int column = 0; column <= values[0].length; column++) {
            canvas.line(column * size, 0, column * size, height, LINE);
        }
    }

    /** Brightness by the grid's own range; what is not yet known is dark. */
    private static float[] greys(double[][] values) {
        double[] all = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
        double low = Arrays.stream(all).filter(Double::isFinite).min().orElse(0);
        double high = Arrays.stream(all).filter(Double::isFinite).max().orElse(1);
        float[] greys = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            greys[i] = Double.isNaN(all[i]) || high == low ? 0 : (float) ((all[i] - low) / (high - low));
        }
        return greys;
    }

    private void sign(Canvas canvas, double x, String sign) {
        canvas.text(sign, x, HEAD + steps.kernel()[0].length * kernelCell() / 2 + 6, SIGN);
    }

    private double value(int position) {
        return result[position / result[0].length][position % result[0].length];
    }

    private double imageCell() {
        return numbered(padded[0]) ? cell : small(padded[0]);
    }

    private double kernelCell() {
        return numbered(steps.kernel()[0]) ? cell : small(steps.kernel()[0]);
    }

    private static boolean numbered(double[][] grid) {
        return Math.max(grid.length, grid[0].length) <= MOST_NUMBERS;
    }

    private static double small(double[][] grid) {
        return Math.max(1, Math.min(10, 240.0 / Math.max(grid.length, grid[0].length)));
    }

    /** Room for the longest number in a square. */
    private static double room(DoubleStream values) {
        double longest = values.distinct()
                .mapToObj(ConvolutionSteps::number)
                .mapToDouble(VALUE::width)
                .max()
                .orElse(0);
        return Math.max(34, longest + 8);
    }
}
