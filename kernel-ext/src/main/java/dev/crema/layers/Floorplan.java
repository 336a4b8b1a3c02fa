package dev.crema.layers;

import dev.crema.figures.Canvas;
import dev.crema.figures.Lettering;
import dev.crema.figures.Marker;
import dev.crema.figures.Palette;
import dev.crema.figures.Pen;
import dev.crema.figures.Theme;
import dev.crema.figures.Tone;
import dev.crema.layers.Architecture.Box;
import dev.crema.layers.Architecture.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays out and paints boxes: from left to right, branches below each other, in rows that a page is wide enough for. A net
 * whose maps shrink and grow again, with branches across, is laid out as the U that it is known for.
 */
final class Floorplan {
    private static final double WIDTH = 126;
    private static final double HEIGHT = 84;
    private static final double JOIN = 30;
    private static final double GAP = 30;
    private static final double LANE = 20;
    private static final double ROW = 34;
    private static final double ARC = 13;
    private static final double PAGE = 1100;
    private static final Lettering NAME = Lettering.of(12.5).heavy().centred();
    private static final Lettering TEXT = Lettering.of(11.5).centred();
    private static final Lettering SMALL = Lettering.of(11).centred().toned(Theme::mutedInk);
    private static final Lettering HEADING = Lettering.of(14).heavy();
    private static final Pen WIRE = Pen.of(Theme::mutedInk, 1.6);

    private final List<Box> boxes;
    private final int[] rank;
    private final int[] lane;
    private final double[] x;
    private final double[] y;
    private final int[] row;
    /** Upper edge of the boxes of each row. */
    private final List<Double> tops = new ArrayList<>();

    private final List<Double> bottoms = new ArrayList<>();
    private final boolean valley;
    private double width;
    private double height;

    Floorplan(List<Box> all) {
        valley = isValley(all);
        boxes = valley ? withoutPools(all) : all;
        int n = boxes.size();
        rank = new int[n];
        lane = new int[n];
        x = new double[n];
        y = new double[n];
        row = new int[n];
        for (int i = 0; i < n; i++) {
            for (int source : boxes.get(i).from()) {
                rank[i] = Math.max(rank[i], rank[source] + 1);
            }
        }
        if (valley) {
            layValley();
        } else {
            lanes();
            layRows();
        }
    }

    static void heading(Canvas canvas, String words, double y) {
        canvas.text(words, 0, y, HEADING);
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    private double wide(int i) {
        Box box = boxes.get(i);
        return box.kind() == Kind.JOIN ? Math.max(JOIN, TEXT.width(sign(box)) + 12) : WIDTH;
    }

    private static String sign(Box join) {
        return join.operations().get(0);
    }

    private double high(int i) {
        return boxes.get(i).kind() == Kind.JOIN ? JOIN : HEIGHT;
    }

    // ---- a valley: as far down as the maps are small

    private static int level(List<Box> boxes, int i) {
        long[] shape = boxes.get(i).output().getShape();
        long[] first = boxes.get(0).output().getShape();
        if (shape.length != 4 || first.length != 4) {
            return -1;
        }
        return (int) Math.max(0, Math.round(Math.log((double) first[2] / shape[2]) / Math.log(2)));
    }

    private static boolean isValley(List<Box> boxes) {
        int deepest = 0;
        int across = 0;
        for (int i = 0; i < boxes.size(); i++) {
            int level = level(boxes, i);
            if (level < 0) {
                return false;
            }
            deepest = Math.max(deepest, level);
            for (int source : boxes.get(i).from()) {
                across += boxes.get(i).kind() == Kind.JOIN && i - source > 4 ? 1 : 0;
            }
        }
        return deepest >= 2 && across >= 2 && level(boxes, boxes.size() - 1) < deepest - 1;
    }

    /** Puts each pooling into the box behind it. */
    private static List<Box> withoutPools(List<Box> all) {
        List<Box> boxes = new ArrayList<>(all);
        for (int i = boxes.size() - 2; i > 0; i--) {
            Box pool = boxes.get(i);
            Box next = boxes.get(i + 1);
            int number = i;
            boolean only =
                    boxes.stream().filter(box -> box.from().contains(number)).count() == 1;
            if (pool.kind() == Kind.POOLING
                    && only
                    && next.kind() != Kind.JOIN
                    && next.from().equals(List.of(i))) {
                List<String> operations = new ArrayList<>(pool.operations());
                operations.addAll(next.operations());
                boxes.set(i + 1, renamed(next, operations, pool.from()));
                boxes.remove(i);
                boxes.replaceAll(box -> renamed(
                        box,
                        box.operations(),
                        box.from().stream()
                                .map(from -> from > number ? from - 1 : from)
                                .toList()));
            }
        }
        return boxes;
    }

    private static Box renamed(Box box, List<String> operations, List<Integer> from) {
        return new Box(box.path(), box.kind(), operations, box.output(), box.parameters(), box.times(), from);
    }

    private void layValley() {
        double[] free = new double[32];
        double at = 0;
        for (int i = 0; i < boxes.size(); i++) {
            row[i] = Math.min(31, level(boxes, i));
            if (i > 0) {
                at = row[i] == row[i - 1] ? x[i - 1] + wide(i - 1) + GAP * 0.7 : x[i - 1];
            }
            x[i] = Math.max(at, free[row[i]]);
            free[row[i]] = x[i] + wide(i) + GAP * 0.7;
            y[i] = 34 + row[i] * (HEIGHT + ROW) + (HEIGHT - high(i)) / 2;
            width = Math.max(width, x[i] + wide(i) + 4);
            height = Math.max(height, y[i] + high(i) + 6);
        }
    }

    // ---- rows

    /** Gives each box a lane in its rank: that of what feeds it, if it is free until there. */
    private void lanes() {
        int ranks = Arrays.stream(rank).max().orElse(0) + 1;
        boolean[][] taken = new boolean[ranks][boxes.size() + 1];
        for (int i = 0; i < boxes.size(); i++) {
            int want = boxes.get(i).from().stream()
                    .mapToInt(source -> lane[source])
                    .min()
                    .orElse(0);
            while (taken[rank[i]][want]) {
                want++;
            }
            lane[i] = want;
            int until = rank[i] + 1;
            for (int j = i + 1; j < boxes.size(); j++) {
                // a way on to a join is kept free, where it is the only way on
                if (boxes.get(j).from().contains(i) && followers(i) == 1) {
                    until = rank[j];
                }
            }
            for (int r = rank[i]; r < until; r++) {
                taken[r][want] = true;
            }
        }
    }

    private long followers(int i) {
        return boxes.stream().filter(box -> box.from().contains(i)).count();
    }

    private void layRows() {
        int ranks = Arrays.stream(rank).max().orElse(0) + 1;
        double[] left = new double[ranks];
        int[] rows = new int[ranks];
        double at = 0;
        int rowNumber = 0;
        for (int r = 0; r < ranks; r++) {
            double wide = rankWidth(r);
            double section = wide + untilCut(r);
            if (at > 0 && at + section > PAGE && section <= PAGE && isCut(r)) {
                rowNumber++;
                at = 0;
            }
            left[r] = at;
            rows[r] = rowNumber;
            at += wide + GAP;
            width = Math.max(width, at - GAP + 16);
        }
        double top = 0;
        for (int number = 0; number <= rowNumber; number++) {
            int now = number;
            int lanes = 1;
            int arcs = 0;
            for (int i = 0; i < boxes.size(); i++) {
                lanes = rows[rank[i]] == now ? Math.max(lanes, lane[i] + 1) : lanes;
                for (int source : boxes.get(i).from()) {
                    arcs = rows[rank[i]] == now && isArc(source, i) ? Math.max(arcs, 1) : arcs;
                }
            }
            top += 9 + arcs * (ARC + 4);
            double bottom = top + lanes * HEIGHT + (lanes - 1) * LANE;
            for (int i = 0; i < boxes.size(); i++) {
                if (rows[rank[i]] == now) {
                    row[i] = now;
                    x[i] = left[rank[i]] + (rankWidth(rank[i]) - wide(i)) / 2;
                    boolean alone = lanes > 2 && inRank(rank[i]) == 1;
                    double middle = alone ? (top + bottom) / 2 : top + lane[i] * (HEIGHT + LANE) + HEIGHT / 2;
                    y[i] = middle - high(i) / 2;
                }
            }
            tops.add(top);
            bottoms.add(bottom);
            top = bottom + ROW;
        }
        height = top - ROW + 6;
    }

    private double rankWidth(int r) {
        double widest = 0;
        for (int i = 0; i < boxes.size(); i++) {
            widest = rank[i] == r ? Math.max(widest, wide(i)) : widest;
        }
        return widest;
    }

    private long inRank(int r) {
        return Arrays.stream(rank).filter(other -> other == r).count();
    }

    /** Tells whether a row may begin with a rank: all that goes over to it, or past it, comes from one box. */
    private boolean isCut(int r) {
        return IntStream.range(0, boxes.size())
                        .filter(i -> rank[i] >= r)
                        .flatMap(i -> boxes.get(i).from().stream().mapToInt(source -> source))
                        .filter(source -> rank[source] < r)
                        .distinct()
                        .count()
                <= 1;
    }

    /** How much room the ranks behind one need that cannot begin a row. */
    private double untilCut(int r) {
        double room = 0;
        for (int next = r + 1; next <= Arrays.stream(rank).max().orElse(0) && !isCut(next); next++) {
            room += GAP + rankWidth(next);
        }
        return room;
    }

    /** Tells whether an arrow goes above the row: a box stands in its way. */
    private boolean isArc(int source, int target) {
        if (rank[target] - rank[source] < 2) {
            return false;
        }
        for (int i = 0; i < boxes.size(); i++) {
            if (rank[i] > rank[source] && rank[i] < rank[target] && lane[i] == lane[source]) {
                return true;
            }
        }
        return false;
    }

    // ---- painting

    void paint(Canvas canvas) {
        for (int i = 0; i < boxes.size(); i++) {
            for (int source : boxes.get(i).from()) {
                wire(canvas, source, i);
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            box(canvas, i);
        }
    }

    private void wire(Canvas canvas, int from, int to) {
        double startX = x[from] + wide(from);
        double startY = y[from] + high(from) / 2;
        double endX = x[to];
        double endY = y[to] + high(to) / 2;
        double middle = x[to] + wide(to) / 2;
        if (valley && row[from] == row[to] && to - from > 1) {
            over(canvas, startX, startX + 8, startY, middle, y[to], 20 + row[from] * (HEIGHT + ROW));
        } else if (valley && row[from] != row[to]) {
            boolean down = row[to] > row[from];
            double edge = down ? y[to] - 4 : y[to] + high(to) + 4;
            if (middle > startX) {
                canvas.polyline(new double[] {startX, middle, middle}, new double[] {startY, startY, edge}, WIRE);
            } else {
                double begin = down ? y[from] + high(from) : y[from];
                double out = x[from] + wide(from) / 2;
                canvas.polyline(new double[] {out, out, middle}, new double[] {begin, edge, edge}, WIRE);
            }
            head(canvas, down ? Marker.TRIANGLE_DOWN : Marker.TRIANGLE_UP, middle, edge);
        } else if (!valley && row[from] != row[to]) {
            double gap = bottoms.get(row[from]) + ROW / 2;
            double right = width - 3;
            boolean first = IntStream.range(0, boxes.size())
                    .noneMatch(i -> row[i] == row[to] && lane[i] == lane[to] && rank[i] < rank[to]);
            if (!first) {
                canvas.polyline(
                        new double[] {startX, right, right, middle, middle},
                        new double[] {startY, startY, gap, gap, y[to] - 2},
                        WIRE);
                head(canvas, Marker.TRIANGLE_DOWN, middle, y[to] - 4);
                return;
            }
            canvas.polyline(
                    new double[] {startX, right, right, -7, -7, endX},
                    new double[] {startY, startY, gap, gap, endY, endY},
                    WIRE);
            head(canvas, Marker.TRIANGLE_RIGHT, endX - 3, endY);
        } else if (!valley && isArc(from, to)) {
            over(canvas, startX, startX + 6, startY, middle, y[to], tops.get(row[to]) - ARC + 2);
        } else if (Math.abs(startY - endY) < 0.5) {
            canvas.line(startX, startY, endX - 2, endY, WIRE);
            head(canvas, Marker.TRIANGLE_RIGHT, endX - 3, endY);
        } else {
            // where the ways part the bend is near the source, where they join near the target
            double bend = followers(from) > 1 ? startX + 9 : endX - GAP / 2 - 1;
            canvas.polyline(
                    new double[] {startX, bend, bend, endX - 2}, new double[] {startY, startY, endY, endY}, WIRE);
            head(canvas, Marker.TRIANGLE_RIGHT, endX - 3, endY);
        }
    }

    private static void over(Canvas canvas, double x, double x0, double y0, double x1, double y1, double top) {
        canvas.polyline(new double[] {x, x0, x0, x1, x1}, new double[] {y0, y0, top, top, y1 - 2}, WIRE);
        head(canvas, Marker.TRIANGLE_DOWN, x1, y1 - 4);
    }

    private static void head(Canvas canvas, Marker shape, double x, double y) {
        canvas.marker(shape, x, y, 8, Theme::mutedInk);
    }

    private void box(Canvas canvas, int i) {
        Box box = boxes.get(i);
        double middle = x[i] + wide(i) / 2;
        if (box.kind() == Kind.JOIN) {
            boolean single = sign(box).length() == 1;
            canvas.rectangle(x[i], y[i] + 3, wide(i), JOIN - 6, Theme::paper);
            canvas.frame(x[i], y[i] + 3, wide(i), JOIN - 6, WIRE);
            Lettering style = single ? Lettering.of(17).heavy().centred() : TEXT;
            canvas.text(sign(box), middle, y[i] + JOIN / 2 + (single ? 6 : 4), style);
            return;
        }
        Tone tone = tone(box.kind());
        if (box.times() > 1) {
            for (int behind = 2; behind >= 1; behind--) {
                canvas.rectangle(x[i] + 4 * behind, y[i] - 4 * behind, WIDTH, HEIGHT, Theme::paper);
                canvas.frame(x[i] + 4 * behind, y[i] - 4 * behind, WIDTH, HEIGHT, Pen.of(tone, 1.2));
            }
        }
        canvas.rectangle(x[i], y[i], WIDTH, HEIGHT, Theme::paper);
        canvas.rectangle(x[i], y[i], WIDTH, HEIGHT, tone.faded(0.14));
        canvas.rectangle(x[i], y[i], WIDTH, 5, tone);
        canvas.frame(x[i], y[i], WIDTH, HEIGHT, Pen.of(tone, 1.4));
        List<String> lines = operations(box);
        double line = y[i] + 19;
        canvas.text(name(box), middle, line, NAME);
        for (String words : lines) {
            line += 14;
            canvas.text(words, middle, line, TEXT);
        }
        canvas.text(
                box.size(),
                middle,
                y[i] + (lines.size() == 2 ? 63 : 55),
                Lettering.of(12.5).centred());
        if (box.parameters() > 0) {
            canvas.text("%,d".formatted(box.parameters()), middle, y[i] + (lines.size() == 2 ? 78 : 73), SMALL);
        }
    }

    /** The path, without its middle where it is long: {@code block1…conv2}. */
    private static String name(Box box) {
        String times = box.times() > 1 ? box.times() + " × " : "";
        String[] names = box.path().split("\\.", -1);
        String ends = names[0] + "…" + names[names.length - 1];
        return fits(times + box.path(), NAME) || names.length == 1
                ? fitting(times + box.path(), NAME)
                : fits(times + ends, NAME) ? times + ends : fitting(times + names[names.length - 1], NAME);
    }

    private static boolean fits(String words, Lettering style) {
        return style.width(words) <= WIDTH - 6;
    }

    /** What a box does in at most two lines. */
    private static List<String> operations(Box box) {
        if (box.operations().isEmpty()) {
            return List.of();
        }
        List<String> folded = new ArrayList<>();
        for (int i = 0; i < box.operations().size(); ) {
            int same = 1;
            while (i + same < box.operations().size()
                    && box.operations().get(i + same).equals(box.operations().get(i))) {
                same++;
            }
            folded.add(
                    same == 1
                            ? box.operations().get(i)
                            : same + " " + box.operations().get(i));
            i += same;
        }
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : String.join(", ", folded).split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && !fits(longer, TEXT)) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        lines.add(line);
        return lines.size() <= 2
                ? lines.stream().map(words -> fitting(words, TEXT)).toList()
                : List.of(fitting(lines.get(0), TEXT), fitting(lines.get(1) + " …", TEXT));
    }

    private static String fitting(String words, Lettering style) {
        int end = words.length();
        while (end > 1 && !fits(words.substring(0, end) + (end < words.length() ? "…" : ""), style)) {
            end--;
        }
        return end == words.length() ? words : words.substring(0, end) + "…";
    }

    private static Tone tone(Kind kind) {
        return switch (kind) {
            case CONVOLUTION -> Palette.category(0);
            case POOLING -> Palette.category(1);
            case DENSE -> Palette.category(2);
            case SEQUENCE -> Palette.category(4);
            case PART -> Palette.category(5);
            case INPUT, JOIN, OTHER -> Theme::mutedInk;
        };
    }
}
