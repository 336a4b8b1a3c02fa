package dev.crema.figures;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures as numbers, for values that outlive the native memory they were computed in.
 *
 * @param rows one row a picture, {@code [pictures][channels · height · width]}; 0 is black, 1 is white
 * @param channels 1 for grey pictures, 3 for coloured ones
 * @param height height of each in pixels
 * @param width width of each in pixels
 */
public record PixelRows(float[][] rows, int channels, int height, int width) {
    /**
     * Checks the sizes.
     *
     * @param rows as above
     * @param channels as above
     * @param height as above
     * @param width as above
     * @throws IllegalArgumentException if there are not 1 or 3 channels, or a row has another length
     */
    public PixelRows {
        int size = channels * height * width;
        if ((channels != 1 && channels != 3) || Arrays.stream(rows).anyMatch(row -> row.length != size)) {
            throw new IllegalArgumentException("Pictures of " + channels + " channels of " + height + "×" + width
                    + " pixels must have 1 or 3 channels and a row of " + size + " numbers each.");
        }
    }

    /**
     * Copies the pictures that a batch holds.
     *
     * @param batch {@code [pictures, 1 or 3, height, width]}; values from 0 to 1, or bytes from 0 to 255
     * @return the pictures
     * @throws IllegalArgumentException if the array has another shape
     */
    public static PixelRows of(NDArray batch) {
        Shape shape = batch.getShape();
        if (shape.dimension() != 4 || (shape.get(1) != 1 && shape.get(1) != 3) || shape.size() == 0) {
            throw new IllegalArgumentException("An array of shape " + shape
                    + " is no batch of pictures; it must be [pictures, 1 or 3, height, width].");
        }
        float[] flat = Pixels.floats(batch);
        int size = (int) (shape.size() / shape.get(0));
        float[][] rows = IntStream.range(0, (int) shape.get(0))
                .mapToObj(i -> Arrays.copyOfRange(flat, i * size, (i + 1) * size))
                .toArray(float[][]::new);
        return new PixelRows(rows, (int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
    }

    /**
     * Returns how many pictures there are.
     *
     * @return their number
     */
    public int size() {
        return rows.length;
    }

    /**
     * Draws the pictures.
     *
     * @return one for each row
     */
    public List<BufferedImage> pictures() {
        return Arrays.stream(rows)
                .map(row -> Pixels.picture(row, 0, channels, height, width))
                .toList();
    }
}
