package dev.crema.embedding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * t-distributed stochastic neighbour embedding (van der Maaten and Hinton 2008): a map in the plane that keeps near points
 * near. Sizes of clusters and distances between them mean little; try several perplexities before believing a shape.
 *
 * <p>Rows are first turned to at most 50 principal components; the two strongest, shrunk, are where the map starts (Kobak
 * and Berens 2019), and the early exaggeration is let go of gradually. Neighbours are exact up to 100 000 rows; of more,
 * nearly all are found. Up to {@value #MOST_EXACT_ROWS} rows, all pairs of points repel each other exactly; with more, the
 * repulsion is that of charges on a grid, whose work grows with the number of rows alone (after Linderman et al. 2019). The
 * map is finished early when its divergence falls by less than 0.05 % in 50 iterations (after Belkina et al. 2019). The same
 * rows and options give the same bits on any number of cores.
 *
 * <p>Memory: about 10 kB for each row at perplexity 30, in proportion to the perplexity; 70 000 rows take less than 1 GB.
 */
public final class Tsne implements Method {
    /** The most rows that a map can have. */
    public static final int MOST_ROWS = 1_000_000;

    /** The most rows whose repulsion is the sum over all pairs. */
    public static final int MOST_EXACT_ROWS = 2_000;

    private static final int COMPONENTS = 50;
    private static final int NEAR = 256;
    private static final int WATCH_EVERY = 25;
    private static final int CHECK_EVERY = 50;
    private static final double LEAST_FALL = 5e-4;
    // measured: with so few the matrix of affinities finds no room, with 80 it does
    private static final int BYTES_A_NEIGHBOUR = 64;

    private final TsneOptions options;
    private final float[][] points;
    private final double divergence;
    private final int iterations;
    private final boolean converged;
    private final Pca pca;
    private final float[][] reduced;

    private Tsne(Making making, float[][] points, double divergence, int iterations, boolean converged) {
        this.options = making.options;
        this.points = points;
        this.divergence = divergence;
        this.iterations = iterations;
        this.converged = converged;
        this.pca = making.pca;
        this.reduced = making.reduced;
    }

    /** What a map is made from. */
    private record Making(TsneOptions options, Pca pca, float[][] reduced, int[] order, Divergence divergence) {}

    /**
     * Makes a map. Interrupting the thread ends it at the next iteration with the map so far; the interrupt is then spent.
     *
     * @param rows the data, finite, {@code [rows][columns]}, at most {@value #MOST_ROWS} rows
     * @param options the settings
     * @return the map and how well it fits
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, also for Java's memory, too few
     *     for the perplexity, or hold NaN or an infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     * @throws CancellationException if the thread is interrupted while neighbours are still being found; it stays interrupted
     */
    public static Tsne of(float[][] rows, TsneOptions options) {
        return watched(rows, options, null);
    }

    /**
     * Makes a map and shows it while it is made. Interrupting the thread ends it at the next iteration with the map so far;
     * the interrupt is then spent.
     *
     * @param rows the data, finite, {@code [rows][columns]}, at most {@value #MOST_ROWS} rows
     * @param options the settings
     * @param watcher is given a copy of the map every 25 iterations, in the calling thread
     * @return the map and how well it fits
     * @throws IllegalArgumentException if the rows are empty, ragged, all the same, too many, also for Java's memory, too few
     *     for the perplexity, or hold NaN or an infinity
     * @throws IllegalStateException if the learning rate or the exaggeration is so large that the map flies apart
     * @throws CancellationException if the thread is interrupted while neighbours are still being found; it stays interrupted
     */
    public static Tsne of(float[][] rows, TsneOptions options, Consumer<Tsne> watcher) {
        return watched(rows, options, watcher);
    }

    private static Tsne watched(float[][] rows, TsneOptions options, @Nullable Consumer<Tsne> watcher) {
        int columns = Rows.columns(rows);
        check(rows.length, options.perplexity());
        checkMemory(rows.length, options);
        Pca pca = Pca.of(rows, Math.min(COMPONENTS, Math.min(rows.length, columns)));
        float[][] reduced = pca.transform(rows);
        // what attracts each other then lies together in memory
        int[] order = Halving.order(reduced, NEAR);
        float[][] ordered = Arrays.stream(order).mapToObj(i -> reduced[i]).toArray(float[][]::new);
        Affinities affinities = Affinities.of(Neighbours.of(ordered, options.neighbours()), options.perplexity());
        Repulsion repulsion = rows.length <= MOST_EXACT_ROWS ? new ExactRepulsion() : new GridRepulsion();
        Making making = new Making(options, pca, reduced, order, new Divergence(affinities, repulsion));
        return optimise(start(reduced, options.seed()).ordered(order), making, watcher);
    }

    private static void check(int rows, double perplexity) {
        if (rows > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "t-SNE of " + rows + " rows: expected at most " + MOST_ROWS + ". Take a sample of the rows.");
        }
        if (3 * perplexity > rows - 1) {
            throw new IllegalArgumentException("The perplexity " + perplexity + " is too large for " + rows + " rows: "
                    + (rows < 4
                            ? "t-SNE needs at least 4 rows."
                            : String.format(
                                    Locale.ROOT, "expected at most %.1f, a third of the other rows.", floor(rows))));
        }
    }

    /** Half an hour of finding neighbours would end in an error of the virtual machine. */
    private static void checkMemory(int rows, TsneOptions options) {
        double needed = (double) BYTES_A_NEIGHBOUR * rows * options.neighbours();
        double most = Runtime.getRuntime().maxMemory();
        if (needed > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "t-SNE of %d rows at perplexity %s needs about %.1f GB, more than the %.1f GB that Java may use. Take a sample"
                            + " of the rows or a smaller perplexity, or start with more memory, for example CREMA_HEAP=%.0fg.",
                    rows,
                    number(options.perplexity()),
                    needed / 1e9,
                    most / 1e9,
                    Math.ceil(1.5 * needed / 1e9)));
        }
    }

    private static double floor(int rows) {
        return Math.floor((rows - 1) / 0.3) / 10;
    }

    /** Scales the two strongest components to a standard deviation of 1e-4 and adds a hundredth of that in noise. */
    private static Plane start(float[][] components, long seed) {
        double squares = 0;
        for (float[] row : components) {
            squares += (double) row[0] * row[0];
        }
        double scale = 1e-4 / Math.sqrt(squares / components.length);
        Random random = new Random(seed);
        Plane map = Plane.zero(components.length);
        for (int i = 0; i < components.length; i++) {
            float second = components[i].length > 1 ? components[i][1] : 0;
            map.x()[i] = (float) (components[i][0] * scale + 1e-6 * random.nextGaussian());
            map.y()[i] = (float) (second * scale + 1e-6 * random.nextGaussian());
        }
        return map;
    }

    private static Tsne optimise(Plane map, Making making, @Nullable Consumer<Tsne> watcher) {
        TsneOptions options = making.options;
        Divergence divergence = making.divergence;
        Plane gradient = Plane.zero(map.size());
        Descent descent = new Descent(map.size());
        double before = Double.POSITIVE_INFINITY;
        int iteration = 0;
        for (; iteration < options.iterations() && !Thread.interrupted(); iteration++) {
            if (watcher != null && iteration > 0 && iteration % WATCH_EVERY == 0) {
                watcher.accept(snapshot(map, making, iteration, false));
            }
            if (iteration >= options.exaggerated() + CHECK_EVERY && iteration % CHECK_EVERY == 0) {
                double now = divergence.at(map);
                if (before - now < LEAST_FALL * now) {
                    return snapshot(map, making, iteration, true);
                }
                before = now;
            }
            double exaggeration = options.exaggeration(iteration);
            divergence.gradient(map, exaggeration, gradient);
            descent.step(map, gradient, options.rate(map.size(), exaggeration));
            map.centre();
        }
        return snapshot(map, making, iteration, false);
    }

    private static Tsne snapshot(Plane map, Making making, int iteration, boolean converged) {
        double value = making.divergence.at(map);
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(
                    "The map flew apart by iteration " + iteration + ": the learning rate or the early"
                            + " exaggeration is too large. TsneOptions.defaults() suits most data.");
        }
        return new Tsne(making, map.restored(making.order).rows(), value, iteration, converged);
    }

    /**
     * Puts other rows into the finished map, which does not move: each starts at the median of its neighbours there and descends
     * alone, whatever other rows come with it (Poličar, Stražar and Zupan 2019). A row that was mapped comes to lie near its point,
     * not on it.
     *
     * @param rows data of the same columns as those mapped, finite, {@code [rows][columns]}
     * @return their points in the map, {@code [rows][2]}
     * @throws IllegalArgumentException if the rows are empty, ragged, hold NaN or an infinity, or have other columns
     * @throws CancellationException if the thread is interrupted; it stays interrupted
     */
    @Override
    public float[][] transform(float[][] rows) {
        return new TsneNewcomers(reduced, points, pca.transform(rows), options.perplexity()).placed();
    }

    /**
     * Returns the settings.
     *
     * @return the settings that the map was made with
     */
    public TsneOptions options() {
        return options;
    }

    /**
     * Returns the map.
     *
     * @return the points, no unit, centred on 0, {@code [rows][2]}
     */
    public float[][] points() {
        return points;
    }

    /**
     * Returns how far the map is from the data.
     *
     * @return the Kullback-Leibler divergence in nats; only maps of the same data at the same perplexity compare
     */
    public double divergence() {
        return divergence;
    }

    /**
     * Returns how many steps the map has had.
     *
     * @return the iterations, fewer than the options ask for if it was interrupted or converged
     */
    public int iterations() {
        return iterations;
    }

    /**
     * Tells whether the map was finished early.
     *
     * @return true if its divergence no longer fell
     */
    public boolean converged() {
        return converged;
    }

    @Override
    public String name() {
        return "t-SNE";
    }

    @Override
    public String axis(int dimension) {
        return "t-SNE " + (dimension + 1) + " (no unit)";
    }

    @Override
    public String summary() {
        String stopped = "";
        if (converged) {
            stopped = ", converged after " + iterations + " iterations";
        } else if (iterations < options.iterations()) {
            stopped = ", unfinished after " + iterations + " of " + options.iterations() + " iterations";
        }
        return String.format(Locale.ROOT, "perplexity %s, KL %.3f", number(options.perplexity()), divergence) + stopped;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
