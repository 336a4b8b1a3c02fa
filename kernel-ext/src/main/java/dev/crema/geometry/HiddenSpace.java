package dev.crema.geometry;

import ai.djl.nn.Block;
import dev.crema.datasets.Points;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.PlaneChart;
import java.util.ArrayList;
import java.util.List;

/**
 * The plane of inputs and what a layer of two units makes of it: where each point comes to lie, and how the layers up to
 * there bend the lines of a grid. A network separates the classes by a straight line in its last hidden space (Olah 2014,
 * "Neural Networks, Manifolds, and Topology").
 *
 * @param boundary the classifier in the plane of inputs
 * @param layer path of the layer
 * @param hidden {@code [points][2]}, where the layer puts each point
 * @param grid lines of a grid in the plane of inputs: x and y of each
 * @param warped the same lines behind the layer
 * @param warpedBoundary the lines of the decision boundary behind the layer
 */
public record HiddenSpace(
        DecisionBoundary boundary,
        String layer,
        float[][] hidden,
        List<double[][]> grid,
        List<double[][]> warped,
        List<double[][]> warpedBoundary)
        implements Drawable {
    private static final int LINES = 15;

    static HiddenSpace of(Block net, Points points, String layer) {
        DecisionBoundary boundary = DecisionBoundary.of(net, points);
        float[][] hidden = Runs.outputs(net, points.points(), layer);
        if (hidden[0].length != 2) {
            throw new IllegalArgumentException("Layer " + layer + " gives " + hidden[0].length
                    + " numbers for a point, but a hidden space is drawn of 2; train a network with linear(2) there");
        }
        List<double[][]> grid = grid(boundary.lattice());
        return new HiddenSpace(
                boundary,
                layer,
                hidden,
                grid,
                grid.stream().map(line -> mapped(net, line, layer)).toList(),
                boundary.lines().stream().map(line -> mapped(net, line, layer)).toList());
    }

    private static List<double[][]> grid(Lattice lattice) {
        List<double[][]> lines = new ArrayList<>();
        int size = lattice.size();
        for (int line = 0; line < LINES; line++) {
            double at = line * (size - 1.0) / (LINES - 1);
            double[][] upright = new double[2][size];
            double[][] level = new double[2][size];
            for (int i = 0; i < size; i++) {
                upright[0][i] = lattice.x(at);
                upright[1][i] = lattice.y(i);
                level[0][i] = lattice.x(i);
                level[1][i] = lattice.y(at);
            }
            lines.add(upright);
            lines.add(level);
        }
        return lines;
    }

    /** A straight line needs no places between its ends. */
    private static double[][] ends(double[][] line) {
        int last = line[0].length - 1;
        return new double[][] {{line[0][0], line[0][last]}, {line[1][0], line[1][last]}};
    }

    private static double[][] mapped(Block net, double[][] line, String layer) {
        float[][] places = new float[line[0].length][];
        for (int i = 0; i < places.length; i++) {
            places[i] = new float[] {(float) line[0][i], (float) line[1][i]};
        }
        float[][] there = Runs.outputs(net, places, layer);
        double[][] mapped = new double[2][places.length];
        for (int i = 0; i < places.length; i++) {
            mapped[0][i] = there[i][0];
            mapped[1][i] = there[i][1];
        }
        return mapped;
    }

    @Override
    public Figure draw() {
        Points points = boundary.points();
        Figure inputs = chart(
                boundary.lattice()
                        .shown(PlaneChart.of("Inputs"))
                        .axes(points.axes().get(0), points.axes().get(1)),
                grid.stream().map(HiddenSpace::ends).toList(),
                boundary.lines(),
                points.points());
        Figure behind =
                chart(PlaneChart.of("Behind " + layer).axes("unit 1", "unit 2"), warped, warpedBoundary, hidden);
        String title = "Hidden space of %s: accuracy %.1f %%".formatted(layer, 100 * boundary.accuracy());
        return Figure.beside(
                title,
                "The plane of inputs with a grid, and the same grid, the %d points and the decision boundary behind layer %s, whose two units span the plane. Accuracy %.1f %%."
                        .formatted(points.size(), layer, 100 * boundary.accuracy()),
                inputs,
                behind);
    }

    private Figure chart(PlaneChart chart, List<double[][]> lines, List<double[][]> boundaries, float[][] places) {
        PlaneChart all = chart;
        for (double[][] line : lines) {
            all = all.grid(line[0], line[1]);
        }
        for (double[][] line : boundaries) {
            all = all.boundary(line[0], line[1]);
        }
        return DecisionBoundary.withPoints(all, boundary.points(), places).figure();
    }
}
