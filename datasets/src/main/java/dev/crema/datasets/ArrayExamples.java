package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.crema.memory.Owned;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;

/**
 * Examples in arrays whose first axis is the example; {@link Examples#of} makes them.
 *
 * <p>If the targets are one array {@code [n]} of int64, they are taken as classes: parts and folds have them in the same
 * proportion.
 */
public final class ArrayExamples implements Examples {
    private final NDManager manager;
    private final NDList inputs;
    private final NDList targets;
    private final int size;

    ArrayExamples(NDList inputs, NDList targets) {
        if (inputs.isEmpty()) {
            throw new DataException("There are no inputs, expected at least one array [n, ...].");
        }
        size = rows(inputs.head());
        for (NDList list : new NDList[] {inputs, targets}) {
            for (NDArray array : list) {
                if (rows(array) != size) {
                    throw new DataException("An array has the shape " + array.getShape() + ", expected " + size
                            + " rows as the first input has.");
                }
            }
        }
        this.manager = Owned.managerOf(this);
        this.inputs = copy(inputs);
        this.targets = copy(targets);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize) {
        return Minibatches.of(new Source(), size, batchSize);
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize, long seed) {
        return Minibatches.of(new Source(), size, batchSize, seed);
    }

    /**
     * Returns chosen examples.
     *
     * @param indices their numbers, from 0, in the order wanted; a number may occur more than once
     * @return a copy of those examples
     * @throws DataException if there are none, or one does not exist
     */
    public ArrayExamples select(int... indices) {
        if (indices.length == 0) {
            throw new DataException("No example was asked for, expected at least one index.");
        }
        for (int i : indices) {
            if (i < 0 || i >= size) {
                throw new DataException("There is no example " + i + ": there are " + size + ", numbered from 0 to "
                        + (size - 1) + ".");
            }
        }
        try (ArrayBatch chosen = new Source().gather(indices)) {
            return new ArrayExamples(chosen.inputs(), chosen.targets());
        }
    }

    /**
     * Cuts the examples in two at random.
     *
     * @param fraction share of the examples to train on, between 0 and 1, such as 0.8
     * @param seed the same seed gives the same parts
     * @return copies of the examples, each part in the order of these; of each class the share to within one example, and at least one example in each part
     * @throws DataException if the fraction is not between 0 and 1, or there is only one example of a class
     */
    public Split<ArrayExamples> split(double fraction, long seed) {
        return strata().split(fraction, seed).map(this::select);
    }

    /**
     * Cuts the examples into k folds at random, to test on each fold what was trained on the others.
     *
     * @param k number of folds, from 2 to the number of examples of the smallest class
     * @param seed the same seed gives the same folds
     * @return k splits: the f-th tests on fold f. Each is copied when it is asked for, so that one is in memory at a time
     * @throws DataException if k is less than 2, or a class has fewer than k examples
     */
    public List<Split<ArrayExamples>> folds(int k, long seed) {
        return strata().folds(k, seed, this::select);
    }

    @Override
    public String toString() {
        return size + " examples, inputs " + Arrays.toString(inputs.getShapes()) + ", targets "
                + Arrays.toString(targets.getShapes());
    }

    private Strata strata() {
        boolean classes = targets.size() == 1
                && targets.head().getDataType() == DataType.INT64
                && targets.head().getShape().dimension() == 1;
        if (!classes) {
            return Strata.none(size);
        }
        return Strata.of(Arrays.stream(targets.head().toLongArray()).boxed().toList());
    }

    private ArrayBatch batch(NDManager memory, NDIndex rows) {
        try {
            return new ArrayBatch(part(inputs, memory, rows), part(targets, memory, rows));
        } finally {
            // the last use of the examples must not let their memory be freed while the engine still reads it
            Reference.reachabilityFence(this);
        }
    }

    private static NDList part(NDList arrays, NDManager memory, NDIndex rows) {
        return new NDList(arrays.stream().map(array -> array.get(memory, rows)).toList());
    }

    private NDList copy(NDList arrays) {
        NDList copies = new NDList(arrays.stream().map(NDArray::duplicate).toList());
        copies.attach(manager);
        return copies;
    }

    private static int rows(NDArray array) {
        if (array.getShape().dimension() == 0 || array.isEmpty()) {
            throw new DataException(
                    "An array has the shape " + array.getShape() + ", expected [n, ...] without a zero.");
        }
        return Math.toIntExact(array.size(0));
    }

    /** An inner class, so that a loop over batches keeps the examples alive. */
    private final class Source implements Minibatches.Source<ArrayBatch> {
        @Override
        public ArrayBatch slice(int from, int to) {
            return batch(manager.newSubManager(), new NDIndex().addSliceDim(from, to));
        }

        @Override
        public ArrayBatch gather(int[] indices) {
            NDManager memory = manager.newSubManager();
            long[] wide = Arrays.stream(indices).asLongStream().toArray();
            try (NDArray rows = memory.create(wide).toDevice(inputs.head().getDevice(), false)) {
                return batch(memory, new NDIndex("{}", rows));
            }
        }
    }
}
