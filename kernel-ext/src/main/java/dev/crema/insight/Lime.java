package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which regions of an image speak for a class and which against it: the weights of a linear model that agrees with the network
 * on variants of the image whose regions are hidden at random (LIME, Ribeiro, Singh and Guestrin 2016, "Why should I trust
 * you?", arXiv:1602.04938, algorithm 1). No gradient is needed.
 *
 * <p>As in the authors' code each region is kept with probability ½, variants count by {@code exp(−d² / (2 · 0.25²))} with the
 * cosine distance {@code d} to the whole image, and the linear model is a ridge regression of penalty 1. Other than there, what
 * is explained is the score (logit), a hidden region has the mean colour of the image, and regions are of SLIC.
 *
 * @param target the class
 * @param score its score (logit) for the whole image
 * @param image the image itself
 * @param superpixels its regions
 * @param weights how much each region adds to the score where it is seen, below 0 if it speaks against the class
 * @param intercept what the linear model expects of an image with all regions hidden
 * @param r2 share of the variance of the variants' scores that the linear model explains, at most 1; of little of it the weights
 *     say little
 * @param samples how many variants it was fitted to
 */
public record Lime(
        Target target,
        double score,
        BufferedImage image,
        Superpixels superpixels,
        double[] weights,
        double intercept,
        double r2,
        int samples)
        implements Drawable {
    private static final double KERNEL_WIDTH = 0.25;
    private static final double PENALTY = 1;
    private static final int SHOWN = 5;
    private static final double SHOWN_SHARE = 0.1;
    private static final Color HIDDEN = new Color(0x808080);

    static Lime of(Block net, NDArray image, Target target, int about, int samples, long seed) {
        Score score = Score.of(net, image, target);
        Superpixels superpixels = Superpixels.of(score.picture, about, Superpixels.COMPACTNESS);
        if (samples <= superpixels.count()) {
            throw new IllegalArgumentException("LIME got " + samples + " samples for " + superpixels.count()
                    + " superpixels; a linear model of them needs more samples, such as " + 10 * superpixels.count());
        }
        double[][] seen = seen(samples, superpixels.count(), seed);
        float[] means = Occlusion.means(score.pixels, score.channels);
        double[] scores = score.of(samples, i -> variant(score, superpixels.labels(), seen[i], means));
        double[] importance = Arrays.stream(seen).mapToDouble(Lime::importance).toArray();
        WeightedRidge fit = WeightedRidge.fit(seen, scores, importance, PENALTY);
        return new Lime(
                target, score.value, score.picture, superpixels, fit.weights(), fit.intercept(), fit.r2(), samples);
    }

    /** Which regions each variant shows, 1, and which not, 0; the first shows all. */
    private static double[][] seen(int samples, int regions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] seen = new double[samples][regions];
        Arrays.fill(seen[0], 1);
        for (int i = 1; i < samples; i++) {
            for (int region = 0; region < regions; region++) {
                seen[i][region] = random.nextBoolean() ? 1 : 0;
            }
        }
        return seen;
    }

    private static float[] variant(Score score, int[] labels, double[] seen, float[] means) {
        float[] variant = score.pixels.clone();
        for (int i = 0; i < variant.length; i++) {
            if (seen[labels[i % labels.length]] == 0) {
                variant[i] = means[i / labels.length];
            }
        }
        return variant;
    }

    /** How much a variant counts: between zeros and ones the cosine is the root of the share of ones. */
    static double importance(double[] seen) {
        double distance = 1 - Math.sqrt(Arrays.stream(seen).sum() / seen.length);
        return Math.exp(-distance * distance / (2 * KERNEL_WIDTH * KERNEL_WIDTH));
    }

    /**
     * Returns the regions that speak for the class, those that say most first.
     *
     * @return numbers of superpixels of a weight above 0
     */
    public List<Integer> supporting() {
        return IntStream.range(0, weights.length)
                .filter(region -> weights[region] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(region -> -weights[region]))
                .toList();
    }

    /**
     * Returns for each pixel the weight of its region.
     *
     * @return {@code [height · width]} of the image
     */
    public float[] map() {
        float[] map = new float[superpixels.labels().length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) weights[superpixels.labels()[i]];
        }
        return map;
    }

    @Override
    public Figure draw() {
        PixelMap pixels = new PixelMap(map(), image.getHeight(), image.getWidth());
        float most = pixels.most(1);
        List<Integer> best = supporting().stream()
                .filter(region -> weights[region] >= SHOWN_SHARE * most)
                .limit(SHOWN)
                .toList();
        String title = "LIME: the regions that speak for “%s” and against it".formatted(target);
        String fit = "a linear model of %d regions explains %.0f %% of %d variants' scores (R² %.2f)"
                .formatted(weights.length, 100 * Math.max(0, r2), samples, r2);
        return ImageGrid.of(title)
                .images(List.of(
                        superpixels.outlined(image),
                        superpixels.outlined(pixels.signedOver(image)),
                        superpixels.outlined(only(best))))
                .captions(List.of(
                        Explained.scored(target, score),
                        "%.2g (blue) to %.2g (orange), R² %.2f".formatted(-most, most, r2),
                        best.isEmpty() ? "none speaks for it" : "the %d that speak most for it".formatted(best.size())))
                .columns(3)
                .scale(Explained.SIDE)
                .alt("%s. The score is %.2f; %s. %s. %s."
                        .formatted(title, score, fit, said("for", 1), said("against", -1)))
                .figure();
    }

    /** The strongest region of one sign, in words. */
    private String said(String side, int sign) {
        int most = IntStream.range(0, weights.length)
                .reduce((best, i) -> sign * weights[i] > sign * weights[best] ? i : best)
                .orElseThrow();
        if (sign * weights[most] <= 0) {
            return "No region speaks %s it".formatted(side);
        }
        return "The region that speaks most %s it adds %.2g; %s"
                .formatted(
                        side,
                        weights[most],
                        Explained.place(superpixels.centre(most), image.getHeight(), image.getWidth()));
    }

    private BufferedImage only(List<Integer> regions) {
        BufferedImage only = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < superpixels.labels().length; i++) {
            int x = i % image.getWidth();
            int y = i / image.getWidth();
            only.setRGB(x, y, regions.contains(superpixels.labels()[i]) ? image.getRGB(x, y) : HIDDEN.getRGB());
        }
        return only;
    }
}
