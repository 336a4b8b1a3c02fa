package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.crema.memory.Owned;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;

/**
 * A photograph with the names it must be shown with. Holds plain Java memory only.
 *
 * @param name what {@link Photos#load} calls it, such as "cat"
 * @param title what it shows
 * @param author who took it
 * @param licence what its author allows, such as "CC BY 2.5"
 * @param source the package it was taken from, and where that has it from
 * @param picture its pixels, in red, green and blue
 */
public record Photo(String name, String title, String author, String licence, String source, BufferedImage picture) {
    private static final int CHANNELS = 3;

    /**
     * Copies the pixels into an array.
     *
     * @param owner the manager that frees it
     * @return {@code [3, height, width]}, float32 in [0, 1], red, green and blue
     */
    public NDArray image(NDManager owner) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        int[] colours = picture.getRGB(0, 0, width, height, null, 0, width);
        byte[] planes = new byte[CHANNELS * colours.length];
        for (int i = 0; i < colours.length; i++) {
            planes[i] = (byte) (colours[i] >> 16);
            planes[colours.length + i] = (byte) (colours[i] >> 8);
            planes[2 * colours.length + i] = (byte) colours[i];
        }
        try (NDArray bytes =
                owner.create(ByteBuffer.wrap(planes), new Shape(CHANNELS, height, width), DataType.UINT8)) {
            return bytes.toType(DataType.FLOAT32, false).divi(255);
        }
    }

    /**
     * Copies the largest square in the middle, in the size that a network wants. A new pixel lies between the centres of
     * four; of a picture more than twice as large, means are taken first.
     *
     * @param side height and width in pixels, at least 1
     * @return {@code [3, side, side]}, float32 in [0, 1], red, green and blue; it lives as long as it can be reached
     * @throws DataException if the side is below 1
     */
    public NDArray square(int side) {
        if (side < 1) {
            throw new DataException("The side of a square is " + side + " pixels, expected at least 1, such as 224.");
        }
        float[] planes = MiddleSquare.of(picture).resized(side).planes();
        NDManager owner = Owned.managerOf(this);
        // an array over Java's memory dies with its Java object, even under a view of it
        try (NDArray overJavaMemory = owner.create(planes, new Shape(CHANNELS, side, side))) {
            return overJavaMemory.div(255);
        }
    }

    @Override
    public String toString() {
        return title + ", " + picture.getWidth() + " × " + picture.getHeight() + " pixels. Photo: " + author + " ("
                + licence + "), " + source;
    }
}
