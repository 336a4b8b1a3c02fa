package dev.crema.figures;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One bar for each name, such as the images of each class. Immutable: each method returns a changed chart.
 *
 * <pre>{@code
 * BarChart.of("Digits").bars(names, counts).x("digit").y("images").figure()
 * }</pre>
 */
public final class BarChart implements Drawable {
    final String title;
    String x = "";
    String y = "";
    List<String> names = List.of();
    double[] values = {};
    private @Nullable String alt;

    private BarChart(String title) {
        this.title = title;
    }

    private BarChart(BarChart from) {
        title = from.title;
        x = from.x;
        y = from.y;
        names = from.names;
        values = from.values;
        alt = from.alt;
    }

    /**
     * Begins a chart without bars.
     *
     * @param title the title, not blank
     * @return the chart
     */
    public static BarChart of(String title) {
        return new BarChart(title);
    }

    /**
     * Sets the bars.
     *
     * @param barNames what each bar stands for
     * @param heights one value for each name; no bar where it is NaN
     * @return the changed chart
     * @throws IllegalArgumentException if there are not as many names as values
     */
    public BarChart bars(List<String> barNames, double[] heights) {
        if (barNames.size() != heights.length) {
            throw new IllegalArgumentException("A bar chart needs one name for each value, but got " + barNames.size()
                    + " names and " + heights.length + " values.");
        }
        BarChart changed = new BarChart(this);
        changed.names = List.copyOf(barNames);
        changed.values = heights.clone();
        return changed;
    }

    /**
     * Names the horizontal axis.
     *
     * @param axis what the bars stand for
     * @return the changed chart
     */
    public BarChart x(String axis) {
        BarChart changed = new BarChart(this);
        changed.x = axis;
        return changed;
    }

    /**
     * Names the vertical axis.
     *
     * @param axis what the bars measure, with the unit in brackets where there is one
     * @return the changed chart
     */
    public BarChart y(String axis) {
        BarChart changed = new BarChart(this);
        changed.y = axis;
        return changed;
    }

    /**
     * Describes the chart in words. By default it says which bars are the shortest and the longest.
     *
     * @param words the alternative text, not blank
     * @return the changed chart
     */
    public BarChart alt(String words) {
        BarChart changed = new BarChart(this);
        changed.alt = words;
        return changed;
    }

    /**
     * Draws the chart.
     *
     * @return the figure
     * @throws IllegalArgumentException if the title or the alternative text is blank
     */
    public Figure figure() {
        Bars bars = new Bars(this);
        String[][] rows = IntStream.range(0, values.length)
                .mapToObj(i -> new String[] {names.get(i), Words.number(values[i])})
                .toArray(String[][]::new);
        return Figure.of(title, alt == null ? description() : alt, bars.width(), bars.height(), bars::paint)
                .numbers(Numbers.of(title, List.of(x.isBlank() ? "name" : x, y.isBlank() ? "value" : y), rows));
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private String description() {
        String size = "Bar chart of " + (y.isBlank() ? "values" : y) + (x.isBlank() ? "" : " by " + x) + ", "
                + values.length + " bars.";
        int low = -1;
        int high = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                low = low < 0 || values[i] < values[low] ? i : low;
                high = high < 0 || values[i] > values[high] ? i : high;
            }
        }
        return low < 0
                ? size
                : size + " Smallest: " + names.get(low) + " (" + Words.number(values[low]) + "); largest: "
                        + names.get(high) + " (" + Words.number(values[high]) + ").";
    }
}
