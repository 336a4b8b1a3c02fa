package dev.crema.augmentation;

import dev.crema.datasets.ImageBatch;
import java.util.SplittableRandom;

/**
 * A random change of a batch, each image by parameters of its own, whose labels, masks and boxes change with it.
 *
 * <pre>{@code
 * var augmentation = flip().then(crop(4)).then(colourJitter(0.2, 0.2, 0.2, 0));
 * for (var batch : data.train().batches(64, seed)) {
 *     try (batch) {
 *         var more = augmentation.apply(batch, random);
 *     }
 * }
 * }</pre>
 *
 * <p>Those of {@link Augmentations} draw their parameters in Java and compute on the images' device: the same seed gives
 * the same images on any number of cores. They keep shapes and types, and values within [0, 1].
 */
@FunctionalInterface
public interface Augmentation {
    /**
     * Changes a batch.
     *
     * @param batch a batch, which stays as it is
     * @param random where the parameters are drawn from
     * @return as many images of the same size; its arrays are those of the batch where nothing changed, and otherwise
     *     belong to {@link ImageBatch#manager() its manager} and are freed with it
     * @throws dev.crema.datasets.DataException if the batch has not the shapes that {@link ImageBatch} gives, or the
     *     augmentation does not fit it
     */
    ImageBatch apply(ImageBatch batch, SplittableRandom random);

    /**
     * Changes a batch by parameters that depend on nothing but a seed.
     *
     * @param batch a batch, which stays as it is
     * @param seed the same seed and batch give the same result
     * @return as above
     * @throws dev.crema.datasets.DataException as above
     */
    default ImageBatch apply(ImageBatch batch, long seed) {
        return apply(batch, new SplittableRandom(seed));
    }

    /**
     * Returns this augmentation and another one after it. Moves that follow each other, such as {@code
     * flip().then(crop(4))}, are joined: pixels are read once, and what one move takes out of the image the next may bring
     * back.
     *
     * @param next what to do with the result of this one
     * @return both as one; what only lies between them is freed at once
     */
    default Augmentation then(Augmentation next) {
        return new Sequence(this, next);
    }
}
