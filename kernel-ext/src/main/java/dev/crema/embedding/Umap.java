package dev.crema.embedding;

import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Uniform manifold approximation and projection (McInnes, Healy and Melville 2018, arXiv:1802.03426), after umap-learn: a map in the
 * plane that keeps near points near, with clusters tighter than t-SNE's. As there, sizes of clusters and distances between them mean
 * little.
 *
 * <p>Rows are first turned to at most 50 principal components; the two strongest are where the map starts, which keeps more of the
 * large structure than a random start (Kobak and Linderman 2021). Neighbours are exact up to 100 000 rows; of more, nearly all are
 * found. The same rows and options give the same bits on any number of
 * cores, which umap-learn gives only on one.
 */
public final class Umap implements Method {
    /** Widest extent of the map at the start. */
    private static final double EXTENT = 10;

    private static final float FIRST_RATE = 0.5f;
    private static final double JITTER = 1e-4;
    private static final int COMPONENTS = 50;
    private static final int WATCH_EVERY = 25;

    private final UmapOptions options;
    private final float[][] points;
    private final int iterations;
    private final Pca pca;
    private final float[][] reduced;

    private Umap(UmapOptions options, float[][] points, int iterations, Pca pca, float[][] reduced) {
        this.options = options;
        this.points = points;
        this.iterations = iterations;
        this.pca = pca;
        this.reduced = reduced;
    }

    /**
     * Makes a map. Interrupting the thread ends it at the next iteration with the map so far; the interrupt is then spent.
     *
     * @param rows the data, finite, at least as many as neighbours and at least 3, {@code [rows][columns]}
     * @param options the settings
     * @return the map
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few for the neighbours, or hold NaN or an
     *     infinity
     */
    public static Umap of(float[][] rows, UmapOptions options) {
        return of(rows, options, map -> {});
    }

    /**
     * Makes a map and shows it while it is made. Interrupting the thread ends it at the next iteration with the map so far; the
     * interrupt is then spent.
     *
     * @param rows the data, finite, at least as many as neighbours and at least 3, {@code [rows][columns]}
     * @param options the settings
     * @param watcher is given a copy of the map every 25 iterations, in the calling thread
     * @return the map
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too few for the neighbours, or hold NaN or an
     *     infinity
     */
    public static Umap of(float[][] rows, UmapOptions options, Consumer<Umap> watcher) {
        int columns = Rows.columns(rows);
        if (options.neighbours() > rows.length || rows.length < 3) {
            throw new IllegalArgumentException(options.neighbours() + " neighbours are too many for " + rows.length
                    + " rows: "
                    + (rows.length < 3
                            ? "UMAP needs at least 3 rows."
                            : "expected at most " + rows.length + ", the point itself counted."));
        }
        Pca pca = Pca.of(rows, Math.min(COMPONENTS, Math.min(rows.length, columns)));
        float[][] reduced = pca.transform(rows);
        Affinities graph = Membership.graph(Neighbours.of(reduced, options.neighbours() - 1));
        UmapForces forces = new UmapForces(MembershipCurve.of(options.minDist(), options.spread()));
        UmapDescent descent = new UmapDescent(graph, forces, options.negativeSamples(), options.seed());
        Plane map = start(reduced, options.seed());
        Plane next = Plane.zero(rows.length);
        int iterations = options.iterations(rows.length);
        int iteration = 0;
        for (; iteration < iterations && !Thread.interrupted(); iteration++) {
            if (iteration > 0 && iteration % WATCH_EVERY == 0) {
                watcher.accept(new Umap(options, map.rows(), iteration, pca, reduced));
            }
            descent.step(map, next, iteration, FIRST_RATE * (1 - (float) iteration / iterations));
        }
        return new Umap(options, map.rows(), iteration, pca, reduced);
    }

    /** Stretches the two strongest components to the extent of a map, with jitter that tells equal rows apart. */
    private static Plane start(float[][] components, long seed) {
        Plane map = Plane.zero(components.length);
        Random random = new Random(seed);
        for (int axis = 0; axis < 2; axis++) {
            float[] coordinates = axis == 0 ? map.x() : map.y();
            double largest = 0;
            for (int i = 0; i < coordinates.length && axis < components[0].length; i++) {
                coordinates[i] = components[i][axis];
                largest = Math.max(largest, Math.abs(coordinates[i]));
            }
            double scale = largest > 0 ? EXTENT / 2 / largest : 0;
            for (int i = 0; i < coordinates.length; i++) {
                coordinates[i] = (float) (coordinates[i] * scale + JITTER * random.nextGaussian());
            }
        }
        return map;
    }

    /**
     * Puts other rows into the finished map, which does not move: each starts at the mean of its neighbours there, weighted by how
     * much it belongs to them, and descends alone. A row that was mapped comes to lie near its point, not on it.
     *
     * @param rows data of the same columns as those mapped, finite, {@code [rows][columns]}
     * @return their points in the map, {@code [rows][2]}
     * @throws IllegalArgumentException if the rows are empty, ragged, hold NaN or an infinity, or have other columns
     * @throws CancellationException if the thread is interrupted while neighbours are being found; it stays interrupted
     */
    @Override
    public float[][] transform(float[][] rows) {
        return new UmapNewcomers(options, reduced, points).placed(pca.transform(rows));
    }

    /**
     * Returns the settings.
     *
     * @return the settings that the map was made with
     */
    public UmapOptions options() {
        return options;
    }

    /**
     * Returns the map.
     *
     * @return the points, no unit, {@code [rows][2]}
     */
    public float[][] points() {
        return points;
    }

    /**
     * Returns how many steps the map has had.
     *
     * @return the iterations, fewer than planned if it was interrupted
     */
    public int iterations() {
        return iterations;
    }

    @Override
    public String name() {
        return "UMAP";
    }

    @Override
    public String axis(int dimension) {
        return "UMAP " + (dimension + 1) + " (no unit)";
    }

    @Override
    public String summary() {
        int planned = options.iterations(points.length);
        String stopped =
                iterations < planned ? ", unfinished after " + iterations + " of " + planned + " iterations" : "";
        return String.format(Locale.ROOT, "%d neighbours, minimum distance %s", options.neighbours(), options.minDist())
                + stopped;
    }
}
