package dev.crema.embedding;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * k-means clustering: each row belongs to the nearest of k centres, and each centre is the mean of its rows (Lloyd 1982). It
 * starts from rows that k-means++ draws (Arthur and Vassilvitskii 2007) and takes turns at both until no row changes sides; the
 * distortion never rises, but where it ends depends on the start, so try several seeds.
 *
 * <p>A centre that loses all its rows takes the row that lies farthest from its own centre, as in scikit-learn. It stays without
 * rows only where there are fewer different rows than clusters. The same rows and seed give the same bits on any number of cores.
 *
 * <pre>{@code
 * kMeans(points, 3)
 * }</pre>
 *
 * @param rows the data, {@code [rows][columns]}
 * @param steps every step from the start on, at least one; the last is the result
 * @param converged whether the last step left every row where it was, rather than the thread being interrupted or 300 steps being
 *     over
 */
public record KMeans(float[][] rows, List<Step> steps, boolean converged) implements Drawable {
    private static final int MOST_STEPS = 300;
    private static final int FRAMES = 6;

    /**
     * One step: where the centres were, and which rows were nearest to each.
     *
     * @param centres the centres, {@code [clusters][columns]}
     * @param labels the nearest centre of each row, {@code [rows]}
     * @param distortion the sum of the squared distances of all rows from their centres
     */
    public record Step(float[][] centres, int[] labels, double distortion) {}

    /**
     * Copies the steps.
     *
     * @param rows the data
     * @param steps every step
     * @param converged whether the last step left every row where it was
     * @throws IllegalArgumentException if there is no step
     */
    public KMeans {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("k-means needs at least one step, but got none.");
        }
    }

    /**
     * Clusters rows from a start that k-means++ draws. Interrupting the thread ends it with the clusters so far.
     *
     * @param rows the data, finite, {@code [rows][columns]}
     * @param clusters how many, from 1 to the number of rows
     * @param seed seed of the start
     * @return the clusters and how they came about
     * @throws IllegalArgumentException if the rows are empty, ragged or hold NaN or an infinity, or if there are more clusters
     *     than rows
     */
    public static KMeans of(float[][] rows, int clusters, long seed) {
        Rows.columns(rows);
        check(rows, clusters);
        return lloyd(rows, Centres.drawn(rows, clusters, seed));
    }

    /**
     * Clusters rows from given centres. Interrupting the thread ends it with the clusters so far.
     *
     * @param rows the data, finite, {@code [rows][columns]}
     * @param start the first centres, finite, {@code [clusters][columns]}
     * @return the clusters and how they came about
     * @throws IllegalArgumentException if either table is empty, ragged or holds NaN or an infinity, if they differ in their
     *     columns, or if there are more clusters than rows
     */
    public static KMeans of(float[][] rows, float[][] start) {
        same(Rows.columns(rows), Rows.columns(start), "first centres");
        check(rows, start.length);
        return lloyd(rows, Centres.of(start));
    }

    private static void check(float[][] rows, int clusters) {
        if (clusters < 1 || clusters > rows.length) {
            throw new IllegalArgumentException("Cannot make " + clusters + " clusters of " + rows.length
                    + " rows: expected 1 to " + rows.length + ".");
        }
    }

    private static void same(int columns, int given, String what) {
        if (given != columns) {
            throw new IllegalArgumentException(
                    "The data have " + columns + " columns, but the " + what + " have " + given + ".");
        }
    }

    private static KMeans lloyd(float[][] rows, Centres start) {
        List<Step> steps = new ArrayList<>();
        Centres centres = start;
        int[] before = {};
        double[] squared = new double[rows.length];
        boolean converged = false;
        while (!converged && steps.size() < MOST_STEPS && (steps.isEmpty() || !Thread.interrupted())) {
            int[] labels = new int[rows.length];
            centres.nearest(rows, labels, squared);
            steps.add(new Step(centres.floats(), labels, Arrays.stream(squared).sum()));
            converged = Arrays.equals(before, labels);
            before = labels;
            centres = centres.moved(rows, occupied(labels, squared, centres.of().length));
        }
        return new KMeans(rows, steps, converged);
    }

    /** Gives each cluster without rows the row that is farthest from its centre, which cannot raise the distortion. */
    private static int[] occupied(int[] labels, double[] squared, int clusters) {
        int[] counts = new int[clusters];
        for (int label : labels) {
            counts[label]++;
        }
        int[] moved = labels.clone();
        double[] left = squared.clone();
        for (int c = 0; c < clusters; c++) {
            if (counts[c] == 0) {
                int farthest = 0;
                for (int i = 1; i < left.length; i++) {
                    farthest = left[i] > left[farthest] ? i : farthest;
                }
                if (left[farthest] > 0) {
                    moved[farthest] = c;
                    left[farthest] = 0;
                }
            }
        }
        return moved;
    }

    /**
     * Returns the clusters' centres.
     *
     * @return the last step's centres, {@code [clusters][columns]}
     */
    public float[][] centres() {
        return last().centres();
    }

    /**
     * Returns the cluster of each row.
     *
     * @return the last step's labels, from 0, {@code [rows]}
     */
    public int[] labels() {
        return last().labels();
    }

    /**
     * Returns how far the rows are from their centres.
     *
     * @return the last step's sum of squared distances
     */
    public double distortion() {
        return last().distortion();
    }

    /**
     * Finds the clusters of other rows.
     *
     * @param others data of the same columns, finite, {@code [rows][columns]}
     * @return the nearest centre of each
     * @throws IllegalArgumentException if they are empty, ragged, hold NaN or an infinity, or have other columns
     */
    public int[] labels(float[][] others) {
        same(rows[0].length, Rows.columns(others), "other rows");
        int[] labels = new int[others.length];
        Centres.of(centres()).nearest(others, labels, new double[others.length]);
        return labels;
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }

    /**
     * Draws the start, the end and up to four steps between them; rows of more than two columns on their two strongest principal
     * components.
     *
     * @return the filmstrip
     */
    @Override
    public Figure draw() {
        int[] frames = IntStream.range(0, Math.min(FRAMES, steps.size()))
                .map(i -> (int) Math.rint(i * (steps.size() - 1.0) / Math.max(1, Math.min(FRAMES, steps.size()) - 1)))
                .toArray();
        Flat flat = Flat.of(rows);
        Figure[] parts = Arrays.stream(frames).mapToObj(i -> frame(flat, i)).toArray(Figure[]::new);
        String ended = converged ? "until no row changed sides" : "stopped before it settled";
        String title = String.format(
                Locale.ROOT,
                "k-means: %d clusters of %d rows, %d steps, %s",
                centres().length,
                rows.length,
                steps.size(),
                ended);
        String alt = title + ". The distortion fell from " + number(steps.get(0).distortion()) + " to "
                + number(distortion()) + ". " + sizes();
        return Figure.beside(title, alt, parts);
    }

    private Figure frame(Flat flat, int i) {
        Step step = steps.get(i);
        String title = "step " + (i + 1) + "\ndistortion " + number(step.distortion());
        return flat.plot(title, rows)
                .colouredBy(
                        step.labels(),
                        IntStream.rangeClosed(1, step.centres().length)
                                .mapToObj(String::valueOf)
                                .toList())
                .stars(flat.points(step.centres()))
                .side(230)
                .alt(title.replace("\n", ": "))
                .figure();
    }

    private static String number(double distortion) {
        return String.format(Locale.ROOT, distortion < 10_000 ? "%.4g" : "%.0f", distortion);
    }

    private String sizes() {
        int[] counts = new int[centres().length];
        for (int label : labels()) {
            counts[label]++;
        }
        int[] sorted = Arrays.stream(counts).sorted().toArray();
        return "The smallest cluster has " + sorted[0] + " rows, the largest " + sorted[sorted.length - 1] + ".";
    }
}
