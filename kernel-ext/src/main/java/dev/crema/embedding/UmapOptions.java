package dev.crema.embedding;

/**
 * The knobs of UMAP. The defaults are those of umap-learn 0.5 and suit most data.
 *
 * @param neighbours how many nearest points make a point's neighbourhood, itself counted, at least 2 and at most the number of
 *     points; default 15. Small: the map falls into crumbs. Large: fine structure is lost
 * @param minDist how near points may lie in the map, 0 to the spread; default 0.1. Small: dense clumps. Large: an even cloud
 * @param spread the scale of the map, positive; default 1
 * @param iterations passes over all pairs of neighbours, or {@link #AUTOMATIC} (the default) for 500 up to 10 000 points and 200
 *     beyond
 * @param negativeSamples how many random points repel a point each time that a neighbour attracts it, at least 1; default 5
 * @param seed seed of the random points and of the jitter at the start; default 0
 */
public record UmapOptions(
        int neighbours, double minDist, double spread, int iterations, int negativeSamples, long seed) {
    /** The number of iterations that follows the number of points. */
    public static final int AUTOMATIC = 0;

    /**
     * Checks the ranges that do not depend on the data.
     *
     * @param neighbours size of a neighbourhood
     * @param minDist how near points may lie
     * @param spread scale of the map
     * @param iterations passes, or {@link #AUTOMATIC}
     * @param negativeSamples random points for each attraction
     * @param seed seed of the random points
     * @throws IllegalArgumentException if a knob is outside its range
     */
    public UmapOptions {
        if (neighbours < 2) {
            throw new IllegalArgumentException("The number of neighbours is " + neighbours
                    + ": expected at least 2, the point itself counted; 5 to 50 are usual.");
        }
        if (!(spread > 0 && spread < 1e6)) {
            throw new IllegalArgumentException(
                    "The spread is " + spread + ": expected a positive number up to a million; 1 is usual.");
        }
        if (!(minDist >= 0 && minDist <= spread)) {
            throw new IllegalArgumentException(
                    "The minimum distance is " + minDist + ": expected 0 to the spread, " + spread + "; 0.1 is usual.");
        }
        if (iterations < 0) {
            throw new IllegalArgumentException("The number of iterations is " + iterations
                    + ": expected at least 1, or UmapOptions.AUTOMATIC; 200 to 500 are usual.");
        }
        if (negativeSamples < 1) {
            throw new IllegalArgumentException("The number of negative samples is " + negativeSamples
                    + ": expected at least 1, or nothing would hold points apart; 5 is usual.");
        }
    }

    /**
     * Returns the settings that suit most data.
     *
     * @return 15 neighbours, minimum distance 0.1, spread 1, automatic iterations, 5 negative samples, seed 0
     */
    public static UmapOptions defaults() {
        return new UmapOptions(15, 0.1, 1, AUTOMATIC, 5, 0);
    }

    /**
     * Changes the size of neighbourhoods.
     *
     * @param value how many nearest points, itself counted, at least 2
     * @return these options with that many neighbours
     */
    public UmapOptions withNeighbours(int value) {
        return new UmapOptions(value, minDist, spread, iterations, negativeSamples, seed);
    }

    /**
     * Changes how near points may lie.
     *
     * @param value 0 to the spread
     * @return these options with that minimum distance
     */
    public UmapOptions withMinDist(double value) {
        return new UmapOptions(neighbours, value, spread, iterations, negativeSamples, seed);
    }

    /**
     * Changes the scale of the map.
     *
     * @param value a positive number, not below the minimum distance
     * @return these options with that spread
     */
    public UmapOptions withSpread(double value) {
        return new UmapOptions(neighbours, minDist, value, iterations, negativeSamples, seed);
    }

    /**
     * Changes the number of iterations.
     *
     * @param value passes over all pairs of neighbours, or {@link #AUTOMATIC}
     * @return these options with that many iterations
     */
    public UmapOptions withIterations(int value) {
        return new UmapOptions(neighbours, minDist, spread, value, negativeSamples, seed);
    }

    /**
     * Changes how many random points repel.
     *
     * @param value for each attraction, at least 1
     * @return these options with that many negative samples
     */
    public UmapOptions withNegativeSamples(int value) {
        return new UmapOptions(neighbours, minDist, spread, iterations, value, seed);
    }

    /**
     * Changes the seed.
     *
     * @param value any number
     * @return these options with that seed
     */
    public UmapOptions withSeed(long value) {
        return new UmapOptions(neighbours, minDist, spread, iterations, negativeSamples, value);
    }

    /** Returns the number of iterations for a number of points. */
    int iterations(int points) {
        return iterations != AUTOMATIC ? iterations : points <= 10_000 ? 500 : 200;
    }
}
