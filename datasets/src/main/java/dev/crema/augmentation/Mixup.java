package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.crema.datasets.DataException;
import dev.crema.datasets.ImageBatch;
import java.util.Random;
import java.util.SplittableRandom;

/** Mixes each image, and its label, with another one of the batch. */
record Mixup(double alpha, int classes) implements Augmentation {
    @Override
    public ImageBatch apply(ImageBatch batch, SplittableRandom random) {
        Checks.requireShapes(batch);
        if (batch.masks() != null || batch.boxes() != null) {
            throw new DataException(
                    "The batch has masks or boxes, which cannot be mixed: mixup is for images with a class"
                            + " each. Leave it out, or use a batch without them: new ImageBatch(images, labels).");
        }
        int n = batch.size();
        long[] partner = permutation(n, random);
        Random normal = new Random(random.nextLong());
        float[] shares = new float[n];
        for (int i = 0; i < n; i++) {
            shares[i] = (float) beta(alpha, normal);
        }
        NDManager manager = batch.manager();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray labels = shares(batch.labels(), classes, scratch);
            NDIndex partners = new NDIndex("{}", scratch.create(partner).toDevice(labels.getDevice(), false));
            NDArray own = Recolouring.array(labels, shares, 1);
            NDArray images = mixed(batch.images(), partners, own.reshape(n, 1, 1, 1), scratch);
            NDArray mixedLabels = mixed(labels, partners, own, scratch);
            images.attach(manager);
            mixedLabels.attach(manager);
            return new ImageBatch(images, mixedLabels);
        }
    }

    private static NDArray mixed(NDArray values, NDIndex partners, NDArray own, NDManager scratch) {
        NDArray sum = own.mul(values);
        sum.addi(own.mul(-1).add(1).mul(values.get(scratch, partners)));
        // two weights may add up to a little more than one
        return sum.clip(0, 1);
    }

    /** Returns labels as shares of the classes, {@code [n, classes]} float32; 1 for the class of an image of one class. */
    static NDArray shares(NDArray labels, int classes, NDManager scratch) {
        NDArray view = labels.reshape(labels.getShape());
        view.attach(scratch);
        if (labels.getShape().dimension() == 2) {
            if (labels.size(1) != classes) {
                throw new DataException("The labels are shares of " + labels.size(1) + " classes, expected " + classes
                        + ", as many as mixup was told.");
            }
            return view;
        }
        for (long label : labels.toLongArray()) {
            if (label < 0 || label >= classes) {
                throw new DataException("A label is " + label + ", expected 0 to " + (classes - 1)
                        + ". Tell mixup how many classes the data has.");
            }
        }
        return view.oneHot(classes, DataType.FLOAT32);
    }

    private static long[] permutation(int n, SplittableRandom random) {
        long[] order = new long[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Draws from Beta(α, α): the share that one of two equal gamma variables has in both. */
    static double beta(double alpha, Random random) {
        double own = logGamma(alpha, random);
        double other = logGamma(alpha, random);
        return 1 / (1 + StrictMath.exp(other - own));
    }

    /** Draws the logarithm of a gamma variable: itself is 0 in floating point when α is small (Marsaglia and Tsang 2000). */
    private static double logGamma(double alpha, Random random) {
        if (alpha < 1) {
            return logGamma(alpha + 1, random) + StrictMath.log(1 - random.nextDouble()) / alpha;
        }
        double d = alpha - 1.0 / 3;
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + x / StrictMath.sqrt(9 * d);
            double cube = v * v * v;
            if (v > 0
                    && StrictMath.log(1 - random.nextDouble()) < x * x / 2 + d - d * cube + d * StrictMath.log(cube)) {
                return StrictMath.log(d * cube);
            }
        }
    }

    @Override
    public String toString() {
        return "mixup(" + alpha + ", " + classes + ")";
    }
}
