package dev.crema.figures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A tree of joins, such as a dendrogram: leaves at the left, each join as far to the right as its parts were apart. Immutable: each
 * method returns a changed plot.
 *
 * <pre>{@code
 * TreePlot.of("Three trees").joins(new int[][] {{1, 2}, {0, 3}}, new double[] {1, 4}).names(List.of("oak", "elm", "ash")).figure()
 * }</pre>
 */
public final class TreePlot implements Drawable {
    /** Of more leaves, the first joins are drawn as one leaf each. */
    public static final int MOST = 40;

    final String title;
    int[][] joins = {};
    double[] heights = {};
    List<String> names = List.of("");
    int[] classes = {};
    String x = "distance";
    private @Nullable String alt;

    private TreePlot(String title) {
        this.title = title;
    }

    private TreePlot(TreePlot from) {
        title = from.title;
        joins = from.joins;
        heights = from.heights;
        names = from.names;
        classes = from.classes;
        x = from.x;
        alt = from.alt;
    }

    /**
     * Begins a tree of one leaf.
     *
     * @param title the title, not blank
     * @return the plot
     */
    public static TreePlot of(String title) {
        return new TreePlot(title);
    }

    /**
     * Sets the joins, the lowest first. Numbers below the number of leaves are leaves; the number of leaves plus i is what the
     * i-th join made.
     *
     * @param pairs the two parts of each join, {@code [leaves − 1][2]}
     * @param distances how high each join is, not negative, never falling, {@code [leaves − 1]}
     * @return the changed plot
     * @throws IllegalArgumentException if there are not as many of each, or a part is joined twice or before it exists
     */
    public TreePlot joins(int[][] pairs, double[] distances) {
        int leaves = pairs.length + 1;
        boolean[] used = new boolean[leaves + pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            for (int part : pairs[i]) {
                if (pairs[i].length != 2 || part < 0 || part >= leaves + i || used[part]) {
                    throw new IllegalArgumentException("Join " + i + " is of " + Arrays.toString(pairs[i])
                            + ": expected two parts below " + (leaves + i) + " that are not joined yet.");
                }
                used[part] = true;
            }
        }
        if (distances.length != pairs.length) {
            throw new IllegalArgumentException(
                    "A tree of " + pairs.length + " joins needs as many distances, but got " + distances.length + ".");
        }
        TreePlot changed = new TreePlot(this);
        changed.joins = Arrays.stream(pairs).map(int[]::clone).toArray(int[][]::new);
        changed.heights = distances.clone();
        changed.names = IntStream.range(0, leaves).mapToObj(String::valueOf).toList();
        changed.classes = new int[0];
        return changed;
    }

    /**
     * Names the leaves.
     *
     * @param leafNames a name for each leaf, in their order
     * @return the changed plot
     */
    public TreePlot names(List<String> leafNames) {
        TreePlot changed = new TreePlot(this);
        changed.names = List.copyOf(leafNames);
        return changed;
    }

    /**
     * Colours branches whose leaves all have one class; those that join several classes are grey.
     *
     * @param leafClasses the class of each leaf, from 0
     * @return the changed plot
     */
    public TreePlot colouredBy(int[] leafClasses) {
        TreePlot changed = new TreePlot(this);
        changed.classes = leafClasses.clone();
        return changed;
    }

    /**
     * Names the axis of the joins' heights.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed plot
     */
    public TreePlot x(String axis) {
        TreePlot changed = new TreePlot(this);
        changed.x = axis;
        return changed;
    }

    /**
     * Describes the tree in words. By default it counts the leaves and gives the highest join.
     *
     * @param words the alternative text, not blank
     * @return the changed plot
     */
    public TreePlot alt(String words) {
        TreePlot changed = new TreePlot(this);
        changed.alt = words;
        return changed;
    }

    /**
     * Draws the tree.
     *
     * @return the figure
     * @throws IllegalArgumentException if there is not one name or class for each leaf, or the title or the alternative text is
     *     blank
     */
    public Figure figure() {
        int leaves = joins.length + 1;
        if (names.size() != leaves || (classes.length > 0 && classes.length != leaves)) {
            throw new IllegalArgumentException("The tree has " + leaves + " leaves, but " + names.size() + " names and "
                    + classes.length + " classes: expected one of each for each leaf.");
        }
        Branches branches = new Branches(this);
        String words = "A tree of " + Words.count(leaves) + " leaves"
                + (joins.length == 0 ? "" : ", joined at " + Words.number(heights[joins.length - 1])) + ".";
        String note = branches.shown() == leaves ? "" : " Drawn as " + branches.shown() + " branches.";
        return Figure.of(
                        title, (alt == null ? words : alt) + note, branches.width(), branches.height(), branches::paint)
                .numbers(table());
    }

    @Override
    public Figure draw() {
        return figure();
    }

    /** The joins from the last, and highest, on: those are the ones that matter. */
    private Numbers table() {
        int[] sizes = sizes();
        int leaves = joins.length + 1;
        String[][] rows = new String[joins.length][];
        for (int i = 0; i < rows.length; i++) {
            int join = joins.length - 1 - i;
            rows[i] = new String[] {
                named(joins[join][0], sizes),
                named(joins[join][1], sizes),
                Words.number(heights[join]),
                Words.count(sizes[leaves + join])
            };
        }
        return Numbers.of("Joins, the last first", List.of("one part", "other part", x, "leaves"), rows);
    }

    /** A leaf's name, or how many leaves a join has. */
    String named(int node, int[] sizes) {
        return node <= joins.length ? names.get(node) : "(" + Words.count(sizes[node]) + ")";
    }

    /** Leaves under each node. */
    int[] sizes() {
        int leaves = joins.length + 1;
        int[] sizes = new int[leaves + joins.length];
        Arrays.fill(sizes, 0, leaves, 1);
        for (int i = 0; i < joins.length; i++) {
            sizes[leaves + i] = sizes[joins[i][0]] + sizes[joins[i][1]];
        }
        return sizes;
    }
}
