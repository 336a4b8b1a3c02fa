package dev.crema.embedding;

/**
 * How much each neighbour belongs to a row's neighbourhood: 1 for the nearest, then exp(−(d − ρ) / σ), so wide that the sum is
 * log₂ k whatever the density there (McInnes, Healy and Melville 2018, algorithm 3; constants are umap-learn's).
 *
 * @param nearest ρ, the distance of the nearest row that is not equal
 * @param width σ
 */
record Membership(float nearest, float width) {
    private static final double TOLERANCE = 1e-5;
    private static final int MAX_STEPS = 64;
    private static final double LEAST_WIDTH = 1e-3;

    /**
     * Finds the widths.
     *
     * @param distances from one row to its neighbours, itself left out
     * @param nearest ρ
     * @param sum what the memberships are to add up to
     * @param usual the mean distance over all rows, for rows whose neighbours all equal them
     */
    static Membership of(float[] distances, float nearest, double sum, double usual) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double mean = 0;
        for (float d : distances) {
            mean += d / (1.0 + distances.length);
        }
        double width = mean > 0 ? mean : 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            double found = 0;
            for (float d : distances) {
                found += d > nearest ? StrictMath.exp(-(d - nearest) / width) : 1;
            }
            if (Math.abs(found - sum) < TOLERANCE) {
                break;
            }
            if (found > sum) {
                high = width;
                width = (low + high) / 2;
            } else {
                low = width;
                width = high == Double.POSITIVE_INFINITY ? 2 * width : (low + high) / 2;
            }
        }
        return new Membership(nearest, (float) Math.max(width, LEAST_WIDTH * (nearest > 0 ? mean : usual)));
    }

    float of(float distance) {
        return distance > nearest ? (float) StrictMath.exp(-(distance - nearest) / (double) width) : 1;
    }

    /**
     * Joins all neighbourhoods: two rows belong together if either counts the other in, a + b − ab. The result is symmetric.
     *
     * @param neighbours the nearest of each row, itself left out
     */
    static Affinities graph(Neighbours neighbours) {
        float[][] distances = distances(neighbours);
        int k = neighbours.rows()[0].length + 1;
        double sum = StrictMath.log(k) / StrictMath.log(2);
        double usual = mean(distances);
        float[][] memberships = new float[distances.length][];
        Chunks.forEach(distances.length, 32, (from, to) -> {
            for (int i = from; i < to; i++) {
                Membership membership = of(distances[i], nearest(distances[i]), sum, usual);
                memberships[i] = new float[k - 1];
                for (int j = 0; j < k - 1; j++) {
                    memberships[i][j] = membership.of(distances[i][j]);
                }
            }
        });
        return Affinities.symmetric(neighbours.rows(), memberships, (a, b) -> a + b - a * b);
    }

    static float[][] distances(Neighbours neighbours) {
        float[][] squared = neighbours.squaredDistances();
        float[][] distances = new float[squared.length][squared[0].length];
        for (int i = 0; i < squared.length; i++) {
            for (int j = 0; j < squared[i].length; j++) {
                distances[i][j] = (float) Math.sqrt(squared[i][j]);
            }
        }
        return distances;
    }

    /** The least distance above 0, or 0. */
    static float nearest(float[] distances) {
        for (float d : distances) {
            if (d > 0) {
                return d;
            }
        }
        return 0;
    }

    /** The mean over all rows and their neighbours, each row counted as a neighbour of its own. */
    static double mean(float[][] distances) {
        double sum = 0;
        for (float[] row : distances) {
            for (float d : row) {
                sum += d;
            }
        }
        return sum / ((double) distances.length * (distances[0].length + 1));
    }
}
