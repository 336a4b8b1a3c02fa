package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sizes and paints the boxes and arrows of a graph whose columns are known. */
final class GraphPicture {
    private static final double LINE = 18;
    private static final double PAD = 9;
    private static final double NOTED = 34;
    private static final double PLAIN = 20;
    private static final double LEAST_GAP = 46;
    private static final double HEAD = 8;
    private static final double LEGEND = 26;
    private static final int ROUNDS = 30;
    private static final Lettering LABEL = Lettering.of(14).centred();
    private static final Lettering NOTE = Lettering.of(12.5).centred().haloed();
    private static final Tone FORWARD = Palette.category(0);
    private static final Tone BACKWARD = Palette.category(3);

    private final GraphPlot plot;
    private final Layered layered;
    private final List<List<String>> labels;
    private final double[] widths;
    private final double[] heights;
    private final double[] x;
    private final double[] y;
    private final double width;
    private final double height;

    GraphPicture(GraphPlot plot, Layered layered) {
        this.plot = plot;
        this.layered = layered;
        labels = plot.nodes.values().stream()
                .map(label -> label.lines().toList())
                .toList();
        int places = layered.column().length;
        widths = new double[places];
        heights = new double[places];
        for (int box = 0; box < labels.size(); box++) {
            widths[box] = 2 * PAD
                    + labels.get(box).stream().mapToDouble(LABEL::width).max().orElse(0);
            heights[box] = 2 * PAD + LINE * Math.max(1, labels.get(box).size()) - 4;
        }
        x = acrosses();
        y = new double[places];
        for (int[] column : layered.columns()) {
            spread(column, new double[column.length]);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int c = 0; c < layered.columns().size(); c++) {
                settle(layered.columns()
                        .get(round % 2 == 0 ? c : layered.columns().size() - 1 - c));
            }
        }
        double top = IntStream.range(0, places)
                        .mapToDouble(i -> y[i] - heights[i] / 2)
                        .min()
                        .orElse(0)
                - legend();
        IntStream.range(0, places).forEach(i -> y[i] -= top - 2);
        width = IntStream.range(0, places)
                        .mapToDouble(i -> x[i] + widths[i] / 2)
                        .max()
                        .orElse(0)
                + 2;
        height = IntStream.range(0, places)
                        .mapToDouble(i -> y[i] + heights[i] / 2)
                        .max()
                        .orElse(0)
                + PLAIN / 2;
    }

    double width() {
        return Math.max(width, NOTE.width(plot.forward + plot.backward) + 120);
    }

    double height() {
        return height;
    }

    /** Between the boxes of a column. */
    private double room() {
        return plot.edges.stream()
                        .allMatch(edge -> edge.above().isEmpty() && edge.below().isEmpty())
                ? PLAIN
                : NOTED;
    }

    private double legend() {
        return plot.forward.isEmpty() && plot.backward.isEmpty() ? 0 : LEGEND;
    }

    /** The middle of each place, with room for what is written on the arrows between two columns. */
    private double[] acrosses() {
        double[] middles = new double[widths.length];
        double left = 2;
        for (int c = 0; c < layered.columns().size(); c++) {
            double widest = Arrays.stream(layered.columns().get(c))
                    .mapToDouble(place -> widths[place])
                    .max()
                    .orElse(0);
            for (int place : layered.columns().get(c)) {
                middles[place] = left + widest / 2;
            }
            int before = c;
            double written = IntStream.range(0, plot.edges.size())
                    .filter(i -> layered.column()[layered.passages().get(i)[0]] == before)
                    .mapToObj(plot.edges::get)
                    .mapToDouble(edge -> Math.max(NOTE.width(edge.above()), NOTE.width(edge.below())))
                    .max()
                    .orElse(0);
            left += widest + Math.max(LEAST_GAP, written + 2 * HEAD + 14);
        }
        return middles;
    }

    /** Moves a column's places towards the mean of what they are joined to. */
    private void settle(int[] column) {
        double[] wanted = Arrays.stream(column)
                .mapToDouble(place -> IntStream.concat(
                                Layered.neighbours(place, true, layered.passages()),
                                Layered.neighbours(place, false, layered.passages()))
                        .mapToDouble(other -> y[other])
                        .average()
                        .orElse(y[place]))
                .toArray();
        spread(column, wanted);
    }

    /** Puts places as near as possible to where they want to be, in their order and without touching: pooled neighbours. */
    private void spread(int[] column, double[] wanted) {
        double[] offset = new double[column.length];
        for (int i = 1; i < column.length; i++) {
            offset[i] = offset[i - 1] + (heights[column[i - 1]] + heights[column[i]]) / 2 + room();
        }
        List<double[]> pools = new ArrayList<>();
        for (int i = 0; i < column.length; i++) {
            double[] pool = {wanted[i] - offset[i], 1};
            while (!pools.isEmpty() && pools.get(pools.size() - 1)[0] > pool[0]) {
                double[] last = pools.remove(pools.size() - 1);
                pool = new double[] {(last[0] * last[1] + pool[0] * pool[1]) / (last[1] + pool[1]), last[1] + pool[1]};
            }
            pools.add(pool);
        }
        int i = 0;
        for (double[] pool : pools) {
            for (int end = i + (int) pool[1]; i < end; i++) {
                y[column[i]] = pool[0] + offset[i];
            }
        }
    }

    void paint(Canvas canvas) {
        legend(canvas);
        for (int i = 0; i < plot.edges.size(); i++) {
            arrow(canvas, layered.passages().get(i));
        }
        for (int box = 0; box < labels.size(); box++) {
            box(canvas, box);
        }
        for (int i = 0; i < plot.edges.size(); i++) {
            notes(canvas, plot.edges.get(i), layered.passages().get(i));
        }
    }

    private void legend(Canvas canvas) {
        Lettering plain = Lettering.of(13);
        double at = 0;
        if (!plot.forward.isEmpty()) {
            String words = plot.forward + " →";
            canvas.text(words, at, 12, plain.toned(FORWARD));
            at += plain.width(words) + 24;
        }
        if (!plot.backward.isEmpty()) {
            canvas.text("← " + plot.backward, at, 12, plain.toned(BACKWARD));
        }
    }

    private void box(Canvas canvas, int box) {
        double left = x[box] - widths[box] / 2;
        double top = y[box] - heights[box] / 2;
        canvas.rectangle(left, top, widths[box], heights[box], Theme::paper);
        canvas.rectangle(
                left, top, widths[box], heights[box], Palette.category(0).faded(0.1));
        canvas.frame(left, top, widths[box], heights[box], Pen.of(Theme::mutedInk, 1.3));
        List<String> lines = labels.get(box);
        for (int i = 0; i < lines.size(); i++) {
            canvas.text(lines.get(i), x[box], top + PAD + LINE * i + 12, LABEL);
        }
    }

    private void arrow(Canvas canvas, int[] way) {
        int last = way.length - 1;
        double[] xs = new double[2 * way.length];
        double[] ys = new double[2 * way.length];
        for (int i = 0; i < way.length; i++) {
            xs[2 * i] = i == 0 ? x[way[0]] + widths[way[0]] / 2 : x[way[i]] - widths[way[i]] / 2;
            xs[2 * i + 1] = i == 0 ? xs[0] : x[way[i]] + (i == last ? -widths[way[i]] / 2 : 0);
            ys[2 * i] = y[way[i]];
            ys[2 * i + 1] = y[way[i]];
        }
        Pen pen = Pen.of(Theme::mutedInk, 1.6);
        canvas.polyline(xs, ys, pen);
        double tip = xs[xs.length - 1];
        double level = ys[ys.length - 1];
        double slope = Math.atan2(level - y[way[last - 1]], tip - xs[2 * (last - 1) + 1]);
        double[] head = {slope + Math.PI - 0.42, slope + Math.PI + 0.42};
        canvas.polygon(
                new double[] {tip, tip + HEAD * 1.3 * Math.cos(head[0]), tip + HEAD * 1.3 * Math.cos(head[1])},
                new double[] {level, level + HEAD * 1.3 * Math.sin(head[0]), level + HEAD * 1.3 * Math.sin(head[1])},
                Theme::mutedInk);
    }

    /** The words stand on the first piece of the arrow, nearer to where it comes from: there arrows lie further apart. */
    private void notes(Canvas canvas, GraphPlot.Edge edge, int[] way) {
        double from = x[way[0]] + widths[way[0]] / 2;
        double to = x[way[1]] - widths[way[1]] / 2;
        double share = 0.4;
        double atX = from + share * (to - from);
        double atY = y[way[0]] + share * (y[way[1]] - y[way[0]]);
        canvas.text(edge.above(), atX, atY - 4, NOTE.toned(FORWARD));
        canvas.text(edge.below(), atX, atY + 14, NOTE.toned(BACKWARD));
    }
}
