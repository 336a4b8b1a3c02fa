package dev.crema.embedding;

import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Places new rows in a finished t-SNE map, as openTSNE does (Poličar, Stražar and Zupan 2019, arXiv:1902.09304): each starts at the
 * median of its neighbours' points and descends by its own divergence Σ_j p_j|i log(p_j|i / q_j|i) from the mapped points alone,
 * so that neither they nor other new rows have a say in where it comes to lie. Constants are openTSNE's.
 */
final class TsneNewcomers {
    private static final double PERPLEXITY = 5;
    private static final int ITERATIONS = 250;
    private static final double RATE = 0.1;
    private static final float EXAGGERATION = 1.5f;
    private static final float STEEPEST = 0.25f;
    private static final int CHUNK = 256;

    private final Plane map;
    private final int[][] near;
    private final double[][] affinities;

    /**
     * Finds the new rows' neighbours.
     *
     * @param rows the mapped rows
     * @param points the map
     * @param others the new rows
     * @param perplexity that of the map, where it is less than that of newcomers
     */
    TsneNewcomers(float[][] rows, float[][] points, float[][] others, double perplexity) {
        double own = Math.min(PERPLEXITY, perplexity);
        Neighbours neighbours = Neighbours.of(rows, others, (int) (3 * own));
        this.map = Plane.of(points);
        this.near = neighbours.rows();
        this.affinities = new double[others.length][];
        Chunks.forEach(others.length, CHUNK, (from, to) -> {
            for (int i = from; i < to; i++) {
                affinities[i] = Affinities.conditional(neighbours.squaredDistances()[i], own);
            }
        });
    }

    float[][] placed() {
        Plane placed = new Plane(medians(map.x()), medians(map.y()));
        Plane gradient = Plane.zero(placed.size());
        Descent descent = new Descent(placed.size());
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Interrupted after " + iteration + " of " + ITERATIONS
                        + " iterations: the new rows have no points; the map is as it was.");
            }
            gradient(placed, gradient);
            descent.step(placed, gradient, RATE);
        }
        return placed.rows();
    }

    private float[] medians(float[] coordinates) {
        float[] medians = new float[near.length];
        for (int i = 0; i < medians.length; i++) {
            float[] some = new float[near[i].length];
            for (int k = 0; k < some.length; k++) {
                some[k] = coordinates[near[i][k]];
            }
            Arrays.sort(some);
            medians[i] = (some[(some.length - 1) / 2] + some[some.length / 2]) / 2;
        }
        return medians;
    }

    /** Half the gradient, at most so steep: a point that starts upon another would else be shot away. */
    private void gradient(Plane placed, Plane gradient) {
        float[] weight = ExactRepulsion.of(map, placed, gradient);
        Chunks.forEach(placed.size(), CHUNK, (from, to) -> {
            for (int i = from; i < to; i++) {
                float x = -gradient.x()[i] / weight[i];
                float y = -gradient.y()[i] / weight[i];
                for (int k = 0; k < near[i].length; k++) {
                    float dx = placed.x()[i] - map.x()[near[i][k]];
                    float dy = placed.y()[i] - map.y()[near[i][k]];
                    float pull = EXAGGERATION * (float) affinities[i][k] / (1 + dx * dx + dy * dy);
                    x += pull * dx;
                    y += pull * dy;
                }
                float slower = Math.min(1, STEEPEST / (float) Math.sqrt(x * x + y * y));
                gradient.x()[i] = slower * x;
                gradient.y()[i] = slower * y;
            }
        });
    }
}
