package dev.crema.figures;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Lays out and paints a tree of joins. */
final class Branches {
    private static final double LENGTH = 480;
    private static final double LINE = 18;
    private static final double LONGEST_NAME = 180;
    private static final Lettering LABEL = Lettering.of(13).ending();
    private static final int MIXED = -2;

    private final TreePlot plot;
    private final Axes axes;
    private final int leaves;
    private final int[] sizes;
    /** What is drawn as a leaf, from top to bottom. */
    private final List<Integer> tips = new ArrayList<>();

    private final double[] y;
    private final int[] classes;

    Branches(TreePlot plot) {
        this.plot = plot;
        this.leaves = plot.joins.length + 1;
        this.sizes = plot.sizes();
        this.y = new double[sizes.length];
        this.classes = classes();
        int lowest = Math.max(0, plot.joins.length - (TreePlot.MOST - 1));
        Deque<Integer> open = new ArrayDeque<>(List.of(sizes.length - 1));
        while (!open.isEmpty()) {
            int node = open.pop();
            if (node < leaves + lowest) {
                y[node] = LINE * (tips.size() + 0.5);
                tips.add(node);
            } else {
                open.push(plot.joins[node - leaves][1]);
                open.push(plot.joins[node - leaves][0]);
            }
        }
        for (int i = lowest; i < plot.joins.length; i++) {
            y[leaves + i] = (y[plot.joins[i][0]] + y[plot.joins[i][1]]) / 2;
        }
        double highest = Arrays.stream(plot.heights).max().orElse(0);
        Range range = new Range(0, highest > 0 ? 1.04 * highest : 1);
        this.axes = new Axes(
                Axes.Axis.linear(plot.x, range, 6, false),
                new Axes.Axis("", new Range(0, 1), false, List.of()),
                LENGTH,
                LINE * tips.size(),
                true);
    }

    /** One class for a node whose leaves all have it. */
    private int[] classes() {
        int[] found = new int[sizes.length];
        for (int i = 0; i < leaves; i++) {
            found[i] = plot.classes.length == 0 ? 0 : plot.classes[i];
        }
        for (int i = 0; i < plot.joins.length; i++) {
            int one = found[plot.joins[i][0]];
            found[leaves + i] = one == found[plot.joins[i][1]] ? one : MIXED;
        }
        return found;
    }

    int shown() {
        return tips.size();
    }

    double width() {
        return left() + LENGTH + 10;
    }

    double height() {
        return axes.height() + axes.below() + 8;
    }

    void paint(Canvas canvas) {
        canvas.shifted(left(), 0, area -> {
            axes.paint(area);
            for (int tip : tips) {
                String name = Words.fitting(plot.named(tip, sizes), LABEL, LONGEST_NAME);
                area.text(name, -8, y[tip] + 4.5, LABEL.toned(tone(classes[tip])));
            }
            for (int i = plot.joins.length - 1; i >= Math.max(0, plot.joins.length - TreePlot.MOST + 1); i--) {
                join(area, leaves + i, plot.joins[i][0], plot.joins[i][1]);
            }
        });
    }

    private void join(Canvas canvas, int node, int one, int other) {
        double x = height(node);
        branch(canvas, one, x);
        branch(canvas, other, x);
        Pen pen = Pen.of(tone(classes[node]), 2);
        canvas.line(x, y[one], x, y[other], pen);
    }

    private void branch(Canvas canvas, int node, double to) {
        // a collapsed branch begins where its own joins end
        double from = height(node);
        Pen pen = Pen.of(tone(classes[node]), 2);
        if (tips.contains(node) && node >= leaves) {
            double half = LINE / 3;
            canvas.polygon(
                    new double[] {0, from, 0},
                    new double[] {y[node] - half, y[node], y[node] + half},
                    tone(classes[node]).faded(0.5));
        }
        canvas.line(from, y[node], to, y[node], pen);
    }

    private double height(int node) {
        return node < leaves ? 0 : axes.px(plot.heights[node - leaves]);
    }

    private static Tone tone(int group) {
        return group == MIXED ? Theme::mutedInk : Palette.category(group);
    }

    private double left() {
        double widest = tips.stream()
                .mapToDouble(tip -> LABEL.width(plot.named(tip, sizes)))
                .max()
                .orElse(0);
        return Math.min(widest, LONGEST_NAME) + 12;
    }
}
