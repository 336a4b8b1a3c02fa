package dev.crema.kernel;

import ai.djl.ndarray.NDArray;
import dev.crema.datasets.ImageBatch;
import dev.crema.figures.Palette;
import dev.crema.figures.Pixels;
import dev.crema.figures.Theme;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The images of a batch with their masks as a tint, a colour for each class but 0, and their boxes as frames. */
final class Overlay {
    private static final int SHARP = 320;
    private static final double TINT = 0.45;

    private Overlay() {}

    static List<BufferedImage> pictures(ImageBatch batch) {
        List<BufferedImage> pictures = Pixels.images(batch.images());
        if (batch.masks() == null && batch.boxes() == null) {
            return pictures;
        }
        long[] masks = batch.masks() == null ? null : batch.masks().toLongArray();
        return IntStream.range(0, pictures.size())
                .mapToObj(i -> framed(tinted(pictures.get(i), masks, i), batch.boxes(), i))
                .toList();
    }

    private static BufferedImage tinted(BufferedImage picture, long @Nullable [] masks, int number) {
        int width = picture.getWidth();
        int pixels = width * picture.getHeight();
        for (int i = 0; masks != null && i < pixels; i++) {
            int label = Math.toIntExact(masks[number * pixels + i]);
            if (label != 0) {
                int x = i % width;
                int y = i / width;
                picture.setRGB(x, y, mixed(picture.getRGB(x, y), colour(label)));
            }
        }
        return picture;
    }

    /** Draws frames on an enlarged picture, so that a line is thinner than a pixel of a small image. */
    private static BufferedImage framed(BufferedImage picture, @Nullable NDArray boxes, int number) {
        if (boxes == null) {
            return picture;
        }
        int factor = Math.max(1, SHARP / Math.max(picture.getWidth(), picture.getHeight()));
        BufferedImage large = new BufferedImage(
                factor * picture.getWidth(), factor * picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.drawImage(picture, 0, 0, large.getWidth(), large.getHeight(), null);
        int each = Math.toIntExact(boxes.size(1));
        float[] all = boxes.toFloatArray();
        for (int box = number * each; box < (number + 1) * each; box++) {
            float[] at = Arrays.copyOfRange(all, 4 * box, 4 * box + 4);
            if (at[2] > 0 && at[3] > 0) {
                float line = Math.max(2, large.getWidth() / 50f);
                // inside of the box, where the edge of the image does not cut it off
                Rectangle2D frame = new Rectangle2D.Float(
                        factor * at[0] + line / 2,
                        factor * at[1] + line / 2,
                        factor * at[2] - line,
                        factor * at[3] - line);
                graphics.setStroke(new BasicStroke(line));
                graphics.setColor(colour(box - number * each + 1));
                graphics.draw(frame);
            }
        }
        graphics.dispose();
        return large;
    }

    private static Color colour(int number) {
        return Palette.category(number).in(Theme.light());
    }

    private static int mixed(int rgb, Color tint) {
        Color from = new Color(rgb);
        return new Color(
                        mixed(from.getRed(), tint.getRed()),
                        mixed(from.getGreen(), tint.getGreen()),
                        mixed(from.getBlue(), tint.getBlue()))
                .getRGB();
    }

    private static int mixed(int from, int to) {
        return (int) Math.round((1 - TINT) * from + TINT * to);
    }
}
