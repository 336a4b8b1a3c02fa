package dev.crema.figures;

import java.util.Arrays;
import java.util.List;
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
    String unit = "";
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
        unit = from.unit;
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
     * Writes each value into its cell.
     *
     * @param pattern how, for {@link String#format}, such as {@code "%.0f"} or {@code "%.2f"}
     * @return the changed map
     * @throws java.util.IllegalFormatException if the pattern does not fit one floating-point number
     */
    public HeatMap numbers(String pattern) {
        String tried = String.format(java.util.Locale.ROOT, pattern, 0.5);
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
        return Figure.of(title, alt == null ? title : alt, 400, 300, canvas -> {});
    }

    @Override
    public Figure draw() {
        return figure();
    }
}
