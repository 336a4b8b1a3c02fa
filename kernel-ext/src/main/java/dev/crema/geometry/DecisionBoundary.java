package dev.crema.geometry;

import ai.djl.nn.Block;
import dev.crema.datasets.Points;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.PlaneChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier of two numbers says everywhere in the plane, beside the points it learned from.
 *
 * @param points the points
 * @param lattice the places where the classifier was asked
 * @param probabilities {@code [classes][rows][columns]}, the softmax of its scores at these places
 * @param accuracy the share of the points that it classifies correctly
 */
public record DecisionBoundary(Points points, Lattice lattice, double[][][] probabilities, double accuracy)
        implements Drawable {
    private static final int SIZE = 101;

    static DecisionBoundary of(Block net, Points points) {
        Runs.check(net, 2, "a decision boundary");
        Lattice lattice = Lattice.around(points.points(), SIZE);
        double[][] places =
                probabilities(net, lattice.places(), points.classes().size());
        double[][][] probabilities = new double[places[0].length][SIZE][SIZE];
        for (int i = 0; i < places.length; i++) {
            for (int k = 0; k < places[i].length; k++) {
                probabilities[k][i / SIZE][i % SIZE] = places[i][k];
            }
        }
        double[][] rows = probabilities(net, points.points(), points.classes().size());
        long right = IntStream.range(0, rows.length)
                .filter(i -> best(rows[i]) == points.labels()[i])
                .count();
        return new DecisionBoundary(points, lattice, probabilities, right / (double) rows.length);
    }

    /** The softmax of the scores; one score is the logit of the second of two classes. */
    private static double[][] probabilities(Block net, float[][] rows, int classes) {
        float[][] scores = Runs.outputs(net, rows);
        int given = scores[0].length;
        if (given != classes && !(given == 1 && classes == 2)) {
            throw new IllegalArgumentException(
                    "The network gives " + given + " numbers for a point, but the points have " + classes
                            + " classes; let its last layer be linear(" + classes + ")");
        }
        return Arrays.stream(scores)
                .map(row -> given == 1 ? softmax(0, row[0]) : softmax(row))
                .toArray(double[][]::new);
    }

    private static double[] softmax(float... scores) {
        double highest = IntStream.range(0, scores.length)
                .mapToDouble(k -> scores[k])
                .max()
                .orElse(0);
        double[] powers = IntStream.range(0, scores.length)
                .mapToDouble(k -> Math.exp(scores[k] - highest))
                .toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    private static int best(double[] row) {
        return IntStream.range(0, row.length)
                .reduce((best, k) -> row[k] > row[best] ? k : best)
                .orElseThrow();
    }

    /**
     * Finds the lines on which two classes are equally and most probable.
     *
     * @return x and y of each line's places
     */
    public List<double[][]> lines() {
        List<double[][]> lines = new ArrayList<>();
        // of two classes one line says it all
        int most = probabilities.length == 2 ? 1 : probabilities.length;
        for (int k = 0; k < most; k++) {
            lines.addAll(lattice.lines(lead(k), 0));
        }
        return lines;
    }

    /** How much more probable a class is than the best other one. */
    private double[][] lead(int k) {
        int size = lattice.size();
        double[][] lead = new double[size][size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double other = 0;
                for (int j = 0; j < probabilities.length; j++) {
                    other = j == k ? other : Math.max(other, probabilities[j][row][column]);
                }
                lead[row][column] = probabilities[k][row][column] - other;
            }
        }
        return lead;
    }

    @Override
    public Figure draw() {
        PlaneChart chart = lattice.shown(PlaneChart.of("Decision boundary: accuracy %.1f %%".formatted(100 * accuracy)))
                .axes(points.axes().get(0), points.axes().get(1))
                .regions(probabilities);
        for (double[][] line : lines()) {
            chart = chart.boundary(line[0], line[1]);
        }
        return withPoints(chart, points, points.points()).alt(alt()).figure();
    }

    /** Adds the points of each class at places of their own. */
    static PlaneChart withPoints(PlaneChart chart, Points points, float[][] places) {
        PlaneChart all = chart;
        for (int k = 0; k < points.classes().size(); k++) {
            int label = k;
            int[] members = IntStream.range(0, points.size())
                    .filter(i -> points.labels()[i] == label)
                    .toArray();
            all = all.points(
                    k,
                    points.classes().get(k),
                    Arrays.stream(members).mapToDouble(i -> places[i][0]).toArray(),
                    Arrays.stream(members).mapToDouble(i -> places[i][1]).toArray());
        }
        return all;
    }

    private String alt() {
        List<String> shares = new ArrayList<>();
        double places = lattice.size() * (double) lattice.size();
        for (int k = 0; k < probabilities.length; k++) {
            long held = Arrays.stream(lead(k))
                    .flatMapToDouble(Arrays::stream)
                    .filter(lead -> lead > 0)
                    .count();
            shares.add("%s %.0f %%".formatted(points.classes().get(k), 100 * held / places));
        }
        return "Decision boundary over %s and %s, with %d points of which %.1f %% are on their own side; the plane shown is %s."
                .formatted(
                        points.axes().get(0),
                        points.axes().get(1),
                        points.size(),
                        100 * accuracy,
                        String.join(", ", shares));
    }
}
