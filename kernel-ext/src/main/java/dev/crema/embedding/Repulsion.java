package dev.crema.embedding;

/** How all points of a map push each other away: the part of t-SNE's gradient that concerns every pair. */
interface Repulsion {
    /**
     * Sets the force on each point, Σ_j w_ij² (y_i − y_j) with w_ij = 1 / (1 + |y_i − y_j|²).
     *
     * @param map the points
     * @param force where the forces go
     * @return Z, the sum of w_ij over all ordered pairs of different points
     */
    double on(Plane map, Plane force);
}
