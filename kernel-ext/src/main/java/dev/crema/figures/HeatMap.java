package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A matrix in colours, row 0 on top, such as a confusion matrix. Immutable: each method returns a changed map.
 *
 * <pre>{@code
 * HeatMap.of("Confusion matrix").values(counts).rows(names).columns(names).y("digit").x("taken for").numbers("%.0f")
 * }</pre>
 */
public final class HeatMap implements Drawable {
    /** A table of more columns is wider than a page. */
    private static final int TABLE_COLUMNS = 20;

    final String title;
    String x = "column";
    String y = "row";
    double[][] values = {};
    List<String> rows = List.of();
    List<String> columns = List.of();

    @Nullable
    String format;

    Optional<Range> range = Optional.empty();
    boolean diverging;
    boolean[][] crossed = {};
    String unit = "";
    double cellWidth;
    double cellHeight;
    private @Nullable String alt;

    private HeatMap(String title) {
        this.title = title;
    }

    private HeatMap(HeatMap from) {
        title = from.title;
        x = from.x;
        y = from.y;
        values = from.values;
        rows = from.rows;
        columns = from.columns;
        format = from.format;
        range = from.range;
        diverging = from.diverging;
        crossed = from.crossed;
        unit = from.unit;
        cellWidth = from.cellWidth;
        cellHeight = from.cellHeight;
        alt = from.alt;
    }

    /**
     * Begins a map without values.
     *
     * @param title the title, not blank
     * @return the map
     */
    public static HeatMap of(String title) {
        return new HeatMap(title);
    }

    /**
     * Sets the values.
     *
     * @param matrix {@code [rows][columns]}, at least one of each; NaN is shown as missing
     * @return the changed map
     * @throws IllegalArgumentException if the matrix is empty or its rows differ in length
     */
    public HeatMap values(double[][] matrix) {
        if (matrix.length == 0 || matrix[0].length == 0) {
            throw new IllegalArgumentException(
                    "A heat map needs at least one row and one column, but the matrix is [" + matrix.length + "][0].");
        }
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i].length != matrix[0].length) {
                throw new IllegalArgumentException("A heat map needs rows of one length, but row 0 has "
                        + matrix[0].length + " values and row " + i + " has " + matrix[i].length + ".");
            }
        }
        HeatMap changed = new HeatMap(this);
        changed.values = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        return changed;
    }

    /**
     * Names the rows, which are numbered from 0 by default.
     *
     * @param names one name for each row
     * @return the changed map
     */
    public HeatMap rows(List<String> names) {
        HeatMap changed = new HeatMap(this);
        changed.rows = List.copyOf(names);
        return changed;
    }

    /**
     * Names the columns, which are numbered from 0 by default.
     *
     * @param names one name for each column
     * @return the changed map
     */
    public HeatMap columns(List<String> names) {
        HeatMap changed = new HeatMap(this);
        changed.columns = List.copyOf(names);
        return changed;
    }

    /**
     * Names the horizontal axis.
     *
     * @param axis what the columns are
     * @return the changed map
     */
    public HeatMap x(String axis) {
        HeatMap changed = new HeatMap(this);
        changed.x = axis;
        return changed;
    }

    /**
     * Names the vertical axis.
     *
     * @param axis what the rows are
     * @return the changed map
     */
    public HeatMap y(String axis) {
        HeatMap changed = new HeatMap(this);
        changed.y = axis;
        return changed;
    }

    /**
     * Writes each value into its cell, unless there are more than 900, which could not be read.
     *
     * @param pattern how, for {@link String#format}, such as {@code "%.0f"} or {@code "%.2f"}
     * @return the changed map
     * @throws java.util.IllegalFormatException if the pattern does not fit one floating-point number
     */
    public HeatMap numbers(String pattern) {
        String tried = String.format(Locale.ROOT, pattern, 0.5);
        HeatMap changed = new HeatMap(this);
        changed.format = tried.isEmpty() ? null : pattern;
        return changed;
    }

    /**
     * Fixes the values at both ends of the colour scale. By default they are the smallest and the largest.
     *
     * @param low value of the first colour
     * @param high value of the last colour, above {@code low}
     * @return the changed map
     * @throws IllegalArgumentException if {@code high} is not above {@code low}
     */
    public HeatMap range(double low, double high) {
        HeatMap changed = new HeatMap(this);
        changed.range = Optional.of(new Range(low, high));
        return changed;
    }

    /**
     * Colours values below zero blue, zero white and values above zero orange, to the same depth on both sides.
     *
     * @return the changed map
     */
    public HeatMap diverging() {
        HeatMap changed = new HeatMap(this);
        changed.diverging = true;
        return changed;
    }

    /**
     * Draws a cross over cells, such as those of what failed.
     *
     * @param cells {@code [rows][columns]}, true for a cross
     * @return the changed map
     * @throws IllegalArgumentException if there are not as many cells as values
     */
    public HeatMap crossed(boolean[][] cells) {
        for (int row = 0; row < values.length; row++) {
            if (cells.length != values.length || cells[row].length != values[row].length) {
                throw new IllegalArgumentException("The heat map has " + values.length + " × " + values[0].length
                        + " values; crossed needs true or false for each.");
            }
        }
        HeatMap changed = new HeatMap(this);
        changed.crossed = Arrays.stream(cells).map(boolean[]::clone).toArray(boolean[][]::new);
        return changed;
    }

    /**
     * Names what the colours measure.
     *
     * @param quantity name, with the unit in brackets where there is one, written beside the colour scale
     * @return the changed map
     */
    public HeatMap unit(String quantity) {
        HeatMap changed = new HeatMap(this);
        changed.unit = quantity;
        return changed;
    }

    /**
     * Sets the size of the cells. By default they are squares of at most 42 pixels, as large as fit on a page.
     *
     * @param width pixels across, from 1 to 200; names of columns can be read from 15 on
     * @param height pixels down, from 1 to 200; names of rows can be read from 15 on
     * @return the changed map
     * @throws IllegalArgumentException if a size is out of its range
     */
    public HeatMap cells(double width, double height) {
        if (!(width >= 1 && width <= 200 && height >= 1 && height <= 200)) {
            throw new IllegalArgumentException(
                    "Cells of a heat map can be 1 to 200 px wide and high, but got " + width + " × " + height + ".");
        }
        HeatMap changed = new HeatMap(this);
        changed.cellWidth = width;
        changed.cellHeight = height;
        return changed;
    }

    /**
     * Describes the map in words. By default it says where the smallest and the largest values are.
     *
     * @param words the alternative text, not blank
     * @return the changed map
     */
    public HeatMap alt(String words) {
        HeatMap changed = new HeatMap(this);
        changed.alt = words;
        return changed;
    }

    /**
     * Draws the map.
     *
     * @return the figure
     * @throws IllegalArgumentException if there are no values, not one name for each row and column, or the title or
     *     the alternative text is blank
     */
    public Figure figure() {
        if (values.length == 0) {
            throw new IllegalArgumentException("The heat map \"" + title + "\" has no values; give it some first.");
        }
        named(rows, values.length, "row");
        named(columns, values[0].length, "column");
        Cells cells = new Cells(this, scale());
        Figure figure =
                Figure.of(title, alt == null ? description() : alt, cells.width(), cells.height(), cells::paint);
        return values[0].length <= TABLE_COLUMNS ? figure.numbers(table(cells)) : figure;
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private Range scale() {
        Range data = range.orElseGet(() -> Range.of(flat()));
        double most = Math.max(Math.abs(data.low()), Math.abs(data.high()));
        return diverging ? new Range(-most, most) : data;
    }

    private double[] flat() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }

    private String description() {
        int low = -1;
        int high = -1;
        double[] all = flat();
        int missing = 0;
        for (int i = 0; i < all.length; i++) {
            if (Double.isNaN(all[i])) {
                missing++;
                continue;
            }
            low = low < 0 || all[i] < all[low] ? i : low;
            high = high < 0 || all[i] > all[high] ? i : high;
        }
        String size =
                "Heat map of " + values.length + " rows (" + y + ") and " + values[0].length + " columns (" + x + ").";
        String ends = low < 0 ? "" : " Smallest " + place(all, low) + "; largest " + place(all, high) + ".";
        return size + ends + (missing == 0 ? "" : " " + Words.count(missing) + " values are NaN.");
    }

    private String place(double[] all, int i) {
        int row = i / values[0].length;
        int column = i % values[0].length;
        return Words.number(all[i]) + " at " + y + " " + (rows.isEmpty() ? row : rows.get(row)) + ", " + x + " "
                + (columns.isEmpty() ? column : columns.get(column));
    }

    private Numbers table(Cells cells) {
        List<String> header = new ArrayList<>(List.of(y + " \\ " + x));
        for (int column = 0; column < values[0].length; column++) {
            header.add(columns.isEmpty() ? Words.count(column) : columns.get(column));
        }
        List<List<String>> lines = new ArrayList<>();
        for (int row = 0; row < values.length; row++) {
            List<String> line = new ArrayList<>(List.of(rows.isEmpty() ? Words.count(row) : rows.get(row)));
            Arrays.stream(values[row]).mapToObj(cells::text).forEach(line::add);
            lines.add(line);
        }
        return new Numbers(title, header, lines);
    }

    private static void named(List<String> names, int length, String what) {
        if (!names.isEmpty() && names.size() != length) {
            throw new IllegalArgumentException("The heat map has " + length + " " + what + "s, but " + names.size()
                    + " " + what + " names; it needs one for each.");
        }
    }
}
