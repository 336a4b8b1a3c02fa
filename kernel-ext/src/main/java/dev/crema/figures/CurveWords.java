package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line chart in words and numbers. */
record CurveWords(LineChart chart) {
    private static final int ROWS = 50;
    private static final int SPARKS = 40;

    String alt() {
        String curves = solid().stream().map(this::sentence).collect(Collectors.joining(" "));
        String events = chart.events.stream()
                .map(event -> " " + event.label() + " at " + chart.x + " " + Words.number(event.x()) + ".")
                .collect(Collectors.joining());
        String stars = chart.stars.stream()
                .map(star -> " Marked: " + star.label() + " (" + chart.x + " " + Words.number(star.x()) + ", " + chart.y
                        + " " + Words.number(star.y()) + ").")
                .collect(Collectors.joining());
        return "Line chart of " + chart.y + (chart.logY ? " (logarithmic)" : "") + " against " + chart.x + ". "
                + (curves.isEmpty() ? "No data yet." : curves) + events + stars;
    }

    String sparklines() {
        int longest =
                solid().stream().mapToInt(curve -> curve.name().length()).max().orElse(0);
        return solid().stream()
                .filter(curve -> curve.ys().length > 0)
                .map(curve -> curve.name() + " ".repeat(longest - curve.name().length()) + "  "
                        + Words.number(curve.ys()[0]) + " " + Words.sparkline(curve.ys(), SPARKS) + " "
                        + Words.number(curve.ys()[curve.ys().length - 1]))
                .collect(Collectors.joining("\n"));
    }

    /** One table for curves over the same places, else one for each. */
    Numbers[] numbers() {
        List<Curve> curves = new ArrayList<>(solid());
        curves.removeIf(curve -> curve.xs().length == 0);
        if (curves.isEmpty()) {
            return new Numbers[0];
        }
        boolean together = curves.stream()
                .allMatch(curve -> Arrays.equals(curve.xs(), curves.get(0).xs()));
        return together
                ? new Numbers[] {table(curves)}
                : curves.stream().map(curve -> table(List.of(curve))).toArray(Numbers[]::new);
    }

    private Numbers table(List<Curve> curves) {
        double[] xs = curves.get(0).xs();
        int rows = Math.min(ROWS, xs.length);
        int[] sample = IntStream.range(0, rows)
                .map(i -> rows == 1 ? 0 : (int) Math.round((double) i * (xs.length - 1) / (rows - 1)))
                .toArray();
        List<String> header = new ArrayList<>(List.of(chart.x));
        curves.forEach(curve -> header.add(curve.name()));
        List<List<String>> cells = new ArrayList<>();
        for (int i : sample) {
            List<String> row = new ArrayList<>(List.of(Words.number(xs[i])));
            curves.forEach(curve -> row.add(Words.number(curve.ys()[i])));
            cells.add(row);
        }
        String some = rows < xs.length ? ", " + rows + " of " + Words.count(xs.length) + " points" : "";
        return new Numbers(chart.title + ": " + chart.y + some, header, cells);
    }

    private String sentence(Curve curve) {
        double[] ys = curve.ys();
        int[] finite = IntStream.range(0, ys.length)
                .filter(i -> Double.isFinite(ys[i]))
                .toArray();
        if (finite.length == 0) {
            return curve.name() + ": no numbers" + (ys.length > 0 ? ", only NaN or infinity." : " yet.");
        }
        int first = finite[0];
        int last = finite[finite.length - 1];
        int low = first;
        int high = first;
        for (int i : finite) {
            low = ys[i] < ys[low] ? i : low;
            high = ys[i] > ys[high] ? i : high;
        }
        int missing = ys.length - finite.length;
        return curve.name() + " goes from " + Words.number(ys[first]) + " to " + Words.number(ys[last])
                + (low == last || low == first ? "" : ", lowest " + at(curve, low))
                + (high == last || high == first ? "" : ", highest " + at(curve, high))
                + (missing == 0 ? "" : "; " + missing + " of its " + ys.length + " values are NaN or infinite") + ".";
    }

    private String at(Curve curve, int i) {
        return Words.number(curve.ys()[i]) + " at " + chart.x + " " + Words.number(curve.xs()[i]);
    }

    private List<Curve> solid() {
        return chart.curves.stream().filter(curve -> curve.is(Curve.Role.MAIN)).toList();
    }
}
