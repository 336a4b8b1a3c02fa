package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much the score of a class falls when a square of the image is hidden, for squares all over it (Zeiler and Fergus 2013,
 * "Visualizing and understanding convolutional networks", arXiv:1311.2901, section 4.2). No gradient is needed. A hidden
 * square has the mean colour of the image.
 *
 * @param target the class
 * @param score its score (logit) for the whole image
 * @param image the image itself
 * @param size side of the squares in pixels
 * @param tops row of the image that each row of squares begins in
 * @param lefts column of the image that each column of squares begins in
 * @param drops how much the score falls, below 0 where it rises: {@code [rows of squares][columns of squares]}
 */
public record Occlusion(
        Target target, double score, BufferedImage image, int size, int[] tops, int[] lefts, double[][] drops)
        implements Drawable {

    static Occlusion of(Block net, NDArray image, Target target, int size, int stride) {
        Score score = Score.of(net, image, target);
        if (size < 1 || size > Math.min(score.height, score.width) || stride < 1 || stride > size) {
            throw new IllegalArgumentException(
                    "Squares of " + size + " pixels, " + stride + " apart, cannot hide all of "
                            + score.height + "×" + score.width
                            + " pixels; the size must be from 1 to the smaller side, the stride from 1 to the size");
        }
        int[] tops = places(score.height, size, stride);
        int[] lefts = places(score.width, size, stride);
        float[] means = means(score.pixels, score.channels);
        double[] scores = score.of(
                tops.length * lefts.length,
                i -> hidden(score, tops[i / lefts.length], lefts[i % lefts.length], size, means));
        double[][] drops = new double[tops.length][lefts.length];
        for (int i = 0; i < scores.length; i++) {
            drops[i / lefts.length][i % lefts.length] = score.value - scores[i];
        }
        return new Occlusion(target, score.value, score.picture, size, tops, lefts, drops);
    }

    /**
     * Returns for each pixel how much the score falls on average when it is hidden.
     *
     * @return {@code [height · width]} of the image
     */
    public float[] map() {
        int width = image.getWidth();
        double[] sums = new double[image.getHeight() * width];
        int[] counts = new int[sums.length];
        for (int row = 0; row < tops.length; row++) {
            for (int column = 0; column < lefts.length; column++) {
                for (int i = 0; i < size * size; i++) {
                    int pixel = (tops[row] + i / size) * width + lefts[column] + i % size;
                    sums[pixel] += drops[row][column];
                    counts[pixel]++;
                }
            }
        }
        float[] map = new float[sums.length];
        for (int pixel = 0; pixel < map.length; pixel++) {
            map[pixel] = (float) (sums[pixel] / counts[pixel]);
        }
        return map;
    }

    @Override
    public Figure draw() {
        PixelMap pixels = new PixelMap(map(), image.getHeight(), image.getWidth());
        float most = pixels.most(1);
        int squares = tops.length * lefts.length;
        int worst = IntStream.range(0, squares)
                .reduce((best, i) -> drop(i) > drop(best) ? i : best)
                .orElseThrow();
        int top = tops[worst / lefts.length];
        int left = lefts[worst % lefts.length];
        int centre = (top + size / 2) * image.getWidth() + left + size / 2;
        String title = "Occlusion: how much the score of “%s” falls when a square is hidden".formatted(target);
        return ImageGrid.of(title)
                .images(List.of(image, pixels.signed(), pixels.signedOver(image)))
                .captions(List.of(
                        Explained.scored(target, score),
                        "it falls by %.2g (blue) to %.2g (orange)".formatted(-most, most),
                        "%d squares of %d×%d".formatted(squares, size, size)))
                .columns(3)
                .scale(Explained.SIDE)
                .alt(
                        "%s. The score is %.2f. Of %d squares of %d×%d pixels the one from row %d, column %d matters most, %.2f; %s."
                                .formatted(
                                        title,
                                        score,
                                        squares,
                                        size,
                                        size,
                                        top,
                                        left,
                                        drop(worst),
                                        Explained.place(centre, image.getHeight(), image.getWidth())))
                .figure();
    }

    private double drop(int square) {
        return drops[square / lefts.length][square % lefts.length];
    }

    /** Where squares begin; the last ends with the image, so that every pixel is hidden once. */
    private static int[] places(int side, int size, int stride) {
        int count = (side - size + stride - 1) / stride + 1;
        return IntStream.range(0, count)
                .map(i -> Math.min(i * stride, side - size))
                .toArray();
    }

    static float[] means(float[] pixels, int channels) {
        int plane = pixels.length / channels;
        float[] means = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (int i = 0; i < plane; i++) {
                sum += pixels[channel * plane + i];
            }
            means[channel] = (float) (sum / plane);
        }
        return means;
    }

    private static float[] hidden(Score score, int top, int left, int size, float[] means) {
        float[] hidden = score.pixels.clone();
        for (int channel = 0; channel < score.channels; channel++) {
            for (int row = top; row < top + size; row++) {
                int from = (channel * score.height + row) * score.width + left;
                Arrays.fill(hidden, from, from + size, means[channel]);
            }
        }
        return hidden;
    }
}
