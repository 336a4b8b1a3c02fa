package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

/**
 * How much the score of a class changes with each pixel: its gradient (Simonyan, Vedaldi and Zisserman 2013, "Deep inside
 * convolutional networks", arXiv:1312.6034), or the mean gradient of noisy copies of the image, which is less speckled
 * (Smilkov et al. 2017, "SmoothGrad", arXiv:1706.03825).
 *
 * @param method what was computed, in words
 * @param target the class
 * @param score its score (logit) for the image
 * @param image the image itself
 * @param gradients score per unit of each pixel, {@code [channels · height · width]}
 * @param channels how many channels the image has
 * @param height its height in pixels
 * @param width its width in pixels
 */
public record Saliency(
        String method,
        Target target,
        double score,
        BufferedImage image,
        float[] gradients,
        int channels,
        int height,
        int width)
        implements Drawable {
    private static final double SHOWN_SHARE = 0.99;

    static Saliency of(Block net, NDArray image, Target target) {
        Score score = Score.of(net, image, target);
        float[] gradients = new float[score.pixels.length];
        score.slopes(1, i -> score.pixels, (i, slopes) -> System.arraycopy(slopes, 0, gradients, 0, slopes.length));
        return of("Saliency", score, target, gradients);
    }

    static Saliency smooth(Block net, NDArray image, Target target, int samples, double noise, long seed) {
        if (samples < 1 || !(noise > 0)) {
            throw new IllegalArgumentException("SmoothGrad got " + samples + " samples and noise " + noise
                    + "; it needs at least 1 sample and noise above 0, such as 50 and 0.15");
        }
        Score score = Score.of(net, image, target);
        double deviation = noise * range(score.pixels);
        Random random = new Random(seed);
        double[] sums = new double[score.pixels.length];
        score.slopes(samples, i -> noisy(score.pixels, deviation, random), (i, slopes) -> {
            for (int pixel = 0; pixel < sums.length; pixel++) {
                sums[pixel] += slopes[pixel];
            }
        });
        float[] gradients = new float[sums.length];
        for (int pixel = 0; pixel < sums.length; pixel++) {
            gradients[pixel] = (float) (sums[pixel] / samples);
        }
        return of("SmoothGrad of %d samples, noise %.2g".formatted(samples, noise), score, target, gradients);
    }

    /**
     * Returns the saliency map: for each pixel the size of the gradient in the channel where it is largest.
     *
     * @return {@code [height · width]} values from 0
     */
    public float[] map() {
        float[] sizes = new float[gradients.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(gradients[i]);
        }
        return PixelMap.of(sizes, height, width, Math::max).values();
    }

    @Override
    public Figure draw() {
        PixelMap map = new PixelMap(map(), height, width);
        float most = map.most(SHOWN_SHARE);
        int peak = Explained.peak(map.values());
        String title = "%s: what the score of “%s” hangs on".formatted(method, target);
        return ImageGrid.of(title)
                .images(List.of(image, map.clipped(most).sequential()))
                .captions(List.of(
                        Explained.scored(target, score), "|gradient|, 0 (violet) to %.2g (yellow)".formatted(most)))
                .columns(2)
                .scale(Explained.SIDE)
                .alt("%s. The score is %.2f. It changes most with the pixel in row %d, column %d, by %.2g per unit; %s."
                        .formatted(
                                title,
                                score,
                                peak / width,
                                peak % width,
                                map.values()[peak],
                                Explained.place(peak, height, width)))
                .figure();
    }

    private static Saliency of(String method, Score score, Target target, float[] gradients) {
        return new Saliency(
                method, target, score.value, score.picture, gradients, score.channels, score.height, score.width);
    }

    private static double range(float[] pixels) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float pixel : pixels) {
            low = Math.min(low, pixel);
            high = Math.max(high, pixel);
        }
        return high > low ? high - low : 1;
    }

    private static float[] noisy(float[] pixels, double deviation, Random random) {
        float[] noisy = new float[pixels.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) (pixels[i] + deviation * random.nextGaussian());
        }
        return noisy;
    }
}
