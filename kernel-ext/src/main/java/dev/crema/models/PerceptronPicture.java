package dev.crema.models;

import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.figures.PlaneChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Draws a perceptron's learning: its line over the points, correction by correction, and the corrections of each epoch. */
record PerceptronPicture(Perceptron.Learning learning) {
    /** Of the lines before the last. */
    private static final int MOST_LINES = 12;

    Figure figure() {
        Figure mistakes = mistakes();
        String title = "Perceptron: %d corrections in %d %s%s"
                .formatted(
                        learning.corrections().size(),
                        learning.epochs(),
                        learning.epochs() == 1 ? "epoch" : "epochs",
                        learning.converged() ? "" : ", not converged");
        String alt = title + ". " + learning.end();
        if (learning.points()[0].length != 2) {
            return Figure.beside(title, alt, mistakes).detail(learning.toString());
        }
        Figure plane = plane("The line, and where it was", learning.unit(), -1);
        Figure both = Figure.beside(title, alt, plane, mistakes).detail(learning.toString());
        return learning.corrections().isEmpty() ? both : both.frames(names(), frames());
    }

    private Figure mistakes() {
        double[] counts = new double[learning.epochs()];
        learning.corrections().forEach(one -> counts[one.epoch() - 1]++);
        return LineChart.of("Mistakes of each epoch")
                .x("epoch")
                .y("corrections")
                .yRange(0, 1.1 * Math.max(1, Arrays.stream(counts).max().orElse(1)))
                .line(
                        "corrections",
                        IntStream.rangeClosed(1, counts.length).asDoubleStream().toArray(),
                        counts)
                .figure();
    }

    private List<String> names() {
        return IntStream.range(0, learning.corrections().size())
                .mapToObj(i -> "correction %d, epoch %d"
                        .formatted(i + 1, learning.corrections().get(i).epoch()))
                .toList();
    }

    private List<Figure> frames() {
        List<Figure> frames = new ArrayList<>();
        for (Perceptron.Correction one : learning.corrections()) {
            frames.add(plane("After point " + one.point() + " was corrected", one.after(), one.point()));
        }
        return frames;
    }

    private Figure plane(String title, Perceptron unit, int corrected) {
        double[] low = {reach(0, -1), reach(1, -1)};
        double[] high = {reach(0, 1), reach(1, 1)};
        PlaneChart chart = PlaneChart.of(title).axes("x₁", "x₂").range(low[0], high[0], low[1], high[1]);
        for (int label = 0; label < 2; label++) {
            chart = chart.points(label, "class " + label, places(label, 0), places(label, 1));
        }
        List<Perceptron.Correction> before = corrected < 0 ? learning.corrections() : List.of();
        for (Perceptron.Correction one : before.subList(Math.max(0, before.size() - MOST_LINES), before.size())) {
            double[][] line = line(one.after(), low, high);
            chart = line[0].length == 2 ? chart.grid(line[0], line[1]) : chart;
        }
        double[][] line = line(unit, low, high);
        chart = line[0].length == 2 ? chart.boundary(line[0], line[1]) : chart;
        float[][] points = learning.points();
        return (corrected < 0 ? chart : chart.star(points[corrected][0], points[corrected][1], "corrected"))
                .alt("%s: %s.".formatted(title, unit.equation()))
                .figure();
    }

    private double[] places(int label, int axis) {
        return IntStream.range(0, learning.points().length)
                .filter(i -> learning.labels()[i] == label)
                .mapToDouble(i -> learning.points()[i][axis])
                .toArray();
    }

    /** Where the plane shown ends: beyond the points by a fifth of what they span. */
    private double reach(int axis, int side) {
        double[] all = IntStream.range(0, learning.points().length)
                .mapToDouble(i -> learning.points()[i][axis])
                .sorted()
                .toArray();
        double span = Math.max(1e-3, all[all.length - 1] - all[0]);
        return side < 0 ? all[0] - 0.2 * span : all[all.length - 1] + 0.2 * span;
    }

    /** x and y where the line crosses the rim of the plane shown: two places, or none where it runs elsewhere. */
    private static double[][] line(Perceptron unit, double[] low, double[] high) {
        List<double[]> found = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            int other = 1 - axis;
            for (double edge : new double[] {low[axis], high[axis]}) {
                double at = -(unit.bias() + unit.weights()[axis] * edge) / unit.weights()[other];
                double[] place = axis == 0 ? new double[] {edge, at} : new double[] {at, edge};
                boolean another = found.stream()
                        .noneMatch(one -> Math.abs(one[0] - place[0]) + Math.abs(one[1] - place[1]) < 1e-9);
                if (at >= low[other] && at <= high[other] && another) {
                    found.add(place);
                }
            }
        }
        return found.size() < 2
                ? new double[2][0]
                : new double[][] {
                    {found.get(0)[0], found.get(1)[0]},
                    {found.get(0)[1], found.get(1)[1]}
                };
    }
}
