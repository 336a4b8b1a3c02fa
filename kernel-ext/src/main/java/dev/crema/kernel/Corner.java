package dev.crema.kernel;

import dev.crema.figures.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The first cells of an array of any rank, and how many more there are. */
final class Corner {

    private static final int VALUES = 40;
    static final int WHOLE = 128;
    static final int ROWS = 10;
    private static final int COLUMNS = 12;
    private static final int LINE = 100;

    private final long[] shape;
    private final int[] shown;
    private final List<String> cells;

    /**
     * Holds the cells of an array that are to be shown.
     *
     * @param shape sizes of the whole array
     * @param shown how many cells of each axis there are here, from the first on
     * @param cells the shown cells as text, in row-major order
     */
    Corner(long[] shape, int[] shown, List<String> cells) {
        this.shape = shape;
        this.shown = shown;
        this.cells = cells;
    }

    /** Returns how many cells of each axis to show: all of a small array, else a piece that fits a screen. */
    static int[] sizeFor(long... shape) {
        long size = 1;
        for (long length : shape) {
            size *= length;
        }
        int[] shown = new int[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            int fromLast = shape.length - axis;
            long most = size <= WHOLE
                    ? WHOLE
                    : shape.length == 1 ? VALUES : fromLast == 1 ? COLUMNS : fromLast == 2 ? ROWS : 1;
            shown[axis] = (int) Math.min(shape[axis], most);
        }
        return shown;
    }

    String text() {
        if (shape.length == 0) {
            return cells.get(0);
        }
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        write(text, 0, 0, width);
        return text.toString();
    }

    private int write(StringBuilder text, int axis, int first, int width) {
        String indent = " ".repeat(axis + 1);
        boolean last = axis == shape.length - 1;
        int cell = first;
        int lineStart = text.length();
        text.append('[');
        for (int i = 0; i < shown[axis]; i++) {
            if (i > 0) {
                boolean full = last && text.length() - lineStart + width + 2 > LINE;
                text.append(!last || full ? "," : ", ");
                if (!last || full) {
                    lineStart = text.length() + 1;
                    text.append('\n').append(indent);
                }
            }
            if (last) {
                String value = cells.get(cell++);
                text.append(
                        " ".repeat(shape.length == 1 && shown[0] * (width + 2) <= LINE ? 0 : width - value.length()));
                text.append(value);
            } else {
                cell = write(text, axis + 1, cell, width);
            }
        }
        long more = shape[axis] - shown[axis];
        if (more > 0) {
            text.append(last ? ", … " : ",\n" + indent + "… ").append(more).append(" more");
        }
        text.append(']');
        return cell;
    }

    /** Returns a matrix as a table; any other array as nothing, for it has no columns. */
    Optional<Numbers> table(String caption) {
        if (shape.length != 2 || cells.isEmpty()) {
            return Optional.empty();
        }
        boolean cut = shown[1] < shape[1];
        List<String> header = new ArrayList<>();
        for (int column = 0; column < shown[1]; column++) {
            header.add(Integer.toString(column));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < shown[0]; row++) {
            rows.add(new ArrayList<>(cells.subList(row * shown[1], (row + 1) * shown[1])));
        }
        if (cut) {
            header.add("…");
            rows.forEach(row -> row.add("…"));
        }
        if (shown[0] < shape[0]) {
            rows.add(Collections.nCopies(header.size(), "…"));
        }
        return Optional.of(new Numbers(caption, header, rows));
    }
}
