package dev.crema.embedding;

/**
 * The quintic B-spline between grid points: how a charge at 0 ≤ u &lt; 1 past a point is shared by the six points from two
 * before to three after, and the slopes of those shares (de Boor, A Practical Guide to Splines, ch. IX).
 *
 * @param weights shares, which sum to 1, {@code [6]}
 * @param slopes their derivatives by u, which sum to 0, {@code [6]}
 */
record Spline(float[] weights, float[] slopes) {
    static final int POINTS = 6;
    static final int BEFORE = 2;

    Spline() {
        this(new float[POINTS], new float[POINTS]);
    }

    void weigh(float u) {
        float v = 1 - u;
        float u2 = u * u;
        float v2 = v * v;
        weights[0] = v2 * v2 * v / 120;
        weights[1] = (26 + u * (-50 + u * (20 + u * (20 + u * (-20 + 5 * u))))) / 120;
        weights[2] = (66 + u2 * (-60 + u2 * (30 - 10 * u))) / 120;
        weights[3] = (66 + v2 * (-60 + v2 * (30 - 10 * v))) / 120;
        weights[5] = u2 * u2 * u / 120;
        weights[4] = 1 - weights[0] - weights[1] - weights[2] - weights[3] - weights[5];
    }

    void slope(float u) {
        float v = 1 - u;
        float u2 = u * u;
        float v2 = v * v;
        slopes[0] = -v2 * v2 / 24;
        slopes[1] = (-10 + u * (8 + u * (12 + u * (-16 + 5 * u)))) / 24;
        slopes[2] = u * (-24 + u2 * (24 - 10 * u)) / 24;
        slopes[3] = -v * (-24 + v2 * (24 - 10 * v)) / 24;
        slopes[5] = u2 * u2 / 24;
        slopes[4] = -slopes[0] - slopes[1] - slopes[2] - slopes[3] - slopes[5];
    }
}
