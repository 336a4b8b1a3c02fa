package dev.crema.embedding;

/**
 * Rows one after the other, in the unit of {@link Distances}.
 *
 * @param values the rows, each filled up with zeros to a multiple of four columns
 * @param stride columns with those zeros
 * @param columns columns without
 */
record ScaledRows(float[] values, int stride, int columns) {
    /** Takes rows in an order. */
    static ScaledRows of(float[][] rows, int[] order) {
        int columns = rows[0].length;
        int stride = (columns + 3) / 4 * 4;
        float[] values = new float[Math.multiplyExact(rows.length, stride)];
        int exponent = Distances.exponent(rows);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * stride + j] = Math.scalb(rows[order[i]][j], exponent);
            }
        }
        return new ScaledRows(values, stride, columns);
    }

    int size() {
        return values.length / stride;
    }

    /** Returns the mean of consecutive rows, {@code [stride]}. */
    float[] mean(int from, int to) {
        double[] sums = new double[stride];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < columns; j++) {
                sums[j] += values[i * stride + j];
            }
        }
        float[] mean = new float[stride];
        for (int j = 0; j < columns; j++) {
            mean[j] = (float) (sums[j] / (to - from));
        }
        return mean;
    }

    /** Returns the squared distance of two rows. */
    float between(int i, int j) {
        return between(i, values, j * stride);
    }

    /** Returns the squared distance of a row to one that begins elsewhere, summed in the order in which {@link Distances} adds. */
    float between(int i, float[] other, int there) {
        float sum = 0;
        int at = i * stride;
        int j = 0;
        for (; j + 3 < columns; j += 4) {
            float a = other[there + j] - values[at + j];
            float b = other[there + j + 1] - values[at + j + 1];
            float c = other[there + j + 2] - values[at + j + 2];
            float d = other[there + j + 3] - values[at + j + 3];
            sum += a * a + b * b + (c * c + d * d);
        }
        for (; j < columns; j++) {
            float a = other[there + j] - values[at + j];
            sum += a * a;
        }
        return sum;
    }
}
