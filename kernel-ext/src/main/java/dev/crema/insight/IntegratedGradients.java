package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What each pixel contributes to the score of a class, compared with a baseline: the gradient, summed up along the straight
 * way from the baseline to the image, times the difference (Sundararajan, Taly and Yan 2017, "Axiomatic attribution for deep
 * networks", arXiv:1703.01365). The contributions add up to the difference of the two scores (completeness).
 *
 * @param target the class
 * @param score its score (logit) for the image
 * @param baselineScore its score for the baseline
 * @param steps in how many steps the way was summed up
 * @param image the image itself
 * @param attributions contribution of each pixel to the score, {@code [channels · height · width]}
 * @param channels how many channels the image has
 * @param height its height in pixels
 * @param width its width in pixels
 */
public record IntegratedGradients(
        Target target,
        double score,
        double baselineScore,
        int steps,
        BufferedImage image,
        float[] attributions,
        int channels,
        int height,
        int width)
        implements Drawable {
    /** The most steps; a way that has not been summed up well by then has jumps. */
    public static final int MOST_STEPS = 256;

    private static final int FIRST_STEPS = 16;
    private static final double GAP = 0.05;
    private static final double SHOWN_SHARE = 0.99;

    static IntegratedGradients of(Block net, NDArray image, NDArray baseline, Target target) {
        Score score = Score.of(net, image, target);
        if (!baseline.getShape().equals(image.getShape())) {
            throw new IllegalArgumentException("The baseline has the shape " + baseline.getShape() + ", the image "
                    + image.getShape() + "; both must be alike");
        }
        double before = Score.of(net, baseline, target).value;
        float[] from = Score.pixels(baseline);
        double[] sums = new double[from.length];
        // the trapezoidal rule: both ends count half, and twice as many steps need only the places between
        add(score, 2, i -> between(from, score.pixels, i), sums, 0.5);
        add(score, FIRST_STEPS - 1, i -> between(from, score.pixels, (i + 1.0) / FIRST_STEPS), sums, 1);
        int steps = FIRST_STEPS;
        while (gap(sums, steps, from, score, before) > GAP && steps < MOST_STEPS) {
            int half = steps;
            add(score, half, i -> between(from, score.pixels, (i + 0.5) / half), sums, 1);
            steps *= 2;
        }
        return new IntegratedGradients(
                target,
                score.value,
                before,
                steps,
                score.picture,
                attributions(sums, steps, from, score.pixels),
                score.channels,
                score.height,
                score.width);
    }

    /**
     * Adds up all contributions, which completeness says is {@code score − baselineScore}.
     *
     * @return the sum
     */
    public double sum() {
        double sum = 0;
        for (float attribution : attributions) {
            sum += attribution;
        }
        return sum;
    }

    /**
     * Returns how far the contributions are from completeness, because the way was summed up in steps.
     *
     * @return {@code sum() − (score − baselineScore)}
     */
    public double gap() {
        return sum() - (score - baselineScore);
    }

    /**
     * Returns what each pixel contributes in all its channels.
     *
     * @return {@code [height · width]} contributions, of either sign
     */
    public float[] map() {
        return PixelMap.of(attributions, height, width, Float::sum).values();
    }

    @Override
    public Figure draw() {
        PixelMap map = new PixelMap(map(), height, width);
        float most = map.most(SHOWN_SHARE);
        int peak = Explained.peak(map.values());
        String title = "Integrated gradients: what each pixel adds to the score of “%s”".formatted(target);
        String complete = "the pixels' %.3f together are %.2f − %.2f of the baseline, but for %.2g (%d steps)"
                .formatted(sum(), score, baselineScore, gap(), steps);
        return ImageGrid.of(title)
                .images(List.of(image, map.clipped(most).signed()))
                .captions(List.of(
                        Explained.scored(target, score),
                        "%.2g (blue) to %.2g (orange), sum %.2f for %.2f"
                                .formatted(-most, most, sum(), score - baselineScore)))
                .columns(2)
                .scale(Explained.SIDE)
                .alt("%s. Completeness: %s. The pixel in row %d, column %d adds most, %.2g; %s."
                        .formatted(
                                title,
                                complete,
                                peak / width,
                                peak % width,
                                map.values()[peak],
                                Explained.place(peak, height, width)))
                .figure();
    }

    private static void add(Score score, int places, IntFunction<float[]> way, double[] sums, double weight) {
        score.slopes(places, way, (i, slopes) -> {
            for (int pixel = 0; pixel < sums.length; pixel++) {
                sums[pixel] += weight * slopes[pixel];
            }
        });
    }

    private static float[] between(float[] from, float[] to, double share) {
        float[] between = new float[from.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = (float) (from[i] + share * (to[i] - from[i]));
        }
        return between;
    }

    private static float[] attributions(double[] sums, int steps, float[] from, float[] to) {
        float[] attributions = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            attributions[i] = (float) ((to[i] - from[i]) * sums[i] / steps);
        }
        return attributions;
    }

    /** How far from completeness, as a share of the difference that is to be explained. */
    private static double gap(double[] sums, int steps, float[] from, Score score, double before) {
        double sum = 0;
        for (float attribution : attributions(sums, steps, from, score.pixels)) {
            sum += attribution;
        }
        double difference = score.value - before;
        // between equal scores rounding must not count
        double most = Math.max(Math.abs(difference), 1e-3 * Math.max(Math.abs(score.value), Math.abs(before)));
        return most == 0 ? Math.abs(sum) : Math.abs(sum - difference) / most;
    }
}
