package dev.crema.augmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.crema.datasets.ImageBatch;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes the images that luck chooses out of the batch, changes them, and puts them back in their places. */
record Sometimes(double probability, Augmentation augmentation) implements Augmentation {
    @Override
    public ImageBatch apply(ImageBatch batch, SplittableRandom random) {
        Checks.requireShapes(batch);
        int n = batch.size();
        int[] chosen = IntStream.range(0, n)
                .filter(i -> random.nextDouble() < probability)
                .toArray();
        if (chosen.length == 0) {
            return batch;
        }
        long[] places = IntStream.range(0, n).asLongStream().toArray();
        for (int i = 0; i < chosen.length; i++) {
            places[chosen[i]] = (long) n + i;
        }
        NDManager manager = batch.manager();
        try (NDManager scratch = manager.newSubManager()) {
            NDIndex taken = index(IntStream.of(chosen).asLongStream().toArray(), batch, scratch);
            ImageBatch part = new ImageBatch(
                    batch.images().get(scratch, taken),
                    batch.labels().get(scratch, taken),
                    part(batch.masks(), taken, scratch),
                    part(batch.boxes(), taken, scratch));
            ImageBatch changed = augmentation.apply(part, random);
            NDArray labels = batch.labels();
            NDArray changedLabels = changed.labels();
            if (changedLabels.getShape().dimension() > labels.getShape().dimension()) {
                labels = Mixup.shares(labels, Math.toIntExact(changedLabels.size(1)), scratch);
            }
            NDIndex back = index(places, batch, scratch);
            return new ImageBatch(
                    joined(batch.images(), part.images(), changed.images(), back, manager),
                    joined(labels, part.labels(), changedLabels, back, manager),
                    batch.masks() == null ? null : joined(batch.masks(), part.masks(), changed.masks(), back, manager),
                    batch.boxes() == null ? null : joined(batch.boxes(), part.boxes(), changed.boxes(), back, manager));
        }
    }

    private static NDIndex index(long[] places, ImageBatch batch, NDManager scratch) {
        return new NDIndex("{}", scratch.create(places).toDevice(batch.images().getDevice(), false));
    }

    private static @Nullable NDArray part(@Nullable NDArray array, NDIndex taken, NDManager scratch) {
        return array == null ? null : array.get(scratch, taken);
    }

    private static NDArray joined(
            NDArray whole, @Nullable NDArray part, @Nullable NDArray changed, NDIndex back, NDManager manager) {
        if (changed == null || changed == part) {
            return whole;
        }
        try (NDArray both = NDArrays.concat(new NDList(whole, changed))) {
            return both.get(manager, back);
        }
    }

    @Override
    public String toString() {
        return "sometimes(" + probability + ", " + augmentation + ")";
    }
}
