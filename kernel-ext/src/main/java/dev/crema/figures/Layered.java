package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Places the boxes of a graph without circles in columns, so that every arrow leads to the right and few of them cross
 * (Sugiyama, Tagawa and Toda 1981). Arrows over several columns get a place to pass through in each.
 *
 * @param columns the places of each column from top to bottom: boxes first to last, then the passages of arrows
 * @param column the column of each place
 * @param passages the places that each arrow goes through, from box to box
 * @param boxes how many of the places are boxes
 */
record Layered(List<int[]> columns, int[] column, List<int[]> passages, int boxes) {
    private static final int SWEEPS = 24;

    static Layered of(List<String> nodes, List<GraphPlot.Edge> edges) {
        Map<String, Integer> index = new HashMap<>();
        nodes.forEach(node -> index.put(node, index.size()));
        int[][] arrows = edges.stream()
                .map(edge -> new int[] {index.getOrDefault(edge.from(), -1), index.getOrDefault(edge.to(), -1)})
                .toArray(int[][]::new);
        int[] column = columns(nodes.size(), arrows);
        List<Integer> all = new ArrayList<>(Arrays.stream(column).boxed().toList());
        List<int[]> passages = new ArrayList<>();
        for (int[] arrow : arrows) {
            int[] way = new int[column[arrow[1]] - column[arrow[0]] + 1];
            way[0] = arrow[0];
            way[way.length - 1] = arrow[1];
            for (int i = 1; i < way.length - 1; i++) {
                way[i] = all.size();
                all.add(column[arrow[0]] + i);
            }
            passages.add(way);
        }
        int[] every = all.stream().mapToInt(Integer::intValue).toArray();
        return new Layered(ordered(every, passages), every, passages, nodes.size());
    }

    /** The length of the longest way to each box; boxes that nothing leads to stand just before what they lead to. */
    private static int[] columns(int boxes, int[][] arrows) {
        int[] column = new int[boxes];
        boolean moved = true;
        for (int round = 0; moved; round++) {
            if (round > boxes) {
                throw new IllegalArgumentException(
                        "The arrows lead in a circle: expected a graph in which none leads back.");
            }
            moved = false;
            for (int[] arrow : arrows) {
                if (column[arrow[1]] <= column[arrow[0]]) {
                    column[arrow[1]] = column[arrow[0]] + 1;
                    moved = true;
                }
            }
        }
        boolean[] reached = new boolean[boxes];
        Arrays.stream(arrows).forEach(arrow -> reached[arrow[1]] = true);
        for (int box = 0; box < boxes; box++) {
            int source = box;
            if (!reached[box]) {
                column[box] = Arrays.stream(arrows)
                        .filter(arrow -> arrow[0] == source)
                        .mapToInt(arrow -> column[arrow[1]] - 1)
                        .min()
                        .orElse(column[box]);
            }
        }
        return column;
    }

    /** Orders each column by the mean place of what it is joined to, there and back, and keeps the order that crosses least. */
    private static List<int[]> ordered(int[] column, List<int[]> passages) {
        int count = Arrays.stream(column).max().orElse(0) + 1;
        List<int[]> columns = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            int here = c;
            columns.add(IntStream.range(0, column.length)
                    .filter(place -> column[place] == here)
                    .toArray());
        }
        List<int[]> best = copy(columns);
        for (int sweep = 0; sweep < SWEEPS && crossings(best, column, passages) > 0; sweep++) {
            boolean right = sweep % 2 == 0;
            for (int i = 1; i < count; i++) {
                sort(columns, right ? i : count - 1 - i, right, passages);
            }
            if (crossings(columns, column, passages) < crossings(best, column, passages)) {
                best = copy(columns);
            }
        }
        return best;
    }

    private static void sort(List<int[]> columns, int c, boolean right, List<int[]> passages) {
        double[] rank = ranks(columns);
        int[] sorted = Arrays.stream(columns.get(c))
                .boxed()
                .sorted(Comparator.comparingDouble(place -> neighbours(place, right, passages)
                        .mapToDouble(other -> rank[other])
                        .average()
                        .orElse(rank[place])))
                .mapToInt(Integer::intValue)
                .toArray();
        columns.set(c, sorted);
    }

    /** What a place is joined to in the column before it, or in the one after. */
    static IntStream neighbours(int place, boolean before, List<int[]> passages) {
        return passages.stream().flatMapToInt(way -> IntStream.range(1, way.length)
                .filter(i -> place == (before ? way[i] : way[i - 1]))
                .map(i -> before ? way[i - 1] : way[i]));
    }

    private static double[] ranks(List<int[]> columns) {
        double[] rank =
                new double[columns.stream().mapToInt(places -> places.length).sum()];
        for (int[] places : columns) {
            for (int i = 0; i < places.length; i++) {
                // columns of few places spread over the same height as those of many
                rank[places[i]] = (i + 0.5) / places.length;
            }
        }
        return rank;
    }

    private static int crossings(List<int[]> columns, int[] column, List<int[]> passages) {
        double[] rank = ranks(columns);
        Map<Integer, List<int[]>> steps = new HashMap<>();
        for (int[] way : passages) {
            for (int i = 1; i < way.length; i++) {
                steps.computeIfAbsent(column[way[i]], c -> new ArrayList<>()).add(new int[] {way[i - 1], way[i]});
            }
        }
        int crossings = 0;
        for (List<int[]> between : steps.values()) {
            for (int i = 0; i < between.size(); i++) {
                for (int j = 0; j < i; j++) {
                    double left = rank[between.get(i)[0]] - rank[between.get(j)[0]];
                    double right = rank[between.get(i)[1]] - rank[between.get(j)[1]];
                    crossings += left * right < 0 ? 1 : 0;
                }
            }
        }
        return crossings;
    }

    int crossings() {
        return crossings(columns, column, passages);
    }

    private static List<int[]> copy(List<int[]> columns) {
        return new ArrayList<>(columns.stream().map(int[]::clone).toList());
    }
}
