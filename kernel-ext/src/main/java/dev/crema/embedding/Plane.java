package dev.crema.embedding;

/**
 * Points or vectors in the plane, the coordinates apart, as the processor's vector instructions want them.
 *
 * @param x horizontal coordinates, {@code [points]}
 * @param y vertical coordinates, {@code [points]}
 */
record Plane(float[] x, float[] y) {
    static Plane zero(int points) {
        return new Plane(new float[points], new float[points]);
    }

    static Plane of(float[][] points) {
        Plane plane = zero(points.length);
        for (int i = 0; i < points.length; i++) {
            plane.x[i] = points[i][0];
            plane.y[i] = points[i][1];
        }
        return plane;
    }

    int size() {
        return x.length;
    }

    /** Moves the mean of all points to 0. */
    void centre() {
        centre(x);
        centre(y);
    }

    private static void centre(float[] coordinates) {
        double mean = 0;
        for (float coordinate : coordinates) {
            mean += coordinate;
        }
        mean /= coordinates.length;
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] -= (float) mean;
        }
    }

    /** Returns the points in an order. */
    Plane ordered(int[] order) {
        Plane ordered = zero(order.length);
        for (int i = 0; i < order.length; i++) {
            ordered.x[i] = x[order[i]];
            ordered.y[i] = y[order[i]];
        }
        return ordered;
    }

    /** Returns the points as they were before they were {@link #ordered}. */
    Plane restored(int[] order) {
        Plane restored = zero(order.length);
        for (int i = 0; i < order.length; i++) {
            restored.x[order[i]] = x[i];
            restored.y[order[i]] = y[i];
        }
        return restored;
    }

    float[][] rows() {
        float[][] rows = new float[x.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {x[i], y[i]};
        }
        return rows;
    }
}
