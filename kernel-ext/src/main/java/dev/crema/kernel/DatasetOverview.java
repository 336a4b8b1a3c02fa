package dev.crema.kernel;

import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.BarChart;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Numbers;
import dev.crema.figures.Pixels;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a set of labelled images holds: its first images of each class, and how many there are of each.
 *
 * @param name what the set is called
 * @param source where it comes from; empty if unknown
 * @param classes names of the classes
 * @param counts for each part of the set, such as "train", how many images of each class it has
 * @param examples pictures of the first images of each class
 * @param labels the class of each example, an index into {@code classes}
 */
public record DatasetOverview(
        String name,
        String source,
        List<String> classes,
        Map<String, List<Integer>> counts,
        List<BufferedImage> examples,
        List<Integer> labels)
        implements Drawable {
    private static final int EXAMPLES = 30;

    /**
     * Keeps its own copies, and checks that they belong together.
     *
     * @param name as above
     * @param source as above
     * @param classes as above
     * @param counts as above
     * @param examples as above
     * @param labels as above
     * @throws IllegalArgumentException if a part does not count every class, or there is not one label for each example
     */
    public DatasetOverview {
        classes = List.copyOf(classes);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        examples = List.copyOf(examples);
        labels = List.copyOf(labels);
        for (Map.Entry<String, List<Integer>> part : counts.entrySet()) {
            if (part.getValue().size() != classes.size()) {
                throw new IllegalArgumentException("The part \"" + part.getKey() + "\" counts "
                        + part.getValue().size() + " classes, expected " + classes.size() + ".");
            }
        }
        if (labels.size() != examples.size()) {
            throw new IllegalArgumentException("There are " + labels.size() + " labels for " + examples.size()
                    + " examples, expected one for each.");
        }
    }

    static DatasetOverview of(ImageDataset data) {
        Map<String, LabelledImages> parts = new LinkedHashMap<>();
        parts.put("train", data.train());
        parts.put("validation", data.validation());
        parts.put("test", data.test());
        return of(data.name(), data.source(), parts);
    }

    static DatasetOverview of(LabelledImages images) {
        return of("Labelled images", "", Map.of("images", images));
    }

    private static DatasetOverview of(String name, String source, Map<String, LabelledImages> parts) {
        Map<String, List<Integer>> counts = new LinkedHashMap<>();
        parts.forEach((part, images) -> counts.put(part, count(images)));
        LabelledImages first = parts.values().iterator().next();
        int[] chosen = firstOfEachClass(first);
        try (LabelledImages examples = first.select(chosen)) {
            return new DatasetOverview(
                    name,
                    source,
                    first.classes(),
                    counts,
                    Pixels.images(examples.images()),
                    Arrays.stream(examples.labelArray()).boxed().toList());
        }
    }

    private static List<Integer> count(LabelledImages images) {
        int[] counts = new int[images.classes().size()];
        for (int label : images.labelArray()) {
            counts[label]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** Takes turns between the classes, so that a row of the grid has one of each. */
    private static int[] firstOfEachClass(LabelledImages images) {
        int[] labels = images.labelArray();
        List<List<Integer>> ofClass = new ArrayList<>();
        images.classes().forEach(name -> ofClass.add(new ArrayList<>()));
        int rounds = Math.max(1, EXAMPLES / images.classes().size());
        for (int i = 0; i < labels.length; i++) {
            if (ofClass.get(labels[i]).size() < rounds) {
                ofClass.get(labels[i]).add(i);
            }
        }
        return IntStream.range(0, rounds)
                .boxed()
                .flatMap(round ->
                        ofClass.stream().filter(found -> found.size() > round).map(found -> found.get(round)))
                .limit(ImageGrid.MOST)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public Figure draw() {
        String alt = alt();
        Figure grid = ImageGrid.of("First images of each class")
                .images(examples)
                .captions(labels.stream().map(classes::get).toList())
                .columns(Math.min(10, Math.max(1, classes.size())))
                .alt("The first images of each class, with their labels.")
                .figure();
        return Figure.beside(name, alt, grid, bars()).numbers(table()).detail(table().text(classes.size()));
    }

    private Figure bars() {
        double[] totals = IntStream.range(0, classes.size())
                .mapToDouble(label -> counts.values().stream()
                        .mapToInt(part -> part.get(label))
                        .sum())
                .toArray();
        return BarChart.of("Images of each class")
                .bars(classes, totals)
                .y("images")
                .figure();
    }

    private String alt() {
        String parts = counts.entrySet().stream()
                .map(part ->
                        part.getValue().stream().mapToInt(Integer::intValue).sum() + " " + part.getKey())
                .collect(Collectors.joining(", "));
        String size = examples.isEmpty()
                ? ""
                : examples.get(0).getWidth() + " × " + examples.get(0).getHeight() + " pixels, ";
        return name + ": " + size + classes.size() + " classes; " + parts + "."
                + (source.isEmpty() ? "" : " " + source);
    }

    private Numbers table() {
        List<String> header = new ArrayList<>(List.of("class"));
        header.addAll(counts.keySet());
        List<List<String>> rows = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<String> row = new ArrayList<>(List.of(classes.get(label)));
            for (List<Integer> part : counts.values()) {
                row.add(part.get(label).toString());
            }
            rows.add(row);
        }
        return new Numbers("Images of each class", header, rows);
    }
}
