package dev.crema.datasets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.crema.memory.Owned;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Batches of several images of one set side by side, gathered as they are needed. */
final class Tuples implements Minibatches.Source<ArrayBatch> {
    private final NDManager manager = Owned.managerOf(this);
    private final LabelledImages images;
    private final List<int[]> columns;
    private final int[] targets;

    /** Has a column of image numbers for each input; without targets if there are none of them. */
    Tuples(LabelledImages images, List<int[]> columns, int... targets) {
        this.images = images;
        this.columns = columns;
        this.targets = targets;
    }

    /** Checks columns of image numbers. */
    static void check(LabelledImages images, int[]... columns) {
        for (int[] column : columns) {
            if (column.length == 0 || column.length != columns[0].length) {
                throw new DataException("There are " + column.length + " images beside " + columns[0].length
                        + " others, expected as many, and at least one.");
            }
            for (int i : column) {
                if (i < 0 || i >= images.size()) {
                    throw new DataException(
                            "There is no image " + i + ": the set has " + images.size() + ", numbered from 0.");
                }
            }
        }
    }

    @Override
    public ArrayBatch slice(int from, int to) {
        return gather(IntStream.range(from, to).toArray());
    }

    @Override
    public ArrayBatch gather(int[] rows) {
        NDManager memory = manager.newSubManager(images.images().getDevice());
        NDList inputs = new NDList();
        for (int[] column : columns) {
            long[] chosen = Arrays.stream(rows).mapToLong(row -> column[row]).toArray();
            try (NDArray numbers = memory.create(chosen)) {
                inputs.add(images.images().get(memory, new NDIndex("{}", numbers)));
            } finally {
                // the last use of the images must not let their memory be freed while the engine still reads it
                Reference.reachabilityFence(images);
            }
        }
        return new ArrayBatch(inputs, targets.length == 0 ? new NDList() : new NDList(targets(rows, memory)));
    }

    private NDArray targets(int[] rows, NDManager memory) {
        float[] chosen = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = targets[rows[i]];
        }
        // an array over Java's memory dies with its Java object, even under a view of it
        try (NDArray overJavaMemory = memory.create(chosen)) {
            return overJavaMemory.duplicate();
        }
    }
}
