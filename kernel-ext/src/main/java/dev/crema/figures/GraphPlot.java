package dev.crema.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Boxes joined by arrows that never lead back, such as the graph of an expression: what comes first stands at the left.
 * Immutable: each method returns a changed plot.
 *
 * <pre>{@code
 * GraphPlot.of("y = a · b").forward("value").backward("gradient")
 *         .node("a", "a").node("b", "b").node("y", "y = ·")
 *         .edge("a", "y", "2", "−3").edge("b", "y", "−3", "2").figure()
 * }</pre>
 */
public final class GraphPlot implements Drawable {
    /** The most boxes that a picture of a page can take. */
    public static final int MOST = 60;

    /**
     * An arrow.
     *
     * @param from the box it leaves
     * @param to the box it reaches
     * @param above what goes along it, written above; may be empty
     * @param below what comes back, written below; may be empty
     */
    record Edge(String from, String to, String above, String below) {}

    final String title;
    final Map<String, String> nodes;
    final List<Edge> edges;
    final String forward;
    final String backward;
    private final @Nullable String alt;

    private GraphPlot(
            String title,
            Map<String, String> nodes,
            List<Edge> edges,
            String forward,
            String backward,
            @Nullable String alt) {
        this.title = title;
        this.nodes = nodes;
        this.edges = edges;
        this.forward = forward;
        this.backward = backward;
        this.alt = alt;
    }

    /**
     * Begins an empty graph.
     *
     * @param title the title, not blank
     * @return the plot
     */
    public static GraphPlot of(String title) {
        return new GraphPlot(title, Map.of(), List.of(), "", "", null);
    }

    /**
     * Adds a box.
     *
     * @param name how {@link #edge} calls it
     * @param label what is written in it; several lines are parted by {@code \n}
     * @return the changed plot
     * @throws IllegalArgumentException if there is a box of that name
     */
    public GraphPlot node(String name, String label) {
        Map<String, String> more = new LinkedHashMap<>(nodes);
        if (more.put(name, label) != null) {
            throw new IllegalArgumentException("There is a box \"" + name + "\" already; give each a name of its own.");
        }
        return new GraphPlot(title, more, edges, forward, backward, alt);
    }

    /**
     * Adds an arrow without words.
     *
     * @param from the box it leaves
     * @param to the box it reaches
     * @return the changed plot
     * @throws IllegalArgumentException as {@link #edge(String, String, String, String)}
     */
    public GraphPlot edge(String from, String to) {
        return edge(from, to, "", "");
    }

    /**
     * Adds an arrow.
     *
     * @param from the box it leaves
     * @param to the box it reaches
     * @param above what goes along it, such as a value; may be empty
     * @param below what comes back, such as a gradient; may be empty
     * @return the changed plot
     * @throws IllegalArgumentException if one of the boxes was not added yet
     */
    public GraphPlot edge(String from, String to, String above, String below) {
        for (String end : List.of(from, to)) {
            if (!nodes.containsKey(end)) {
                throw new IllegalArgumentException("There is no box \"" + end + "\" to join, only " + nodes.keySet()
                        + "; add it with node(…) first.");
            }
        }
        List<Edge> more = new ArrayList<>(edges);
        more.add(new Edge(from, to, above, below));
        return new GraphPlot(title, nodes, more, forward, backward, alt);
    }

    /**
     * Says what is written above the arrows.
     *
     * @param words such as {@code "value"}
     * @return the changed plot
     */
    public GraphPlot forward(String words) {
        return new GraphPlot(title, nodes, edges, words, backward, alt);
    }

    /**
     * Says what is written below the arrows.
     *
     * @param words such as {@code "gradient of the loss"}
     * @return the changed plot
     */
    public GraphPlot backward(String words) {
        return new GraphPlot(title, nodes, edges, forward, words, alt);
    }

    /**
     * Describes the graph in words. By default it counts boxes and arrows.
     *
     * @param words the alternative text, not blank
     * @return the changed plot
     */
    public GraphPlot alt(String words) {
        return new GraphPlot(title, nodes, edges, forward, backward, words);
    }

    /**
     * Draws the graph.
     *
     * @return the figure
     * @throws IllegalArgumentException if there is no box or more than {@link #MOST}, if the arrows lead in a circle, or if the
     *     title or the alternative text is blank
     */
    public Figure figure() {
        if (nodes.isEmpty() || nodes.size() > MOST) {
            throw new IllegalArgumentException("A graph of " + nodes.size() + " boxes cannot be drawn: expected 1 to "
                    + MOST + "; draw a part of it.");
        }
        Layered layered = Layered.of(List.copyOf(nodes.keySet()), edges);
        GraphPicture picture = new GraphPicture(this, layered);
        String words =
                "A graph of " + Words.count(nodes.size()) + " boxes and " + Words.count(edges.size()) + " arrows.";
        Figure figure = Figure.of(title, alt == null ? words : alt, picture.width(), picture.height(), picture::paint);
        return edges.isEmpty() ? figure : figure.numbers(table());
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private Numbers table() {
        String[][] rows = edges.stream()
                .map(edge -> new String[] {plain(edge.from()), plain(edge.to()), edge.above(), edge.below()})
                .toArray(String[][]::new);
        return Numbers.of("Arrows", List.of("from", "to", forward, backward), rows);
    }

    private String plain(String node) {
        return nodes.getOrDefault(node, node).replace("\n", " ");
    }
}
