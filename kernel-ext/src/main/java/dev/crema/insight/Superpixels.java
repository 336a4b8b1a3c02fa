package dev.crema.insight;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Palette;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * An image cut into connected segments of like colour and about like size (SLIC, Achanta et al. 2012, "SLIC superpixels
 * compared to state-of-the-art superpixel methods", IEEE TPAMI 34). The same image gives the same segments; there is no chance
 * in it.
 *
 * @param image the image
 * @param labels number of the segment of each pixel, row by row, from 0 to {@code count} − 1
 * @param count how many segments there are
 */
public record Superpixels(BufferedImage image, int[] labels, int count) implements Drawable {
    /** The compactness of the paper's pictures: 1 follows every edge, 40 gives squares. */
    static final double COMPACTNESS = 10;

    private static final int OUTLINED_SIDE = 2 * Explained.SIDE;
    private static final int LINE = Palette.sequential(1).getRGB();

    static Superpixels of(BufferedImage image, int about, double compactness) {
        int pixels = image.getWidth() * image.getHeight();
        if (about < 1 || about > pixels || !(compactness > 0 && compactness < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("An image of " + pixels + " pixels cannot be cut into about " + about
                    + " segments of compactness " + compactness + "; the number must be from 1 to that of the pixels,"
                    + " such as 50, the compactness above 0, such as 10");
        }
        int[] labels = new Slic(image, about).labels(compactness);
        return new Superpixels(image, labels, 1 + Arrays.stream(labels).max().orElse(0));
    }

    /**
     * Counts the pixels of each segment.
     *
     * @return {@code [count]} sizes, which add up to the pixels of the image
     */
    public int[] sizes() {
        int[] sizes = new int[count];
        Arrays.stream(labels).forEach(label -> sizes[label]++);
        return sizes;
    }

    /** The first pixel of a segment that is nearest to its centre of gravity, as an index row by row. */
    int centre(int segment) {
        int width = image.getWidth();
        double y = 0;
        double x = 0;
        for (int i = 0; i < labels.length; i++) {
            y += labels[i] == segment ? i / width : 0;
            x += labels[i] == segment ? i % width : 0;
        }
        int size = sizes()[segment];
        return ((int) (y / size)) * width + (int) (x / size);
    }

    /** A picture of the image's size, enlarged where it is small, with the outlines of the segments. */
    BufferedImage outlined(BufferedImage picture) {
        int width = image.getWidth();
        int factor = Math.max(1, OUTLINED_SIDE / Math.max(width, image.getHeight()));
        BufferedImage outlined =
                new BufferedImage(width * factor, image.getHeight() * factor, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < outlined.getHeight(); y++) {
            for (int x = 0; x < outlined.getWidth(); x++) {
                boolean edge = label(y, x, factor) != label(y, Math.min(x + 1, outlined.getWidth() - 1), factor)
                        || label(y, x, factor) != label(Math.min(y + 1, outlined.getHeight() - 1), x, factor);
                outlined.setRGB(x, y, edge ? LINE : picture.getRGB(x / factor, y / factor));
            }
        }
        return outlined;
    }

    private int label(int y, int x, int factor) {
        return labels[y / factor * image.getWidth() + x / factor];
    }

    @Override
    public Figure draw() {
        String title = "%d superpixels".formatted(count);
        int[] sizes = sizes();
        String words = "%d to %d pixels each"
                .formatted(
                        Arrays.stream(sizes).min().orElse(0),
                        Arrays.stream(sizes).max().orElse(0));
        return ImageGrid.of(title)
                .images(List.of(image, outlined(image)))
                .captions(List.of("image", words))
                .columns(2)
                .scale(Explained.SIDE)
                .alt("An image of %d×%d pixels, cut into %d connected segments of like colour, %s."
                        .formatted(image.getHeight(), image.getWidth(), count, words))
                .figure();
    }
}
