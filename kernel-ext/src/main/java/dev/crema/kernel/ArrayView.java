package dev.crema.kernel;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Shows a Java array of any type and rank: its sizes, what its numbers are like, its first cells. */
final class ArrayView implements View<Object> {
    private static final int LONGEST_CELL = 60;
    private static final int RAGGED_ROWS = 10;
    private static final Object[] NOTHING = {};

    @Override
    public Bundle of(Object array) {
        Class<?> element = array.getClass();
        int rank = 0;
        for (; element.isArray(); element = element.getComponentType()) {
            rank++;
        }
        List<Object> rows = new ArrayList<>();
        collectRows(array, rows);
        long[] shape = commonShape(array, rank);
        String head = head(element, rank, shape, rows);
        if (shape.length < rank) {
            return Bundle.text(head + "\n" + ragged(rows, element));
        }
        Corner corner = corner(array, shape, element);
        Bundle bundle = Bundle.text(head + "\n" + corner.text());
        return corner.table(head)
                .map(table -> bundle.html(table.html(Corner.ROWS + 1)))
                .orElse(bundle);
    }

    private static void collectRows(Object array, List<Object> rows) {
        if (!array.getClass().getComponentType().isArray()) {
            rows.add(array);
            return;
        }
        for (Object part : (Object[]) array) {
            if (part == null) {
                rows.add(NOTHING);
            } else {
                collectRows(part, rows);
            }
        }
    }

    /** Returns the sizes of the axes, up to the first on which parts of the array differ. */
    private static long[] commonShape(Object array, int rank) {
        long[] shape = new long[rank];
        List<Object> parts = List.of(array);
        for (int axis = 0; axis < rank; axis++) {
            List<Object> next = new ArrayList<>();
            for (Object part : parts) {
                if (part == null || Array.getLength(part) != Array.getLength(parts.get(0))) {
                    return Arrays.copyOf(shape, axis);
                }
                if (axis < rank - 1) {
                    next.addAll(Arrays.asList((Object[]) part));
                }
            }
            if (parts.isEmpty()) {
                return Arrays.copyOf(shape, axis);
            }
            shape[axis] = Array.getLength(parts.get(0));
            parts = next;
        }
        return shape;
    }

    private static String head(Class<?> element, int rank, long[] shape, List<Object> rows) {
        StringBuilder head = new StringBuilder(element.getSimpleName());
        for (int axis = 0; axis < rank; axis++) {
            head.append('[')
                    .append(axis < shape.length ? Long.toString(shape[axis]) : "")
                    .append(']');
        }
        if (element == boolean.class) {
            double yes = rows.stream()
                    .filter(row -> row != NOTHING)
                    .mapToDouble(row -> numbers(row).sum())
                    .sum();
            head.append("  ").append(Spread.count((long) yes)).append(" true");
        } else if (element.isPrimitive() && element != char.class) {
            head.append("  ")
                    .append(Spread.of(
                            rows.stream().filter(row -> row != NOTHING).flatMapToDouble(ArrayView::numbers)));
        }
        return head.toString().stripTrailing();
    }

    private static DoubleStream numbers(Object row) {
        if (row instanceof double[] cells) {
            return Arrays.stream(cells);
        }
        if (row instanceof int[] cells) {
            return Arrays.stream(cells).asDoubleStream();
        }
        if (row instanceof long[] cells) {
            return Arrays.stream(cells).asDoubleStream();
        }
        IntStream indices = IntStream.range(0, Array.getLength(row));
        if (row instanceof float[] cells) {
            return indices.mapToDouble(i -> cells[i]);
        }
        if (row instanceof boolean[] cells) {
            return indices.mapToDouble(i -> cells[i] ? 1 : 0);
        }
        return indices.mapToDouble(i -> Array.getDouble(row, i));
    }

    private static Corner corner(Object array, long[] shape, Class<?> element) {
        int[] shown = Corner.sizeFor(shape);
        List<Object> cells = new ArrayList<>();
        collectCells(array, shown, 0, cells);
        return new Corner(shape, shown, written(cells, element));
    }

    private static void collectCells(Object array, int[] shown, int axis, List<Object> cells) {
        for (int i = 0; i < shown[axis]; i++) {
            Object part = Array.get(array, i);
            if (axis < shown.length - 1) {
                collectCells(part, shown, axis + 1, cells);
            } else {
                cells.add(part == null ? "null" : part);
            }
        }
    }

    private static List<String> written(List<Object> cells, Class<?> element) {
        if (element == float.class || element == double.class) {
            double[] values = cells.stream()
                    .mapToDouble(cell -> ((Number) cell).doubleValue())
                    .toArray();
            DoubleFunction<String> numeral = Numerals.suiting(values);
            return Arrays.stream(values).mapToObj(numeral).toList();
        }
        return cells.stream().map(cell -> shortened(String.valueOf(cell))).toList();
    }

    private static String shortened(String cell) {
        String line = cell.replaceAll("\\R", " ");
        return line.length() <= LONGEST_CELL ? line : line.substring(0, LONGEST_CELL) + "…";
    }

    private static String ragged(List<Object> rows, Class<?> element) {
        String first = rows.stream()
                .limit(RAGGED_ROWS)
                .map(row -> row == NOTHING
                        ? "null"
                        : corner(row, new long[] {Array.getLength(row)}, element)
                                .text())
                .collect(Collectors.joining(",\n ", "[", rows.size() <= RAGGED_ROWS ? "]" : ""));
        return rows.size() <= RAGGED_ROWS
                ? first
                : first + ",\n … " + Spread.count(rows.size() - RAGGED_ROWS) + " more]";
    }
}
