package dev.crema.embedding;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.TreePlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Hierarchical clustering: every row begins as a cluster of its own, and the two nearest clusters are joined until one is left.
 * The tree of joins is cut into any number of clusters afterwards. Distances are Euclidean. The work grows with the square of the
 * number of rows: nearest-neighbour chains (Murtagh 1983; Müllner 2011, fig. 3).
 *
 * <pre>{@code
 * hierarchicalClusters(points, Linkage.WARD).named(countries).colouredBy(4)
 * }</pre>
 *
 * @param linkage how far apart two clusters are
 * @param merges the joins, nearest first, one fewer than there are rows
 * @param names a name for each row; row numbers from 0 unless set
 * @param clusters how many clusters the drawing tells apart by colour; 1 unless set
 */
public record Dendrogram(Linkage linkage, List<Merge> merges, List<String> names, int clusters) implements Drawable {
    /** The most rows: their distances take about 100 MB. */
    public static final int MOST_ROWS = 5_000;

    /**
     * Two clusters that are joined. As in SciPy, numbers below the number of rows are rows; the number of rows plus i is what
     * the i-th join made.
     *
     * @param first the lower of the two numbers
     * @param second the higher
     * @param distance how far apart they were
     * @param size how many rows they have together
     */
    public record Merge(int first, int second, double distance, int size) {}

    /**
     * Checks and copies.
     *
     * @param linkage how far apart two clusters are
     * @param merges the joins
     * @param names a name for each row
     * @param clusters how many clusters to colour
     * @throws IllegalArgumentException if there is not one name for each row, or there are fewer rows than clusters
     */
    public Dendrogram {
        merges = List.copyOf(merges);
        names = List.copyOf(names);
        if (names.size() != merges.size() + 1) {
            throw new IllegalArgumentException("The tree has " + (merges.size() + 1) + " rows, but got " + names.size()
                    + " names: expected one for each row, in the same order.");
        }
        check(clusters, names.size());
    }

    /**
     * Clusters rows.
     *
     * @param rows the data, finite, 2 to {@value #MOST_ROWS} rows, {@code [rows][columns]}
     * @param linkage how far apart two clusters are
     * @return the tree
     * @throws IllegalArgumentException if the rows are too few, too many, ragged, or hold NaN or an infinity
     */
    public static Dendrogram of(float[][] rows, Linkage linkage) {
        Rows.columns(rows);
        if (rows.length < 2 || rows.length > MOST_ROWS) {
            throw new IllegalArgumentException("Hierarchical clustering of " + rows.length
                    + " rows: expected 2 to " + MOST_ROWS + ", because it keeps the distances of all pairs. "
                    + (rows.length < 2 ? "One row has nothing to join." : "Take a sample of the rows, or use kMeans."));
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            numbers.add(String.valueOf(i));
        }
        return new Dendrogram(linkage, numbered(NeighbourChain.joins(rows, linkage)), numbers, 1);
    }

    /** Puts joins in the order of their distances and numbers the clusters that they make. */
    private static List<Merge> numbered(List<Merge> joins) {
        List<Merge> sorted = new ArrayList<>(joins);
        sorted.sort(Comparator.comparingDouble(Merge::distance));
        int n = joins.size() + 1;
        int[] parent = new int[2 * n - 1];
        int[] size = new int[2 * n - 1];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
            size[i] = 1;
        }
        List<Merge> merges = new ArrayList<>();
        for (Merge join : sorted) {
            int a = root(parent, join.first());
            int b = root(parent, join.second());
            int made = n + merges.size();
            parent[a] = made;
            parent[b] = made;
            size[made] = size[a] + size[b];
            merges.add(new Merge(Math.min(a, b), Math.max(a, b), join.distance(), size[made]));
        }
        return merges;
    }

    private static int root(int[] parent, int node) {
        int at = node;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /**
     * Cuts the tree.
     *
     * @param count how many clusters, from 1 to the number of rows
     * @return the cluster of each row, numbered from 0 in the order of their first rows, {@code [rows]}
     * @throws IllegalArgumentException if there are not that many rows
     */
    public int[] labels(int count) {
        int n = names.size();
        check(count, n);
        int[] parent = new int[2 * n - 1];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        for (int i = 0; i < n - count; i++) {
            parent[merges.get(i).first()] = n + i;
            parent[merges.get(i).second()] = n + i;
        }
        int[] number = new int[2 * n - 1];
        Arrays.fill(number, -1);
        int[] labels = new int[n];
        int next = 0;
        for (int i = 0; i < n; i++) {
            int root = root(parent, i);
            if (number[root] < 0) {
                number[root] = next++;
            }
            labels[i] = number[root];
        }
        return labels;
    }

    private static void check(int count, int rows) {
        if (count < 1 || count > rows) {
            throw new IllegalArgumentException(
                    "Cannot cut a tree of " + rows + " rows into " + count + " clusters: expected 1 to " + rows + ".");
        }
    }

    /**
     * Names the rows.
     *
     * @param rowNames a name for each row, in their order
     * @return the tree with names
     * @throws IllegalArgumentException if there is not one name for each row
     */
    public Dendrogram named(List<String> rowNames) {
        return new Dendrogram(linkage, merges, rowNames, clusters);
    }

    /**
     * Colours the clusters of a cut.
     *
     * @param count how many clusters, from 1 to the number of rows
     * @return the tree with coloured clusters
     * @throws IllegalArgumentException if there are not that many rows
     */
    public Dendrogram colouredBy(int count) {
        return new Dendrogram(linkage, merges, names, count);
    }

    /**
     * Draws the tree; of more than 40 rows the nearest are drawn as one branch that says how many they are.
     *
     * @return the figure
     */
    @Override
    public Figure draw() {
        Merge last = merges.get(merges.size() - 1);
        String title = String.format(
                Locale.ROOT,
                "Hierarchical clustering of %d rows, %s linkage",
                names.size(),
                linkage == Linkage.WARD ? "Ward" : linkage.name().toLowerCase(Locale.ROOT));
        String alt = String.format(
                Locale.ROOT,
                "%s. The last two clusters, of %d and %d rows, are %.4g apart%s.",
                title,
                size(last.first()),
                size(last.second()),
                last.distance(),
                clusters == 1 ? "" : ". Cut into " + clusters + " clusters of " + sizes() + " rows");
        return TreePlot.of(title)
                .joins(
                        merges.stream()
                                .map(merge -> new int[] {merge.first(), merge.second()})
                                .toArray(int[][]::new),
                        merges.stream().mapToDouble(Merge::distance).toArray())
                .names(names)
                .colouredBy(clusters == 1 ? new int[names.size()] : labels(clusters))
                .x("distance of the clusters joined")
                .alt(alt)
                .figure();
    }

    private int size(int node) {
        return node < names.size() ? 1 : merges.get(node - names.size()).size();
    }

    private String sizes() {
        int[] counts = new int[clusters];
        for (int label : labels(clusters)) {
            counts[label]++;
        }
        return String.join(", ", Arrays.stream(counts).mapToObj(String::valueOf).toList());
    }
}
