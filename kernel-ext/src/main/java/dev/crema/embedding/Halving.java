package dev.crema.embedding;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Orders rows so that near ones come close together: all are halved by how far they lie along their strongest principal
 * component, then each half is, and so on (a principal direction tree: Verma, Kpotufe and Dasgupta 2009, "Which spatial
 * partition trees are adaptive to intrinsic dimension?").
 */
final class Halving {
    private static final int SAMPLE = 2048;
    private static final int CHUNK = 1024;

    private final float[][] rows;
    private final int size;
    private final int[] order;

    private Halving(float[][] rows, int size) {
        this.rows = rows;
        this.size = size;
        this.order = new int[rows.length];
        Arrays.setAll(order, i -> i);
    }

    /** Returns the rows in an order in which each {@code size} of them, counted from the first, are near each other. */
    static int[] order(float[][] rows, int size) {
        Halving halving = new Halving(rows, size);
        halving.divide(0, rows.length);
        return halving.order;
    }

    private void divide(int from, int to) {
        if (to - from <= size) {
            return;
        }
        float[] direction = direction(from, to);
        long[] keys = new long[to - from];
        Chunks.forEach(keys.length, CHUNK, (first, end) -> {
            for (int place = first; place < end; place++) {
                int row = order[from + place];
                keys[place] = (long) sortable(along(rows[row], direction)) << 32 | row;
            }
        });
        Arrays.parallelSort(keys);
        for (int place = 0; place < keys.length; place++) {
            order[from + place] = (int) keys[place];
        }
        int sizes = (keys.length + size - 1) / size;
        int middle = from + sizes / 2 * size;
        divide(from, middle);
        divide(middle, to);
    }

    /** The strongest principal component of a sample; where all rows of it are the same, any direction will do. */
    private float[] direction(int from, int to) {
        int step = (to - from + SAMPLE - 1) / SAMPLE;
        float[][] sample = IntStream.iterate(from, place -> place < to, place -> place + step)
                .mapToObj(place -> rows[order[place]])
                .toArray(float[][]::new);
        boolean same = Arrays.stream(sample).allMatch(row -> Arrays.equals(row, sample[0]));
        return same ? sample[0] : Pca.of(sample, 1).components()[0];
    }

    private static float along(float[] row, float[] direction) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += (double) row[j] * direction[j];
        }
        return (float) sum;
    }

    /** The bits of a float, turned so that they sort as whole numbers like their values. */
    private static int sortable(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    }
}
