package dev.crema.generation;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.PixelRows;
import java.util.stream.IntStream;

/**
 * Images along a way through the latent numbers of a generator: that each is an image shows that it has not merely learned
 * its data by heart (Radford, Metz and Chintala 2015, arXiv:1511.06434, section 6.1).
 *
 * @param codes the latent numbers of each step, {@code [steps][latent]}
 * @param images one image a step
 */
public record LatentWalk(float[][] codes, PixelRows images) implements Drawable {
    private static final int COLUMNS = 10;

    static LatentWalk straight(Generator generator, float[] from, float[] to, int steps) {
        check(from, to, steps);
        return along(generator, from, to, steps, t -> new double[] {1 - t, t});
    }

    static LatentWalk spherical(Generator generator, float[] from, float[] to, int steps) {
        check(from, to, steps);
        double angle = Math.acos(Math.max(-1, Math.min(1, dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to)))));
        // no arc lies between opposite codes, no angle at zero
        if (!(Math.sin(angle) > 1e-6)) {
            return straight(generator, from, to, steps);
        }
        return along(generator, from, to, steps, t ->
                new double[] {Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)});
    }

    private interface Shares {
        double[] at(double t);
    }

    private static LatentWalk along(Generator generator, float[] from, float[] to, int steps, Shares shares) {
        float[][] codes = new float[steps][from.length];
        for (int step = 0; step < steps; step++) {
            double[] share = shares.at(step / (steps - 1.0));
            for (int i = 0; i < from.length; i++) {
                codes[step][i] = (float) (share[0] * from[i] + share[1] * to[i]);
            }
        }
        return new LatentWalk(codes, Codes.images(generator, codes));
    }

    private static void check(float[] from, float[] to, int steps) {
        if (from.length == 0 || from.length != to.length) {
            throw new IllegalArgumentException("The walk goes from " + from.length + " latent numbers to " + to.length
                    + ", expected as many, at least 1");
        }
        Codes.requireAtLeast("steps", steps, 2);
        Codes.requireFinite("The first code", from);
        Codes.requireFinite("The last code", to);
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }

    @Override
    public Figure draw() {
        int last = codes.length - 1;
        String title =
                "A walk in %d steps between two codes of %d latent numbers".formatted(codes.length, codes[0].length);
        return ImageGrid.of(title)
                .images(images.pictures())
                .columns(Math.min(COLUMNS, codes.length))
                .alt(
                        "%s. From the first to the last image a pixel changes by %.3f on average, in one step by %.3f at most."
                                .formatted(
                                        title,
                                        distance(0, last),
                                        IntStream.range(0, last)
                                                .mapToDouble(i -> distance(i, i + 1))
                                                .max()
                                                .orElse(0)))
                .figure();
    }

    private double distance(int i, int j) {
        float[] a = images.rows()[i];
        float[] b = images.rows()[j];
        return IntStream.range(0, a.length)
                .mapToDouble(k -> Math.abs(a[k] - b[k]))
                .average()
                .orElse(0);
    }
}
