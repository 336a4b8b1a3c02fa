package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.crema.memory.Owned;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Examples in arrays whose first axis is the example. */
final class ArrayExamples implements Examples, Minibatches.Source<ArrayBatch> {
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
        return Minibatches.of(this, size, batchSize);
    }

    @Override
    public Iterable<ArrayBatch> batches(int batchSize, long seed) {
        return Minibatches.of(this, size, batchSize, seed);
    }

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

    @Override
    public String toString() {
        return size + " examples, inputs " + Arrays.toString(inputs.getShapes()) + ", targets "
                + Arrays.toString(targets.getShapes());
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
}
