package dev.crema.embedding;

import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.Numbers;
import dev.crema.figures.Pixels;
import dev.crema.figures.ScatterPlot;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * A map of points of many dimensions in the plane, with how it was made and how far to trust it. Immutable: each {@code with}
 * returns a changed map.
 *
 * <pre>{@code
 * tSne(features).colouredBy(labels).withThumbnails(images)
 * }</pre>
 *
 * @param method the fitted method; for t-SNE it holds the divergence, for PCA the explained variance
 * @param points the map, {@code [points][2]}
 * @param quality how well neighbourhoods are kept; {@link Quality#UNKNOWN} while the map is still being made
 * @param labels the class of each point, an index into the names; empty if the map has no classes
 * @param names the names of the classes
 * @param values a number for each point, shown by colour; empty if the map has none
 * @param valueName what the numbers are
 * @param thumbnails the picture behind each point; empty if there are none
 */
public record Embedding(
        Method method,
        float[][] points,
        Quality quality,
        int[] labels,
        List<String> names,
        double[] values,
        String valueName,
        List<BufferedImage> thumbnails)
        implements Drawable {
    private static final int MOST_CLASSES = 256;

    /**
     * Checks that everything belongs to the same points.
     *
     * @param method the fitted method
     * @param points the map
     * @param quality how well neighbourhoods are kept
     * @param labels the class of each point, or empty
     * @param names the names of the classes
     * @param values a number for each point, or empty
     * @param valueName what the numbers are
     * @param thumbnails the picture behind each point, or empty
     * @throws IllegalArgumentException if there is not one class, number or picture for each point, or a class has no name
     */
    public Embedding {
        if (labels.length > 0) {
            oneEach(points.length, labels.length, "class");
        }
        if (values.length > 0) {
            oneEach(points.length, values.length, "number");
        }
        if (!thumbnails.isEmpty()) {
            oneEach(points.length, thumbnails.size(), "picture");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= names.size()) {
                throw new IllegalArgumentException("Point " + i + " has class " + labels[i] + ", but there are "
                        + names.size() + " names: expected a class from 0 to " + (names.size() - 1) + ".");
            }
        }
        names = List.copyOf(names);
        thumbnails = List.copyOf(thumbnails);
    }

    Embedding(Method method, float[][] points, Quality quality) {
        this(method, points, quality, new int[0], List.of(), new double[0], "", List.of());
    }

    private static void oneEach(int points, int given, String what) {
        if (given != points) {
            throw new IllegalArgumentException("The map has " + points + " points, but got " + given + ": expected one "
                    + what + " for each point, in the order of the rows.");
        }
    }

    /**
     * Colours the points by class.
     *
     * @param classes the class of each point, an index into the names, {@code [points]}
     * @param classNames the names of the classes
     * @return the coloured map
     * @throws IllegalArgumentException if there is not one class for each point, or a class has no name
     */
    public Embedding colouredBy(int[] classes, List<String> classNames) {
        oneEach(points.length, classes.length, "class");
        return new Embedding(method, points, quality, classes.clone(), classNames, new double[0], "", thumbnails);
    }

    /**
     * Colours the points by class; the classes are called by their numbers.
     *
     * @param classes the class of each point, from 0, {@code [points]}
     * @return the coloured map
     * @throws IllegalArgumentException if there is not one class for each point, or a class is not from 0 to 255
     */
    public Embedding colouredBy(int[] classes) {
        int largest = Arrays.stream(classes).max().orElse(0);
        if (largest >= MOST_CLASSES) {
            throw new IllegalArgumentException("The largest class is " + largest + ": expected classes from 0 to "
                    + (MOST_CLASSES - 1) + ", numbered without gaps.");
        }
        return colouredBy(
                classes,
                IntStream.rangeClosed(0, largest).mapToObj(String::valueOf).toList());
    }

    /**
     * Colours each point by a number, from dark violet for the smallest to yellow for the largest.
     *
     * @param numbers one number for each point, in the order of the rows, {@code [points]}
     * @param name what the numbers are, with the unit in brackets where there is one
     * @return the coloured map
     * @throws IllegalArgumentException if there is not one number for each point
     */
    public Embedding colouredBy(double[] numbers, String name) {
        oneEach(points.length, numbers.length, "number");
        return new Embedding(method, points, quality, new int[0], List.of(), numbers.clone(), name, thumbnails);
    }

    /**
     * Puts the image behind a point on the map wherever there is room.
     *
     * @param images one image for each point, in the order of the rows
     * @return the map with pictures
     * @throws IllegalArgumentException if there is not one image for each point
     */
    public Embedding withThumbnails(LabelledImages images) {
        oneEach(points.length, images.size(), "picture");
        List<BufferedImage> pictures = new ArrayList<>();
        for (ImageBatch batch : images.batches(256)) {
            try (batch) {
                pictures.addAll(Pixels.images(batch.images()));
            }
        }
        return withThumbnails(pictures);
    }

    /**
     * Puts the picture behind a point on the map wherever there is room.
     *
     * @param pictures one picture for each point, in the order of the rows
     * @return the map with pictures
     * @throws IllegalArgumentException if there is not one picture for each point
     */
    public Embedding withThumbnails(List<BufferedImage> pictures) {
        oneEach(points.length, pictures.size(), "picture");
        return new Embedding(method, points, quality, labels, names, values, valueName, pictures);
    }

    /**
     * Puts other rows into the map, which does not move: {@code tSne(seen).transform(unseen)}.
     *
     * @param rows data of the same columns as those mapped, finite, {@code [rows][columns]}
     * @return their points in the map, {@code [rows][2]}
     * @throws IllegalArgumentException if the rows are empty, ragged, hold NaN or an infinity, or have other columns
     * @throws CancellationException if the thread is interrupted meanwhile; it stays interrupted
     */
    public float[][] transform(float[][] rows) {
        return method.transform(rows);
    }

    @Override
    public Figure draw() {
        String made = method.name() + " of " + count(points.length) + " points, " + method.summary();
        String kept = quality.known() ? quality.summary() + sampled() : "";
        ScatterPlot plot = plot((made + "\n" + kept).strip()).thumbnails(thumbnails);
        String words = made + (kept.isEmpty() ? "." : "; " + kept + ".");
        if (labels.length == 0) {
            return plot.alt(words + valued()).figure();
        }
        ClassNeighbours near = nearClasses();
        return plot.alt(words + separation(near)).figure().numbers(classTable(near));
    }

    /** Draws the map small, for a row of maps. */
    Figure draw(String title, double side) {
        return plot(title).side(side).alt(title.replace("\n", ", ") + ".").figure();
    }

    /** What tells this map from others of the same points. */
    String caption() {
        if (quality.known()) {
            return method.name() + ", " + method.summary() + "\n" + quality.summary();
        }
        if (method instanceof Tsne tsne) {
            return String.format(Locale.ROOT, "iteration %d, KL %.2f", tsne.iterations(), tsne.divergence());
        }
        return method instanceof Umap umap ? "iteration " + umap.iterations() : method.name() + ", " + method.summary();
    }

    private ScatterPlot plot(String title) {
        ScatterPlot plot = ScatterPlot.of(title)
                .points(doubles(points))
                .equalScale()
                .x(method.axis(0))
                .y(method.axis(1));
        if (labels.length > 0) {
            return plot.colouredBy(labels, names);
        }
        return values.length > 0 ? plot.colouredBy(values, valueName) : plot;
    }

    /** Says in words what the colours are, and their range. */
    private String valued() {
        if (values.length == 0) {
            return "";
        }
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        return String.format(
                Locale.ROOT,
                " Coloured by %s, from %.4g to %.4g.",
                valueName,
                Arrays.stream(finite).min().orElse(Double.NaN),
                Arrays.stream(finite).max().orElse(Double.NaN));
    }

    private String sampled() {
        return quality.points() == points.length ? "" : " (on " + count(quality.points()) + " of the points)";
    }

    private ClassNeighbours nearClasses() {
        int[] sample = Sample.of(points.length);
        return ClassNeighbours.of(
                Sample.rows(points, sample),
                Arrays.stream(sample).map(i -> labels[i]).toArray(),
                names.size(),
                Math.min(Quality.NEIGHBOURS, sample.length - 1));
    }

    /** Says in words which class stands apart and which two mix. */
    private String separation(ClassNeighbours near) {
        long classes = Arrays.stream(labels).distinct().count();
        String counted = " The points belong to " + classes + (classes == 1 ? " class." : " classes.");
        if (classes == 1) {
            return counted;
        }
        int best = near.purest();
        int[] pair = near.mostMixed();
        if (pair.length == 0) {
            return counted + " Every class stands apart: the " + near.neighbours()
                    + " nearest neighbours of each point have its class.";
        }
        return counted
                + String.format(
                        Locale.ROOT,
                        " Best separated: %s (%s of the %d nearest neighbours have the same class)."
                                + " Most overlapping: %s and %s (%s of their neighbours have the other's class).",
                        names.get(best),
                        percent(near.purity(best)),
                        near.neighbours(),
                        names.get(pair[0]),
                        names.get(pair[1]),
                        percent(near.mixing(pair[0], pair[1])));
    }

    private Numbers classTable(ClassNeighbours near) {
        String[][] rows = new String[names.size()][];
        for (int c = 0; c < rows.length; c++) {
            int label = c;
            long members = Arrays.stream(labels).filter(l -> l == label).count();
            double purity = near.purity(c);
            rows[c] = new String[] {names.get(c), count(members), Double.isNaN(purity) ? "none" : percent(purity)};
        }
        return Numbers.of(
                "Classes and how many of a point's " + near.neighbours()
                        + " nearest neighbours in the map share its own",
                List.of("class", "points", "neighbours of the same class"),
                rows);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share == 1 ? "%.0f %%" : "%.1f %%", 100 * share);
    }

    /** Groups of three from 10 000 on, as in the figure's legend. */
    private static String count(long n) {
        return n < 10_000
                ? Long.toString(n)
                : String.format(Locale.ROOT, "%,d", n).replace(',', '\u202F');
    }

    private static double[][] doubles(float[][] points) {
        return Arrays.stream(points)
                .map(point -> new double[] {point[0], point[1]})
                .toArray(double[][]::new);
    }
}
