package dev.crema.datasets;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture that says where everything in it is. The arrays are not to be changed.
 *
 * @param size pixels in a row, and rows
 * @param pixels {@code [channels, size, size]} row by row, one channel of gray or three of red, green and blue, unsigned
 *     bytes
 * @param instances {@code [size, size]}, which thing each pixel shows: 0 the background, i the thing {@code objects.get(i −
 *     1)}
 * @param objects the things, from left to right; none is hidden by more than half
 * @param background what the background is called
 * @param caption what can be seen, in words
 */
public record Scene(
        int size, byte[] pixels, byte[] instances, List<SceneObject> objects, String background, String caption) {
    /**
     * Returns the number of channels.
     *
     * @return 1 for gray, 3 for red, green and blue
     */
    public int channels() {
        return pixels.length / (size * size);
    }

    /**
     * Returns the pixels as they are seen.
     *
     * @return a picture of {@code size} by {@code size}, gray or in colour
     */
    public BufferedImage picture() {
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        int plane = size * size;
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                int at = channels() == 1 ? i : channel * plane + i;
                rgb = rgb << 8 | Byte.toUnsignedInt(pixels[at]);
            }
            picture.setRGB(i % size, i / size, rgb);
        }
        return picture;
    }

    /**
     * Returns the class of each pixel.
     *
     * @return {@code [size][size]}, 0 for the background, label + 1 where a thing of that label is seen
     */
    public int[][] mask() {
        int[][] mask = new int[size][size];
        for (int i = 0; i < instances.length; i++) {
            mask[i / size][i % size] =
                    instances[i] == 0 ? 0 : objects.get(instances[i] - 1).label() + 1;
        }
        return mask;
    }
}
