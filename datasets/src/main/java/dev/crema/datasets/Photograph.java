package dev.crema.datasets;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An image from a file.
 *
 * @param image as Java decodes it
 */
record Photograph(BufferedImage image) {
    private static final long MOST_PIXELS = 100_000_000;

    /**
     * Reads a PNG, JPEG, GIF or BMP file, of several images the first.
     *
     * @throws DataException if the file cannot be read, is no whole image, or has more than 100 million pixels, which is
     *     found before any is unpacked
     */
    static Photograph read(Path file) {
        LocalFile.size(file);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw unusable(file, "is not an image that Java can read", null);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw unusable(file, "says that it has " + pixels + " pixels, more than " + MOST_PIXELS, null);
                }
                return new Photograph(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Java's readers throw whatever a broken file leads them to
            throw unusable(file, "is damaged, or has colours that Java does not know, such as CMYK (" + e + ")", e);
        }
    }

    /** Writes the image in red, green and blue, stretched to a size, into {@code [3, height, width]} at an offset. */
    void copyTo(byte[] pixels, int offset, int height, int width) {
        BufferedImage scaled = image;
        // halving first: one step would leave out pixels between those that it reads
        while (scaled.getWidth() > 2 * width || scaled.getHeight() > 2 * height) {
            scaled = drawn(
                    scaled,
                    Math.max(width, (scaled.getWidth() + 1) / 2),
                    Math.max(height, (scaled.getHeight() + 1) / 2));
        }
        int plane = height * width;
        int[] rgb = drawn(scaled, width, height).getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < plane; i++) {
            pixels[offset + i] = (byte) (rgb[i] >> 16);
            pixels[offset + plane + i] = (byte) (rgb[i] >> 8);
            pixels[offset + 2 * plane + i] = (byte) rgb[i];
        }
    }

    /** Gray becomes equal red, green and blue; what is transparent becomes white. */
    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return drawn;
    }

    private static DataException unusable(Path file, String why, @Nullable Exception cause) {
        String message = "The file " + file + " " + why
                + ". Open it in an image viewer and save it again as PNG or JPEG in RGB, or delete it.";
        return cause == null ? new DataException(message) : new DataException(message, cause);
    }
}
