package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Points in the plane, such as the embedding of a data set. Immutable: each method returns a changed plot.
 *
 * <pre>{@code
 * ScatterPlot.of("t-SNE of the digits").points(xy).colouredBy(labels, names).thumbnails(images).figure()
 * }</pre>
 */
public final class ScatterPlot implements Drawable {
    /** Beyond this, so many shapes slow a notebook down. */
    private static final int SVG_POINTS = 3000;

    final String title;
    String x = "x";
    String y = "y";
    double[][] points = {};
    int @Nullable [] labels;
    List<String> names = List.of();
    double @Nullable [] values;
    String valueName = "value";
    List<BufferedImage> thumbnails = List.of();
    boolean equalScale;
    double[][] stars = {};
    double side = 440;
    private @Nullable String alt;

    private ScatterPlot(String title) {
        this.title = title;
    }

    private ScatterPlot(ScatterPlot from) {
        title = from.title;
        x = from.x;
        y = from.y;
        points = from.points;
        labels = from.labels;
        names = from.names;
        values = from.values;
        valueName = from.valueName;
        thumbnails = from.thumbnails;
        equalScale = from.equalScale;
        stars = from.stars;
        side = from.side;
        alt = from.alt;
    }

    /**
     * Begins a plot without points.
     *
     * @param title the title, not blank
     * @return the plot
     */
    public static ScatterPlot of(String title) {
        return new ScatterPlot(title);
    }

    /**
     * Sets the points. Points that are NaN or infinite are left out, and the figure says how many.
     *
     * @param xy {@code [points][2]}
     * @return the changed plot
     * @throws IllegalArgumentException if a row has not two numbers
     */
    public ScatterPlot points(double[][] xy) {
        for (int i = 0; i < xy.length; i++) {
            if (xy[i].length != 2) {
                throw new IllegalArgumentException("A scatter plot needs points [n][2], but row " + i + " has "
                        + xy[i].length + " numbers; reduce the data to two dimensions first.");
            }
        }
        ScatterPlot changed = new ScatterPlot(this);
        changed.points = Arrays.stream(xy).map(double[]::clone).toArray(double[][]::new);
        return changed;
    }

    /**
     * Gives each class its own colour and shape.
     *
     * @param classes class of each point, an index into the names
     * @param classNames names of the classes
     * @return the changed plot
     */
    public ScatterPlot colouredBy(int[] classes, List<String> classNames) {
        ScatterPlot changed = new ScatterPlot(this);
        changed.labels = classes.clone();
        changed.names = List.copyOf(classNames);
        changed.values = null;
        return changed;
    }

    /**
     * Colours each point by a number, from dark violet for the smallest to yellow for the largest.
     *
     * @param numbers one number for each point
     * @return the changed plot
     */
    public ScatterPlot colouredBy(double[] numbers) {
        return colouredBy(numbers, valueName);
    }

    /**
     * Colours each point by a number, from dark violet for the smallest to yellow for the largest.
     *
     * @param numbers one number for each point
     * @param name what the numbers are, with the unit in brackets where there is one
     * @return the changed plot
     */
    public ScatterPlot colouredBy(double[] numbers, String name) {
        ScatterPlot changed = new ScatterPlot(this);
        changed.values = numbers.clone();
        changed.valueName = name;
        changed.labels = null;
        return changed;
    }

    /**
     * Shows the picture behind some of the points, as many as have room beside each other; in HTML also that of the point
     * under the pointer, up to 2000 points.
     *
     * @param pictures one picture for each point
     * @return the changed plot
     */
    public ScatterPlot thumbnails(List<BufferedImage> pictures) {
        ScatterPlot changed = new ScatterPlot(this);
        changed.thumbnails = List.copyOf(pictures);
        return changed;
    }

    /**
     * Gives both axes the same scale, for embeddings, where only distances mean anything.
     *
     * @return the changed plot
     */
    public ScatterPlot equalScale() {
        ScatterPlot changed = new ScatterPlot(this);
        changed.equalScale = true;
        return changed;
    }

    /**
     * Marks places with stars, such as the centres of clusters; the i-th has the colour of class i where there are classes.
     *
     * @param places {@code [stars][2]}, finite
     * @return the changed plot
     * @throws IllegalArgumentException if a place has not two finite numbers
     */
    public ScatterPlot stars(double[][] places) {
        for (double[] place : places) {
            if (place.length != 2 || !Double.isFinite(place[0] + place[1])) {
                throw new IllegalArgumentException(
                        "A star needs a place of two finite numbers, but got " + Arrays.toString(place) + ".");
            }
        }
        ScatterPlot changed = new ScatterPlot(this);
        changed.stars = Arrays.stream(places).map(double[]::clone).toArray(double[][]::new);
        return changed;
    }

    /**
     * Sets the size of the area that holds the points, for plots side by side; below 300 px, the legend is
     * left out.
     *
     * @param pixels nominal width and height, 100 to 2000; 440 unless set
     * @return the changed plot
     * @throws IllegalArgumentException if it is outside that range
     */
    public ScatterPlot side(double pixels) {
        if (!(pixels >= 100 && pixels <= 2000)) {
            throw new IllegalArgumentException("A scatter plot can be 100 to 2000 px wide, but got " + pixels + ".");
        }
        ScatterPlot changed = new ScatterPlot(this);
        changed.side = pixels;
        return changed;
    }

    /**
     * Names the horizontal axis.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed plot
     */
    public ScatterPlot x(String axis) {
        ScatterPlot changed = new ScatterPlot(this);
        changed.x = axis;
        return changed;
    }

    /**
     * Names the vertical axis.
     *
     * @param axis name, with the unit in brackets where there is one
     * @return the changed plot
     */
    public ScatterPlot y(String axis) {
        ScatterPlot changed = new ScatterPlot(this);
        changed.y = axis;
        return changed;
    }

    /**
     * Describes the plot in words. By default it counts the points of each class.
     *
     * @param words the alternative text, not blank
     * @return the changed plot
     */
    public ScatterPlot alt(String words) {
        ScatterPlot changed = new ScatterPlot(this);
        changed.alt = words;
        return changed;
    }

    /**
     * Draws the plot.
     *
     * @return the figure; without SVG above 3000 points
     * @throws IllegalArgumentException if there is not one class, number or picture for each point, a class has no
     *     name, or the title or the alternative text is blank
     */
    public Figure figure() {
        check();
        int[] shown = IntStream.range(0, points.length)
                .filter(i -> Double.isFinite(points[i][0]) && Double.isFinite(points[i][1]))
                .toArray();
        PointCloud cloud = new PointCloud(this, shown);
        int missing = points.length - shown.length;
        String words = (alt == null ? description() : alt)
                + (missing == 0 ? "" : " " + Words.count(missing) + " points that are NaN or infinite are left out.");
        Figure figure = Figure.of(title, words, cloud.width(), cloud.height(), cloud::paint)
                .numbers(tables());
        figure = thumbnails.isEmpty() || shown.length == 0 ? figure : hovered(figure, cloud, shown);
        return shown.length > SVG_POINTS ? figure.bitmapOnly() : figure;
    }

    private Figure hovered(Figure figure, PointCloud cloud, int[] shown) {
        return figure.thumbnails(
                cloud.places(),
                shown,
                Arrays.stream(shown).mapToObj(thumbnails::get).toList(),
                Arrays.stream(shown).mapToObj(this::named).toList());
    }

    private String named(int point) {
        if (values != null) {
            return valueName + " " + Words.number(values[point]);
        }
        return labels == null ? "" : names.get(labels[point]);
    }

    @Override
    public Figure draw() {
        return figure();
    }

    int label(int point) {
        return labels == null ? 0 : labels[point];
    }

    /** Points in each class. */
    int[] counts() {
        int[] counts = new int[names.size()];
        for (int i = 0; labels != null && i < labels.length; i++) {
            counts[labels[i]]++;
        }
        return counts;
    }

    Range valueRange() {
        return Range.of(values == null ? new double[0] : values);
    }

    private String description() {
        String all = "Scatter plot of " + Words.count(points.length) + " points over " + x + " and " + y + ".";
        if (labels != null) {
            int[] counts = counts();
            return all + " Coloured by class: "
                    + IntStream.range(0, counts.length)
                            .mapToObj(c -> names.get(c) + " (" + Words.count(counts[c]) + ")")
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (values != null) {
            Range range = valueRange();
            return all + " Coloured by " + valueName + ", from " + Words.number(range.low()) + " to "
                    + Words.number(range.high()) + ".";
        }
        return all;
    }

    private Numbers[] tables() {
        if (labels == null) {
            return new Numbers[0];
        }
        int[] counts = counts();
        String[][] rows = IntStream.range(0, counts.length)
                .mapToObj(c -> new String[] {names.get(c), Words.count(counts[c])})
                .toArray(String[][]::new);
        return new Numbers[] {Numbers.of("Points of each class", List.of("class", "points"), rows)};
    }

    private void check() {
        if (labels != null) {
            each(labels.length, "class");
            for (int label : labels) {
                if (label < 0 || label >= names.size()) {
                    throw new IllegalArgumentException("A point has class " + label + ", but there are names for 0 to "
                            + (names.size() - 1) + " only.");
                }
            }
        }
        if (values != null) {
            each(values.length, "number");
        }
        if (!thumbnails.isEmpty()) {
            each(thumbnails.size(), "picture");
        }
    }

    private void each(int given, String what) {
        if (given != points.length) {
            throw new IllegalArgumentException("A scatter plot needs one " + what + " for each point, but got " + given
                    + " for " + points.length + " points.");
        }
    }
}
