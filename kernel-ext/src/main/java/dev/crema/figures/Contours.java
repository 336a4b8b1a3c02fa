package dev.crema.figures;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the lines along which a function of two numbers has one value, by marching squares (Lorensen and Cline 1987 in
 * two dimensions): straight pieces within each square of a lattice, put together where they meet.
 */
public final class Contours {
    private final double[][] values;
    private final double level;
    private final Map<Long, List<long[]>> pieces = new LinkedHashMap<>();

    private Contours(double[][] values, double level) {
        this.values = values;
        this.level = level;
    }

    /**
     * A line in units of the lattice.
     *
     * @param columns places along the columns, 0 to columns − 1
     * @param rows places along the rows, 0 to rows − 1, as many
     */
    public record Line(double[] columns, double[] rows) {}

    /**
     * Finds the lines of one value.
     *
     * @param values {@code [rows][columns]}, the function on a lattice; squares with a corner that is not finite have no line
     * @param level the value
     * @return the lines, closed ones ending where they start
     */
    public static List<Line> of(double[][] values, double level) {
        return new Contours(values, level).lines();
    }

    private List<Line> lines() {
        for (int row = 0; row + 1 < values.length; row++) {
            for (int column = 0; column + 1 < values[row].length; column++) {
                square(row, column);
            }
        }
        List<Line> lines = new ArrayList<>();
        for (Long start : List.copyOf(pieces.keySet())) {
            while (!pieces.getOrDefault(start, List.of()).isEmpty()) {
                Deque<Long> chain = new ArrayDeque<>(List.of(start));
                follow(chain, true);
                follow(chain, false);
                lines.add(line(chain));
            }
        }
        return lines;
    }

    /** An edge is numbered by its lower left corner: even along a row, odd along a column. */
    private void square(int row, int column) {
        double a = values[row][column];
        double b = values[row][column + 1];
        double c = values[row + 1][column + 1];
        double d = values[row + 1][column];
        if (!Double.isFinite(a + b + c + d)) {
            return;
        }
        List<Long> crossed = new ArrayList<>();
        cross(crossed, a, b, edge(row, column, 0));
        cross(crossed, b, c, edge(row, column + 1, 1));
        cross(crossed, d, c, edge(row + 1, column, 0));
        cross(crossed, a, d, edge(row, column, 1));
        if (crossed.size() == 2) {
            join(crossed.get(0), crossed.get(1));
        } else if (crossed.size() == 4) {
            // a saddle: the mean says whether the corners a and c hang together
            boolean joined = above((a + b + c + d) / 4) == above(a);
            join(crossed.get(0), crossed.get(joined ? 1 : 3));
            join(crossed.get(2), crossed.get(joined ? 3 : 1));
        }
    }

    private void cross(List<Long> crossed, double from, double to, long edge) {
        if (above(from) != above(to)) {
            crossed.add(edge);
        }
    }

    private boolean above(double value) {
        return value >= level;
    }

    private long edge(int row, int column, int direction) {
        return 2L * ((long) row * values[0].length + column) + direction;
    }

    private void join(long one, long other) {
        long[] piece = {one, other};
        pieces.computeIfAbsent(one, edge -> new ArrayList<>(2)).add(piece);
        pieces.computeIfAbsent(other, edge -> new ArrayList<>(2)).add(piece);
    }

    private void follow(Deque<Long> chain, boolean forward) {
        while (true) {
            long end = forward ? chain.getLast() : chain.getFirst();
            List<long[]> next = pieces.get(end);
            if (next == null || next.isEmpty()) {
                return;
            }
            long[] piece = next.remove(0);
            long other = piece[0] == end ? piece[1] : piece[0];
            pieces.getOrDefault(other, new ArrayList<>()).remove(piece);
            if (forward) {
                chain.addLast(other);
            } else {
                chain.addFirst(other);
            }
        }
    }

    private Line line(Deque<Long> chain) {
        double[] columns = new double[chain.size()];
        double[] rows = new double[chain.size()];
        int i = 0;
        for (long edge : chain) {
            int corner = (int) (edge / 2);
            int row = corner / values[0].length;
            int column = corner % values[0].length;
            boolean along = edge % 2 == 0;
            double from = values[row][column];
            double to = along ? values[row][column + 1] : values[row + 1][column];
            double share = (level - from) / (to - from);
            columns[i] = column + (along ? share : 0);
            rows[i++] = row + (along ? 0 : share);
        }
        return new Line(columns, rows);
    }
}
