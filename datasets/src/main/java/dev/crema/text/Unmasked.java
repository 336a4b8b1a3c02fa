package dev.crema.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.crema.datasets.ArrayBatch;
import dev.crema.datasets.Examples;
import java.util.Iterator;

/** Texts whose batches have no masks: see {@link TextExamples#withoutMasks}. */
record Unmasked(TextExamples texts) implements Examples {
    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize) {
        return unmasked(texts.batches(batchSize));
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize, long seed) {
        return unmasked(texts.batches(batchSize, seed));
    }

    @Override
    public String toString() {
        return texts.toString();
    }

    private static Iterable<ArrayBatch> unmasked(Iterable<TextBatch> batches) {
        return () -> {
            Iterator<TextBatch> masked = batches.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return masked.hasNext();
                }

                @Override
                public ArrayBatch next() {
                    TextBatch batch = masked.next();
                    return new ArrayBatch(withoutMasks(batch.inputs()), withoutMasks(batch.targets()));
                }
            };
        };
    }

    /** Keeps every other array: each one's mask follows it, and labels have none. */
    private static NDList withoutMasks(NDList arrays) {
        NDList kept = new NDList();
        for (int i = 0; i < arrays.size(); i++) {
            NDArray array = arrays.get(i);
            if (i % 2 == 0) {
                kept.add(array);
            } else {
                array.close();
            }
        }
        return kept;
    }
}
