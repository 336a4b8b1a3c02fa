package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.List;

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

    private static final double SHOWN_SHARE = 0.99;

    static IntegratedGradients of(Block net, NDArray image, NDArray baseline, Target target) {
        Score score = Score.of(net, image, target);
        if (!baseline.getShape().equals(image.getShape())) {
            throw new IllegalArgumentException("The baseline has the shape " + baseline.getShape() + ", the image "
                    + image.getShape() + "; both must be alike");
        }
        double before = Score.of(net, baseline, target).value;
        float[] from = Score.pixels(baseline);
        PathIntegral way = PathIntegral.along(
                from,
                score.pixels,
                before,
                score.value,
                (places, weight, sums) -> score.slopes(
                        places.length,
                        i -> PathIntegral.between(from, score.pixels, places[i]),
                        (i, slopes) -> PathIntegral.add(slopes, 0, weight, sums)));
        return new IntegratedGradients(
                target,
                score.value,
                before,
                way.steps(),
                score.picture,
                way.attributions(),
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
}
