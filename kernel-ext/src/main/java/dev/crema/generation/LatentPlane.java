package dev.crema.generation;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.PixelRows;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The images of a whole plane of two latent numbers (Kingma and Welling 2013, arXiv:1312.6114, figure 4): each number runs
 * through the quantiles of the normal distribution, (i + ½) ⁄ side, so that every image stands for an equal share of what
 * the model samples.
 *
 * @param quantiles the values of either latent number, ascending
 * @param images row by row; the first latent number grows to the right, the second upwards
 */
public record LatentPlane(double[] quantiles, PixelRows images) implements Drawable {
    private static final int MOST = 30;

    static LatentPlane of(Generator generator, int side) {
        Codes.requireAtLeast("side", side, 2);
        if (side > MOST) {
            throw new IllegalArgumentException("side is " + side + "; it must be at most " + MOST
                    + ", more images could not be told from each other");
        }
        double[] quantiles = new double[side];
        for (int i = 0; i < side; i++) {
            quantiles[i] = NormalQuantile.of((i + 0.5) / side);
        }
        float[][] codes = new float[side * side][];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                codes[row * side + column] = new float[] {(float) quantiles[column], (float) quantiles[side - 1 - row]};
            }
        }
        return new LatentPlane(quantiles, Codes.images(generator, codes));
    }

    @Override
    public Figure draw() {
        int side = quantiles.length;
        String title = "The latent plane, %d × %d images".formatted(side, side);
        return ImageGrid.of(title)
                .images(List.of(mosaic()))
                .scale(Math.min(2000, Math.max(560, side * Math.max(images.height(), images.width()))))
                .captions(List.of("first latent number, %.2g to %.2g →".formatted(quantiles[0], quantiles[side - 1])))
                .rows(List.of("second number ↑"))
                .alt(
                        "%s: what is made of two latent numbers from %.2f to %.2f, the first growing to the right and the second upwards, at quantiles of the normal distribution."
                                .formatted(title, quantiles[0], quantiles[side - 1]))
                .figure();
    }

    /** One picture without gaps, so that neighbours can be compared. */
    private BufferedImage mosaic() {
        int side = quantiles.length;
        BufferedImage mosaic =
                new BufferedImage(side * images.width(), side * images.height(), BufferedImage.TYPE_INT_RGB);
        List<BufferedImage> pictures = images.pictures();
        Graphics2D graphics = mosaic.createGraphics();
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawImage(pictures.get(i), i % side * images.width(), i / side * images.height(), null);
        }
        graphics.dispose();
        return mosaic;
    }
}
