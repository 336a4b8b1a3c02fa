package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Iterator;
import java.util.Random;

/**
 * Examples whose targets are their inputs, for a network that is to give back what it was given: an autoencoder, or a model
 * of how likely an image is.
 *
 * <pre>{@code
 * var digits = Mnist.load();
 * fit(net, Reconstruction.of(digits.train()), Reconstruction.of(digits.validation()), loss(binaryCrossEntropy()));
 * }</pre>
 *
 * With noise the targets stay clean, for a denoising autoencoder (Vincent, Larochelle, Bengio and Manzagol 2008,
 * "Extracting and composing robust features with denoising autoencoders"). Each epoch has noise of its own, of the epoch's
 * seed; batches in order have the same noise every time.
 */
public final class Reconstruction implements Examples {
    private final Examples examples;
    private final boolean binary;
    private final Noise noise;

    private Reconstruction(Examples examples, boolean binary, Noise noise) {
        this.examples = examples;
        this.binary = binary;
        this.noise = noise;
    }

    /**
     * Makes the inputs of other examples their targets.
     *
     * @param examples what to take the inputs from, one float32 array {@code [n, ...]}; their targets are left out
     * @return a view of them; its batches throw a {@link DataException} if there are several inputs, or of another type
     */
    public static Reconstruction of(Examples examples) {
        return new Reconstruction(examples, false, Noise.NONE);
    }

    /**
     * Makes each number 1 that is above ½, and all others 0: black and white images of gray ones.
     *
     * @return a view with binary targets, and binary inputs before the noise
     */
    public Reconstruction binarised() {
        return new Reconstruction(examples, true, noise);
    }

    /**
     * Sets inputs to 0 at random, the masking noise of the paper.
     *
     * @param share the probability with which each number is lost, in [0, 1); 0.25 in the paper
     * @return a view with this noise in place of any other
     * @throws DataException if the share is not in [0, 1)
     */
    public Reconstruction masked(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new DataException(
                    "The share that is to be masked is " + share + ", expected 0 or more and less than 1.");
        }
        return new Reconstruction(examples, binary, (x, random) -> random.nextDouble() < share ? 0 : x);
    }

    /**
     * Adds normal noise to the inputs, which may then lie outside of [0, 1].
     *
     * @param deviation standard deviation of the noise, 0 or more
     * @return a view with this noise in place of any other
     * @throws DataException if the deviation is negative or not finite
     */
    public Reconstruction noisy(double deviation) {
        Points.checkNoise(deviation);
        return new Reconstruction(examples, binary, (x, random) -> (float) (x + deviation * random.nextGaussian()));
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize) {
        return reconstructions(examples.batches(batchSize), 0);
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize, long seed) {
        return reconstructions(examples.batches(batchSize, seed), seed);
    }

    @Override
    public String toString() {
        return "reconstruction of " + examples;
    }

    private Iterable<ArrayBatch> reconstructions(Iterable<? extends Batch> batches, long seed) {
        return () -> {
            Iterator<? extends Batch> originals = batches.iterator();
            Random random = new Random(seed);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return originals.hasNext();
                }

                @Override
                public ArrayBatch next() {
                    return reconstruction(originals.next(), random);
                }
            };
        };
    }

    private ArrayBatch reconstruction(Batch original, Random random) {
        NDList inputs = original.inputs();
        if (inputs.size() != 1 || inputs.head().getDataType() != DataType.FLOAT32) {
            String found = inputs.size() + " inputs, the first of type "
                    + inputs.head().getDataType();
            original.close();
            throw new DataException("The examples have " + found + ", expected one of float32 to be reconstructed.");
        }
        original.targets().forEach(NDArray::close);
        NDArray clean = inputs.head();
        if (binary) {
            clean = clean.gt(0.5).toType(DataType.FLOAT32, false);
        }
        return new ArrayBatch(new NDList(noise == Noise.NONE ? clean : corrupted(clean, random)), new NDList(clean));
    }

    private NDArray corrupted(NDArray clean, Random random) {
        float[] values = clean.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = noise.of(values[i], random);
        }
        // an array over Java's memory dies with its Java object, even under a view of it, such as toDevice gives
        try (NDArray overJavaMemory = clean.getManager().create(values, clean.getShape())) {
            return overJavaMemory.duplicate().toDevice(clean.getDevice(), false);
        }
    }

    /** What becomes of one number. */
    @FunctionalInterface
    private interface Noise {
        Noise NONE = (x, random) -> x;

        float of(float x, Random random);
    }
}
