package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.SplittableRandom;

/**
 * Draws black and white images pixel by pixel, each with the probability that a {@link PixelCnn} or a {@link PixelRnn} gives
 * it after those before.
 */
public final class PixelSampling {
    private PixelSampling() {}

    /**
     * Draws new images. Takes one run of the network for each pixel, for all images at once. An interrupt stops it after the
     * row that is under way; what follows stays 0.
     *
     * @param net the network, with parameters
     * @param manager owner of the images
     * @param shape {@code [n, 1, height, width]}
     * @param seed the same seed draws the same images
     * @return images of that shape, each pixel 0 or 1
     * @throws IllegalArgumentException if the network cannot take the shape; the message names the layer
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static NDArray sample(Block net, NDManager manager, Shape shape, long seed) {
        try (NDArray nothing = manager.zeros(shape)) {
            return complete(net, nothing, 0, seed);
        }
    }

    /**
     * Draws the rest of images whose first rows are given, in as many runs of the network as there are pixels to draw. An
     * interrupt stops it after the row that is under way; what follows stays 0.
     *
     * @param net the network, with parameters
     * @param images {@code [n, 1, height, width]}, each pixel of the first rows 0 or 1
     * @param rows how many rows to keep, from 0 to the height
     * @param seed the same seed draws the same images
     * @return images of the same shape, in the manager of {@code images}, each pixel 0 or 1
     * @throws IllegalArgumentException if the images do not fit the network (the message names the layer), the number of rows
     *     is out of its range, or a pixel that is kept is neither 0 nor 1
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static NDArray complete(Block net, NDArray images, int rows, long seed) {
        Canvas canvas = Canvas.of(images, rows);
        try (NDArray scores = Inference.run(net, images, x -> x)) {
            if (!scores.getShape().equals(images.getShape())) {
                throw new IllegalArgumentException("The network gives " + scores.getShape() + " for images "
                        + images.getShape() + "; it must give one score for each pixel, as PixelCnn and PixelRnn do");
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int row = rows; row < canvas.height && !Thread.interrupted(); row++) {
            for (int column = 0; column < canvas.width; column++) {
                try (NDManager scratch = images.getManager().newSubManager(images.getDevice())) {
                    canvas.draw(column, row, canvas.scores(net, scratch, row), random);
                }
            }
        }
        NDManager owner = images.getManager();
        try (NDArray overJavaMemory = owner.create(canvas.pixels, images.getShape())) {
            return overJavaMemory.duplicate().toDevice(images.getDevice(), false);
        }
    }

    /** Images that are being drawn, all pixels after the present one 0. */
    private record Canvas(float[] pixels, int count, int height, int width) {
        static Canvas of(NDArray images, int rows) {
            Shape shape = images.getShape();
            if (shape.dimension() != 4 || shape.get(1) != 1 || shape.size() < 1) {
                throw new IllegalArgumentException("images are " + shape + "; they must be (n, 1, height, width)");
            }
            int height = Math.toIntExact(shape.get(2));
            int width = Math.toIntExact(shape.get(3));
            if (rows < 0 || rows > height) {
                throw new IllegalArgumentException("rows is " + rows + "; it must be from 0 to the height, " + height);
            }
            float[] pixels = images.toFloatArray();
            for (int i = 0; i < pixels.length; i++) {
                if (i / width % height >= rows) {
                    pixels[i] = 0;
                } else if (pixels[i] != 0 && pixels[i] != 1) {
                    throw new IllegalArgumentException(
                            "a pixel is " + pixels[i]
                                    + "; those that are kept must be 0 or 1, such as images.gt(0.5).toType(DataType.FLOAT32, false)");
                }
            }
            return new Canvas(pixels, Math.toIntExact(shape.get(0)), height, width);
        }

        /** Runs the network on the rows up to the present one, for those below cannot matter. */
        float[] scores(Block net, NDManager scratch, int row) {
            float[] above = new float[count * (row + 1) * width];
            for (int i = 0; i < count; i++) {
                System.arraycopy(pixels, i * height * width, above, i * (row + 1) * width, (row + 1) * width);
            }
            NDList input = new NDList(scratch.create(above, new Shape(count, 1, row + 1, width)));
            return net.forward(new ParameterStore(scratch, false), input, false)
                    .singletonOrThrow()
                    .toFloatArray();
        }

        void draw(int column, int row, float[] scores, SplittableRandom random) {
            for (int i = 0; i < count; i++) {
                double score = scores[(i * (row + 1) + row) * width + column];
                pixels[(i * height + row) * width + column] =
                        random.nextDouble() < 1 / (1 + StrictMath.exp(-score)) ? 1 : 0;
            }
        }
    }
}
