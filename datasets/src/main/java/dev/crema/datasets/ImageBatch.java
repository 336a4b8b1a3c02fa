package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * A batch of images with a class for each, and, where the data has them, a mask or boxes for each.
 *
 * @param images {@code [n, channels, height, width]}, float32 in [0, 1]
 * @param labels {@code [n]}, int64; or {@code [n, classes]}, float32, the share of each class in a mixed image; or {@code
 *     [n, k]}, int64, the class of each box
 * @param masks {@code [n, height, width]}, int64, the class of each pixel; null where there are none
 * @param boxes {@code [n, k, 4]}, float32, x and y of the upper left corner, width and height of k boxes in pixels; an
 *     image with fewer boxes has boxes of zeros; null where there are none
 */
public record ImageBatch(
        NDArray images,
        NDArray labels,
        @Nullable NDArray masks,
        @Nullable NDArray boxes) implements Batch {
    /**
     * Makes a batch without masks and boxes.
     *
     * @param images as above
     * @param labels as above
     */
    public ImageBatch(NDArray images, NDArray labels) {
        this(images, labels, null, null);
    }

    @Override
    public NDList inputs() {
        return new NDList(images);
    }

    /**
     * Returns the labels, then the masks and the boxes if there are any.
     *
     * @return one to three arrays
     */
    @Override
    public NDList targets() {
        NDList targets = new NDList(labels);
        if (masks != null) {
            targets.add(masks);
        }
        if (boxes != null) {
            targets.add(boxes);
        }
        return targets;
    }
}
