package dev.crema.datasets;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One epoch, cut into batches. It holds on to its source, so a loop over batches keeps the data alive. */
final class Minibatches<B extends Batch> implements Iterator<B> {
    /** Makes one batch. */
    interface Source<B> {
        /** Returns neighbours, from the first number to before the last: may be views. */
        B slice(int from, int to);

        /** Returns chosen examples. */
        B gather(int[] indices);
    }

    private final Source<B> source;
    private final int size;
    private final int batchSize;
    private final int @Nullable [] order;
    private int from;

    private Minibatches(Source<B> source, int size, int batchSize, int @Nullable [] order) {
        this.source = source;
        this.size = size;
        this.batchSize = batchSize;
        this.order = order;
    }

    static <B extends Batch> Iterable<B> of(Source<B> source, int size, int batchSize) {
        Order.requireBatchSize(batchSize);
        return () -> new Minibatches<>(source, size, batchSize, null);
    }

    static <B extends Batch> Iterable<B> of(Source<B> source, int size, int batchSize, long seed) {
        Order.requireBatchSize(batchSize);
        return () -> new Minibatches<>(source, size, batchSize, Order.shuffled(size, new SplittableRandom(seed)));
    }

    @Override
    public boolean hasNext() {
        return from < size;
    }

    @Override
    public B next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All " + size + " examples have been in a batch.");
        }
        int to = (int) Math.min(size, (long) from + batchSize);
        B batch = order == null ? source.slice(from, to) : source.gather(Arrays.copyOfRange(order, from, to));
        from = to;
        return batch;
    }
}
