package dev.crema.embedding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Repulsion in time proportional to the number of points: the force on a point, Σ_j w_ij² (y_i − y_j), is −½ of the slope of
 * the potential φ(y) = Σ_j 1 / (1 + |y − y_j|²), and Z is its sum over the points. Every point is spread as a unit charge on
 * a grid by quintic B-splines, one convolution gives the potential at the grid points, and the splines give its value and
 * slope at every point: smooth particle-mesh Ewald (Essmann et al. 1995) for t-SNE's kernel. Linderman et al. (2019) were the
 * first to convolve on a grid here; they need four convolutions, one for each term of the force.
 *
 * <p>The grid points lie half a unit apart: forces err by less than 3 % of their size where points lie alone, by less the more
 * of them there are, and Z by less than 0.1 %. While the map is small the grid is finer, and the kernel less 1 is used,
 * because the slopes would be lost beside the large potential. Keeps the grid and what depends on its size: about 50 MB for a
 * map 250 wide.
 */
final class GridRepulsion implements Repulsion {
    private static final double SPACING = 0.5;
    private static final double LEAST_CELLS = 24;
    private static final double SMALL_MAP = 2;
    private static final int MARGIN = 8;
    private static final int MOST_POINTS = 1024;
    private static final int GRIDS = 4;
    private static final int CHUNK = 1024;

    private @Nullable Plan plan;

    /** What can be kept while a map grows little. */
    private record Plan(double spacing, boolean lessOne, Convolution convolution, float[][][] grids) {
        static Plan of(int points, double spacing, boolean lessOne) {
            Convolution convolution = new Convolution(Spectrum.of(Fourier.size(2 * points), spacing, lessOne));
            int side = convolution.side();
            return new Plan(spacing, lessOne, convolution, new float[GRIDS][side][side]);
        }

        boolean suits(int points, double wanted, boolean less) {
            int side = convolution.side();
            return side >= points && side <= 1.5 * points && spacing == wanted && lessOne == less;
        }
    }

    @Override
    public double on(Plane map, Plane force) {
        double range = Window.range(map);
        if (!Double.isFinite(range)) {
            return Double.NaN;
        }
        double spacing = spacing(range);
        int points = (int) Math.ceil(range / spacing) + MARGIN;
        boolean lessOne = range < SMALL_MAP;
        Plan current = plan;
        if (current == null || !current.suits(points, spacing, lessOne)) {
            current = Plan.of(points, spacing, lessOne);
            plan = current;
        }
        Window window = Window.over(map, current.convolution().side(), spacing);
        spread(map, window, current.grids());
        current.convolution().apply(current.grids()[0]);
        double potential = gather(map, window, current.grids()[0], force);
        // each point has met itself, with weight 1
        return lessOne ? potential + (double) map.size() * map.size() - map.size() : potential - map.size();
    }

    private static double spacing(double range) {
        double spacing = SPACING;
        while (range > 0 && range / spacing < LEAST_CELLS) {
            spacing /= 2;
        }
        while (range / spacing + MARGIN > MOST_POINTS) {
            spacing *= 2;
        }
        return spacing;
    }

    /** Adds the charges of a quarter of the points to each grid, and all grids to the first. */
    private static void spread(Plane map, Window window, float[][][] grids) {
        int quarter = (map.size() + GRIDS - 1) / GRIDS;
        Chunks.forEach(GRIDS, 1, (grid, next) -> {
            for (float[] row : grids[grid]) {
                Arrays.fill(row, 0);
            }
            Spline across = new Spline();
            Spline along = new Spline();
            for (int i = quarter * grid; i < Math.min(map.size(), quarter * next); i++) {
                spread(window.column(map.x()[i]), window.row(map.y()[i]), across, along, grids[grid]);
            }
        });
        Chunks.forEach(grids[0].length, 32, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int other = 1; other < GRIDS; other++) {
                    add(grids[0][row], grids[other][row]);
                }
            }
        });
    }

    private static void spread(float x, float y, Spline across, Spline along, float[][] grid) {
        int column = (int) x;
        int row = (int) y;
        across.weigh(x - column);
        along.weigh(y - row);
        float[] a = across.weights();
        int at = column - Spline.BEFORE;
        for (int r = 0; r < Spline.POINTS; r++) {
            float[] cells = grid[row - Spline.BEFORE + r];
            float share = along.weights()[r];
            for (int c = 0; c < Spline.POINTS; c++) {
                cells[at + c] += share * a[c];
            }
        }
    }

    private static void add(float[] to, float[] more) {
        for (int j = 0; j < to.length; j++) {
            to[j] += more[j];
        }
    }

    /** Sets the forces and returns the sum of the potential at the points. */
    private static double gather(Plane map, Window window, float[][] potential, Plane force) {
        double[] sums = new double[(map.size() + CHUNK - 1) / CHUNK];
        Chunks.forEach(map.size(), CHUNK, (from, to) -> {
            Spline across = new Spline();
            Spline along = new Spline();
            float scale = (float) (-0.5 / window.spacing());
            double sum = 0;
            for (int i = from; i < to; i++) {
                float x = window.column(map.x()[i]);
                float y = window.row(map.y()[i]);
                int column = (int) x;
                int row = (int) y;
                across.weigh(x - column);
                across.slope(x - column);
                along.weigh(y - row);
                along.slope(y - row);
                float value = 0;
                float slopeX = 0;
                float slopeY = 0;
                for (int r = 0; r < Spline.POINTS; r++) {
                    float[] cells = potential[row - Spline.BEFORE + r];
                    float here = dot(across.weights(), cells, column - Spline.BEFORE);
                    value += along.weights()[r] * here;
                    slopeY += along.slopes()[r] * here;
                    slopeX += along.weights()[r] * dot(across.slopes(), cells, column - Spline.BEFORE);
                }
                sum += value;
                force.x()[i] = scale * slopeX;
                force.y()[i] = scale * slopeY;
            }
            sums[from / CHUNK] = sum;
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private static float dot(float[] weights, float[] cells, int at) {
        return weights[0] * cells[at]
                + weights[1] * cells[at + 1]
                + weights[2] * cells[at + 2]
                + (weights[3] * cells[at + 3] + weights[4] * cells[at + 4] + weights[5] * cells[at + 5]);
    }
}
