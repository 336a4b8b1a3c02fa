package dev.crema.embedding;

import dev.crema.figures.BarChart;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * "More like this": the rows nearest to one row, such as the images whose features in a network are most alike.
 *
 * <pre>{@code
 * nearest(features, 12, 9).withPictures(images)
 * }</pre>
 *
 * @param row the row in question
 * @param neighbours the others, nearest first
 * @param distances their Euclidean distances from the row
 * @param pictures the row's picture, then the neighbours'; empty if there are none
 */
public record NearestRows(int row, int[] neighbours, double[] distances, List<BufferedImage> pictures)
        implements Drawable {
    /**
     * Checks and copies.
     *
     * @param row the row in question
     * @param neighbours the others
     * @param distances their distances
     * @param pictures a picture for each, the row's first, or none
     * @throws IllegalArgumentException if there is not one distance for each neighbour or not one picture for each
     */
    public NearestRows {
        pictures = List.copyOf(pictures);
        if (neighbours.length == 0
                || distances.length != neighbours.length
                || (!pictures.isEmpty() && pictures.size() != neighbours.length + 1)) {
            throw new IllegalArgumentException(
                    neighbours.length + " neighbours, " + distances.length + " distances and "
                            + pictures.size()
                            + " pictures: expected at least one neighbour, a distance for each, and one picture"
                            + " more or none.");
        }
    }

    static NearestRows of(float[][] rows, int row, int k) {
        Rows.columns(rows);
        if (row < 0 || row >= rows.length) {
            throw new IllegalArgumentException("There is no row " + row + ": expected 0 to " + (rows.length - 1) + ".");
        }
        if (k < 1 || k >= rows.length) {
            throw new IllegalArgumentException("Cannot find " + k + " neighbours among " + (rows.length - 1)
                    + " other rows: expected 1 to " + (rows.length - 1) + ".");
        }
        double[] squared = new double[rows.length];
        Chunks.forEach(rows.length, 1024, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j < rows[i].length; j++) {
                    double difference = (double) rows[i][j] - rows[row][j];
                    squared[i] += difference * difference;
                }
            }
        });
        int[] nearest = IntStream.range(0, rows.length)
                .filter(i -> i != row)
                .boxed()
                .sorted((a, b) -> Double.compare(squared[a], squared[b]))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        double[] distances =
                IntStream.of(nearest).mapToDouble(i -> Math.sqrt(squared[i])).toArray();
        return new NearestRows(row, nearest, distances, List.of());
    }

    /**
     * Adds pictures.
     *
     * @param all one picture for each row of the data, in their order
     * @return the neighbours with their pictures
     * @throws IllegalArgumentException if there are fewer pictures than the rows named here
     */
    public NearestRows withPictures(List<BufferedImage> all) {
        List<BufferedImage> chosen = new ArrayList<>();
        for (int i :
                IntStream.concat(IntStream.of(row), IntStream.of(neighbours)).toArray()) {
            if (i >= all.size()) {
                throw new IllegalArgumentException("Row " + i
                        + " has no picture: expected one for each row of the data, but got " + all.size() + ".");
            }
            chosen.add(all.get(i));
        }
        return new NearestRows(row, neighbours, distances, chosen);
    }

    /**
     * Draws the pictures in a strip, the row's first, or without pictures the distances as bars.
     *
     * @return the figure
     */
    @Override
    public Figure draw() {
        String title = "Row " + row + " and the " + neighbours.length + (neighbours.length == 1 ? " row" : " rows")
                + " nearest to it";
        List<String> captions = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < neighbours.length; i++) {
            String distance = String.format(Locale.ROOT, "%.3g", distances[i]);
            captions.add(neighbours[i] + ": " + distance);
            words.add("row " + neighbours[i] + " at distance " + distance);
        }
        String alt = title + ": " + String.join(", ", words) + ".";
        if (pictures.isEmpty()) {
            List<String> names =
                    IntStream.of(neighbours).mapToObj(String::valueOf).toList();
            return BarChart.of(title)
                    .bars(names, distances)
                    .x("row")
                    .y("distance")
                    .alt(alt)
                    .figure();
        }
        captions.add(0, "row " + row);
        return ImageGrid.of(title + " (row: distance)")
                .images(pictures)
                .captions(captions)
                .alt(alt)
                .figure();
    }
}
