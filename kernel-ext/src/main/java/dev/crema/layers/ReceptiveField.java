package dev.crema.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which pixels of an image each number of a layer depends on (Araujo, Norris and Sim 2019, "Computing receptive fields of
 * convolutional neural networks", Distill). After a layer that enlarges its input the places may be off by less than a pixel
 * of that input.
 *
 * @param rows along the height of the image
 * @param columns along its width
 */
public record ReceptiveField(Side rows, Side columns) {
    /**
     * The fields along one side of the image: that of number i begins at the pixel {@code start + i·step}, which is below 0
     * where it reaches into the rim.
     *
     * @param start where the field of number 0 begins
     * @param size how long each field is, in pixels of the image and of the rims around it; infinite for all
     * @param step how far apart two neighbours' fields are
     * @param length how long the image is
     */
    public record Side(double start, double size, double step, int length) {
        /**
         * Returns where a field begins.
         *
         * @param number which number, from 0
         * @return the first pixel of the image that lies in it, from 0 to {@code length}
         */
        public int from(int number) {
            double from = Double.isInfinite(size) ? 0 : Math.floor(start + number * step);
            return (int) Math.max(0, Math.min(length, from));
        }

        /**
         * Returns where a field ends.
         *
         * @param number which number, from 0
         * @return the pixel after its last one in the image, from 0 to {@code length}
         */
        public int to(int number) {
            double to = Double.isInfinite(size) ? length : Math.ceil(start + number * step + size);
            return (int) Math.max(0, Math.min(length, to));
        }
    }

    /**
     * Follows a layer's numbers back to the image.
     *
     * @param net the network; it stays as it is
     * @param image shape of a batch of one image, {@code [1, channels, height, width]}
     * @param path the layer's path, such as {@code "block2.conv1"}
     * @return what its numbers see
     * @throws IllegalArgumentException if the network takes no such image, or has no such layer that can be seen running; the
     *     message lists those there are, the nearest first
     */
    public static ReceptiveField of(Block net, Shape image, String path) {
        Paths.layer(net, path);
        if (image.dimension() != 4) {
            throw new IllegalArgumentException(
                    "Only of images receptive fields can be told, [1, channels, height, width], not of " + image);
        }
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDList zeros = Trace.zeros(scratch, DataType.FLOAT32, image);
            ReceptiveFields rows = new ReceptiveFields(zeros, 2);
            ReceptiveFields columns = new ReceptiveFields(zeros, 3);
            AtomicReference<@Nullable NDArray> found = new AtomicReference<>();
            Trace.Visitor visitor = (at, layer, x, y) -> {
                rows.visit(at, layer, x, y);
                columns.visit(at, layer, x, y);
                if (at.equals(path)) {
                    found.set(y);
                }
            };
            if (net.isInitialized()) {
                Trace.run(net, zeros, visitor);
            } else {
                Trace.shapes(net, zeros, visitor);
            }
            NDArray output = found.get();
            if (output == null) {
                throw new IllegalArgumentException(
                        "Layer " + path + " runs out of sight, inside of a block of DJL's; ask for that block");
            }
            return new ReceptiveField(rows.side(output), columns.side(output));
        }
    }
}
