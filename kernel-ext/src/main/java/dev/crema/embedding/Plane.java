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

    int size() {
        return x.length;
    }

    float[][] rows() {
        float[][] rows = new float[x.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {x[i], y[i]};
        }
        return rows;
    }
}
