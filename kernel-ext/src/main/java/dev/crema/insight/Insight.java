package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The words for looking inside a trained network. */
public final class Insight {
    // large enough to keep the cores busy, small enough for every layer's output to fit in memory at once
    private static final int BATCH_SIZE = 256;

    private Insight() {}

    /**
     * Lists the paths of a network's layers, in the order in which they run.
     *
     * @param net a trained network
     * @return paths such as {@code "conv1"} or {@code "block2.conv1"}
     */
    public static List<String> layers(Block net) {
        return Activations.names(net);
    }

    /**
     * Computes what a layer gives for a batch.
     *
     * @param net a trained network
     * @param batch its input, batch first
     * @param layer path of the layer, such as {@code "block2.conv1"}
     * @return the layer's output, which belongs to the batch's manager
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are, the nearest first
     */
    public static NDArray activations(Block net, NDArray batch, String layer) {
        return Activations.of(net, batch, layer);
    }

    /**
     * Computes what each kernel of a layer finds in one image.
     *
     * @param net a trained network
     * @param image one image, {@code [channels, height, width]}
     * @param layer path of a layer that gives feature maps, such as {@code "conv1"}
     * @return the maps
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are, the nearest first), or if it gives
     *     no feature maps
     */
    public static FeatureMaps featureMaps(Block net, NDArray image, String layer) {
        return FeatureMaps.of(net, image, layer);
    }

    /**
     * Returns the weights of a convolution.
     *
     * @param net a trained network
     * @param layer path of a convolution, such as {@code "conv1"}
     * @return the kernels
     * @throws IllegalArgumentException if there is no such layer (the message lists those there are, the nearest first), or if it is no
     *     convolution
     */
    public static Kernels kernels(Block net, String layer) {
        return Kernels.of(net, layer);
    }

    /**
     * Computes what a network has made of each image just before its last layer decides.
     *
     * @param net a trained network
     * @param data the images
     * @return one row an image: the input of the last layer that has parameters
     */
    public static float[][] features(Block net, LabelledImages data) {
        return rows(data, batch -> Activations.beforeLast(net, batch));
    }

    /**
     * Computes what a layer gives for each image.
     *
     * @param net a trained network
     * @param data the images
     * @param layer path of the layer
     * @return one row an image: the layer's output, laid out flat
     * @throws IllegalArgumentException if there is no such layer; the message lists those there are
     */
    public static float[][] features(Block net, LabelledImages data, String layer) {
        return rows(data, batch -> Activations.of(net, batch, layer));
    }

    /**
     * Lays each image out as a row of pixels.
     *
     * @param data the images
     * @return one row an image, {@code channels · height · width} numbers each
     */
    public static float[][] pixels(LabelledImages data) {
        return rows(data, batch -> batch);
    }

    private static float[][] rows(LabelledImages data, UnaryOperator<NDArray> function) {
        float[][] rows = new float[data.size()][];
        int row = 0;
        for (ImageBatch batch : data.batches(BATCH_SIZE)) {
            try (batch) {
                float[] flat = function.apply(batch.images()).toFloatArray();
                int width = flat.length / batch.size();
                for (int from = 0; from < flat.length; from += width) {
                    rows[row++] = Arrays.copyOfRange(flat, from, from + width);
                }
            }
        }
        return rows;
    }
}
