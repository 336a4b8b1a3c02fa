package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import dev.crema.augmentation.Augmentation;
import dev.crema.augmentation.Augmentations;
import dev.crema.datasets.ImageBatch;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;

/**
 * A way in which images are spoilt without any ill will, in five severities (Hendrycks and Dietterich 2019, "Benchmarking
 * neural network robustness to common corruptions and perturbations", arXiv:1903.12261; for digits Mu and Gilmer 2019,
 * "MNIST-C", arXiv:1906.02337). Noise, brightness and contrast are as strong as in ImageNet-C, blur as in CIFAR-10-C, since
 * images of this library are small; turns and shifts are ours.
 */
// the functions hold nothing, and the arrays are never given away
@SuppressWarnings("ImmutableEnumChecker")
public enum Corruption {
    /** Normal noise of standard deviation 0.08, 0.12, 0.18, 0.26, 0.38. */
    GAUSSIAN_NOISE("Gaussian noise", Augmentations::noise, 0.08, 0.12, 0.18, 0.26, 0.38),
    /** A Gaussian blur of standard deviation 0.4, 0.6, 0.7, 0.8, 1 pixels. */
    BLUR("blur", sigma -> Augmentations.blur(sigma, sigma), 0.4, 0.6, 0.7, 0.8, 1),
    /** All values plus 0.1, 0.2, 0.3, 0.4, 0.5. */
    BRIGHTNESS("brightness", share -> pixels(images -> images.add(share)), 0.1, 0.2, 0.3, 0.4, 0.5),
    /** The distances of an image's values from their mean times 0.4, 0.3, 0.2, 0.1, 0.05. */
    CONTRAST("contrast", share -> pixels(images -> contrast(images, share)), 0.4, 0.3, 0.2, 0.1, 0.05),
    /** A turn by 10, 20, 30, 45, 60 degrees, counter-clockwise. */
    ROTATION("rotation", degrees -> Augmentations.rotate(degrees, degrees), 10, 20, 30, 45, 60),
    /** A shift by up to 0.05, 0.1, 0.15, 0.2, 0.25 of the width and of the height, either way. */
    TRANSLATION("translation", Augmentations::translate, 0.05, 0.1, 0.15, 0.2, 0.25);

    /** The greatest severity; 1 is the least. */
    public static final int WORST = 5;

    private final String words;
    private final DoubleFunction<Augmentation> augmentation;
    private final double[] strengths;

    Corruption(String words, DoubleFunction<Augmentation> augmentation, double... strengths) {
        this.words = words;
        this.augmentation = augmentation;
        this.strengths = strengths;
    }

    /**
     * Returns what spoils a batch.
     *
     * @param severity 1 to 5
     * @return the corruption as an augmentation, which can also be trained with
     * @throws IllegalArgumentException if the severity is out of its range
     */
    public Augmentation severity(int severity) {
        if (severity < 1 || severity > WORST) {
            throw new IllegalArgumentException("severity is " + severity + "; it must be from 1 to " + WORST);
        }
        return augmentation.apply(strengths[severity - 1]);
    }

    private static NDArray contrast(NDArray images, double share) {
        NDArray mean = images.reshape(images.size(0), -1).mean(new int[] {1}).reshape(-1, 1, 1, 1);
        return images.sub(mean).mul(share).add(mean);
    }

    private static Augmentation pixels(UnaryOperator<NDArray> change) {
        return (batch, random) ->
                new ImageBatch(change.apply(batch.images()).clip(0, 1), batch.labels(), batch.masks(), batch.boxes());
    }

    @Override
    public String toString() {
        return words;
    }
}
