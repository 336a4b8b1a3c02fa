package dev.crema.insight;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A kernel that slides over a small image: at each position its weights are multiplied by the pixels below, and the products,
 * of all channels, and the bias are added up (LeCun et al. 1998, section II.A). As in every deep-learning library the kernel
 * is not turned round, so that it is a cross-correlation. Immutable: {@link #stride(int)} and its kin return changed steps.
 *
 * <pre>{@code
 * ConvolutionSteps.of(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, new double[][] {{1, 1}, {0, 2}}).pad(1)
 * }</pre>
 *
 * @param image the pixels, {@code [channels][height][width]}
 * @param kernel the weights, {@code [channels][rows][columns]}
 * @param bias what is added to each sum
 * @param stride by how many pixels the kernel moves, to the right and down
 * @param pad width of the rim of zeros around the image, in pixels
 */
public record ConvolutionSteps(double[][][] image, double[][][] kernel, double bias, int stride, int pad)
        implements Drawable {
    /** The text of a figure should be read, not scrolled. */
    private static final int MOST_LINES = 12;

    /** A longer sum does not fit on a line. */
    private static final int MOST_PRODUCTS = 12;

    private static final int MOST_RESULT = 36;
    private static final int MOST_FRAMES = 100;

    /**
     * Checks and copies the numbers.
     *
     * @param image the pixels
     * @param kernel the weights
     * @param bias what is added to each sum
     * @param stride by how many pixels the kernel moves
     * @param pad width of the rim of zeros
     * @throws IllegalArgumentException if an array is empty or ragged or holds NaN or an infinity, the kernel has other
     *     channels than the image, the bias is not finite, the stride is below 1 or the rim below 0
     */
    public ConvolutionSteps {
        image = checked("image", image);
        kernel = checked("kernel", kernel);
        if (image.length != kernel.length) {
            throw new IllegalArgumentException("The image has " + image.length + " channels and the kernel "
                    + kernel.length + ": a kernel needs weights for each channel of the image.");
        }
        if (stride < 1 || pad < 0) {
            throw new IllegalArgumentException("The kernel cannot move by " + stride + " with a rim of " + pad
                    + ": expected a stride of at least 1 and a rim of at least 0.");
        }
        if (!Double.isFinite(bias)) {
            throw new IllegalArgumentException("The bias is " + bias + ": expected a finite number.");
        }
    }

    /**
     * Slides a kernel over a grey image, one pixel at a time, without a rim and without a bias.
     *
     * @param image the pixels, {@code [height][width]}
     * @param kernel the weights, {@code [rows][columns]}
     * @return the steps
     * @throws IllegalArgumentException if an array is empty or ragged or not finite
     */
    public static ConvolutionSteps of(double[][] image, double[][] kernel) {
        return of(new double[][][] {image}, new double[][][] {kernel});
    }

    /**
     * Slides a kernel over an image of several channels, one pixel at a time, without a rim and without a bias.
     *
     * @param image the pixels, {@code [channels][height][width]}
     * @param kernel the weights, {@code [channels][rows][columns]}
     * @return the steps
     * @throws IllegalArgumentException if an array is empty or ragged or not finite, or the kernel has other channels than
     *     the image
     */
    public static ConvolutionSteps of(double[][][] image, double[][][] kernel) {
        return new ConvolutionSteps(image, kernel, 0, 1, 0);
    }

    /**
     * Moves the kernel in larger steps.
     *
     * @param pixels by how many pixels it moves, at least 1
     * @return the changed steps
     * @throws IllegalArgumentException if it is below 1
     */
    public ConvolutionSteps stride(int pixels) {
        return new ConvolutionSteps(image, kernel, bias, pixels, pad);
    }

    /**
     * Puts a rim of zeros around the image.
     *
     * @param pixels how wide it is, at least 0
     * @return the changed steps
     * @throws IllegalArgumentException if it is below 0
     */
    public ConvolutionSteps pad(int pixels) {
        return new ConvolutionSteps(image, kernel, bias, stride, pixels);
    }

    /**
     * Adds a number to each sum.
     *
     * @param number the bias
     * @return the changed steps
     * @throws IllegalArgumentException if it is not finite
     */
    public ConvolutionSteps bias(double number) {
        return new ConvolutionSteps(image, kernel, number, stride, pad);
    }

    /**
     * Computes what the kernel finds at all positions.
     *
     * @return {@code [(height + 2·pad − rows) / stride + 1][(width + 2·pad − columns) / stride + 1]}, rounded down
     * @throws IllegalArgumentException if the kernel is larger than the image with its rim
     */
    public double[][] result() {
        int height = image[0].length + 2 * pad;
        int width = image[0][0].length + 2 * pad;
        if (kernel[0].length > height || kernel[0][0].length > width) {
            throw new IllegalArgumentException("A kernel of " + size(kernel[0]) + " does not fit into an image of "
                    + size(image[0]) + " with a rim of " + pad + " (" + height + "×" + width
                    + " in all): take a smaller kernel, a larger image or a wider rim.");
        }
        int rows = (height - kernel[0].length) / stride + 1;
        int columns = (width - kernel[0][0].length) / stride + 1;
        double[][] result = new double[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[row][column] = Arrays.stream(sums(row, column)).sum() + bias;
            }
        }
        return result;
    }

    /**
     * Adds up the products of each channel at one position.
     *
     * @param row row of the result, from 0
     * @param column column of the result, from 0
     * @return one sum for each channel, without the bias
     */
    public double[] sums(int row, int column) {
        return IntStream.range(0, image.length)
                .mapToDouble(channel -> Arrays.stream(products(channel, row, column))
                        .flatMapToDouble(Arrays::stream)
                        .sum())
                .toArray();
    }

    /**
     * Multiplies a channel's weights by the pixels below them at one position.
     *
     * @param channel the channel, from 0
     * @param row row of the result, from 0
     * @param column column of the result, from 0
     * @return the products, {@code [rows][columns]} of the kernel
     */
    public double[][] products(int channel, int row, int column) {
        double[][] weights = kernel[channel];
        double[][] products = new double[weights.length][weights[0].length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                products[i][j] = weights[i][j] * pixel(channel, row * stride + i, column * stride + j);
            }
        }
        return products;
    }

    /**
     * Writes one position as a sum: of up to twelve products of a grey image, else of the channels' sums.
     *
     * @param row row of the result, from 0
     * @param column column of the result, from 0
     * @return such as {@code "308 − 498 + 164 + 1 = −25"}
     */
    public String arithmetic(int row, int column) {
        StringBuilder sum = new StringBuilder();
        double[][] weights = kernel[0];
        if (image.length == 1 && weights.length * weights[0].length <= MOST_PRODUCTS) {
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < weights[i].length; j++) {
                    double pixel = pixel(0, row * stride + i, column * stride + j);
                    sum.append(sum.isEmpty() ? "" : " + ").append(number(pixel)).append('·');
                    sum.append(weights[i][j] < 0 ? "(" + number(weights[i][j]) + ")" : number(weights[i][j]));
                }
            }
        } else {
            for (double part : sums(row, column)) {
                add(sum, part);
            }
        }
        if (bias != 0) {
            add(sum, bias);
        }
        return sum + " = " + number(Arrays.stream(sums(row, column)).sum() + bias);
    }

    /**
     * Draws the steps: image, kernel and result, and up to twelve positions with the weights beside the pixels; behind a
     * slider up to a hundred positions with their products.
     *
     * @return the figure
     * @throws IllegalArgumentException if the kernel is larger than the image with its rim
     */
    @Override
    public Figure draw() {
        double[][] result = result();
        int[] shown = evenly(result.length * result[0].length, MOST_FRAMES);
        ConvolutionPicture picture = new ConvolutionPicture(this, result);
        return picture.strip(title(), words(result))
                .detail(lines(result))
                .frames(
                        Arrays.stream(shown)
                                .mapToObj(i -> place(i, result[0].length))
                                .toList(),
                        Arrays.stream(shown).mapToObj(picture::frame).toList());
    }

    /** A pixel of the image with its rim. */
    double pixel(int channel, int y, int x) {
        int row = y - pad;
        int column = x - pad;
        boolean within = row >= 0 && row < image[0].length && column >= 0 && column < image[0][0].length;
        return within ? image[channel][row][column] : 0;
    }

    static String place(int position, int columns) {
        return "row " + position / columns + ", column " + position % columns;
    }

    /** Indices from 0 to the last, so many at most. */
    static int[] evenly(int count, int most) {
        int n = Math.min(count, most);
        return IntStream.range(0, n)
                .map(i -> n == 1 ? 0 : (int) ((long) i * (count - 1) / (n - 1)))
                .toArray();
    }

    static String number(double value) {
        String plain = value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
        return plain.replace('-', '−');
    }

    private String title() {
        return "A " + size(kernel[0]) + " kernel over a " + size(image[0]) + " image"
                + (image.length == 1 ? "" : " of " + image.length + " channels")
                + (stride == 1 ? "" : ", stride " + stride) + (pad == 0 ? "" : ", padding " + pad);
    }

    private String words(double[][] result) {
        String given = result.length * result[0].length <= MOST_RESULT
                ? matrix(result)
                : "numbers from " + number(extreme(result, false)) + " to " + number(extreme(result, true));
        return title() + ": its " + result.length * result[0].length + " positions give " + given + ". First position: "
                + arithmetic(0, 0) + ".";
    }

    private String lines(double[][] result) {
        int all = result.length * result[0].length;
        StringJoiner lines = new StringJoiner("\n");
        for (int i = 0; i < Math.min(all, MOST_LINES); i++) {
            int columns = result[0].length;
            lines.add(place(i, columns) + ": " + arithmetic(i / columns, i % columns));
        }
        return lines + (all > MOST_LINES ? "\n(" + MOST_LINES + " of " + all + " positions)" : "");
    }

    private static String matrix(double[][] values) {
        StringJoiner rows = new StringJoiner("; ", "[", "]");
        for (double[] row : values) {
            rows.add(String.join(
                    " ", Arrays.stream(row).mapToObj(ConvolutionSteps::number).toList()));
        }
        return rows.toString();
    }

    private static double extreme(double[][] values, boolean most) {
        double[] all =
                Arrays.stream(values).flatMapToDouble(Arrays::stream).sorted().toArray();
        return all[most ? all.length - 1 : 0];
    }

    private static void add(StringBuilder sum, double part) {
        boolean first = sum.isEmpty();
        sum.append(first ? "" : part < 0 ? " − " : " + ").append(number(first ? part : Math.abs(part)));
    }

    private static String size(double[][] plane) {
        return plane.length + "×" + plane[0].length;
    }

    private static double[][][] checked(String what, double[][][] planes) {
        if (planes.length == 0 || planes[0].length == 0 || planes[0][0].length == 0) {
            throw new IllegalArgumentException("The " + what + " is empty: expected [channels][height][width].");
        }
        double[][][] copy = new double[planes.length][planes[0].length][];
        for (int channel = 0; channel < planes.length; channel++) {
            if (planes[channel].length != planes[0].length) {
                throw new IllegalArgumentException("Channel " + channel + " of the " + what + " has "
                        + planes[channel].length + " rows and channel 0 has " + planes[0].length + ".");
            }
            for (int row = 0; row < planes[channel].length; row++) {
                copy[channel][row] = planes[channel][row].clone();
                if (copy[channel][row].length != planes[0][0].length
                        || !Arrays.stream(copy[channel][row]).allMatch(Double::isFinite)) {
                    throw new IllegalArgumentException("Row " + row + " of the " + what + " is "
                            + Arrays.toString(copy[channel][row]) + ": expected " + planes[0][0].length
                            + " finite numbers.");
                }
            }
        }
        return copy;
    }
}
