package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.crema.datasets.ImageBatch;
import java.util.SplittableRandom;

/** Two augmentations, one after the other. */
record Sequence(Augmentation first, Augmentation second) implements Augmentation {
    @Override
    public ImageBatch apply(ImageBatch batch, SplittableRandom random) {
        ImageBatch between = first.apply(batch, random);
        ImageBatch result = second.apply(between, random);
        for (NDArray array : arrays(between)) {
            if (!holds(batch, array) && !holds(result, array)) {
                array.close();
            }
        }
        return result;
    }

    /** Brings moves together, so that they can be joined. */
    @Override
    public Augmentation then(Augmentation next) {
        return new Sequence(first, second.then(next));
    }

    private static boolean holds(ImageBatch batch, NDArray array) {
        return arrays(batch).stream().anyMatch(held -> held == array);
    }

    private static NDList arrays(ImageBatch batch) {
        return batch.inputs().addAll(batch.targets());
    }

    @Override
    public String toString() {
        StringBuilder words = new StringBuilder(first.toString());
        Augmentation rest = second;
        while (rest instanceof Sequence sequence) {
            words.append(".then(").append(sequence.first).append(')');
            rest = sequence.second;
        }
        return words.append(".then(").append(rest).append(')').toString();
    }
}
