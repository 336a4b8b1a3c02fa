package dev.crema.embedding;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Maps of the same points side by side: of several methods or settings, or one map while it was made. A shape that only one setting
 * shows is not in the data.
 *
 * <pre>{@code
 * sideBySide(tSne(rows, options.withPerplexity(5)), tSne(rows, options.withPerplexity(50))).colouredBy(labels, names)
 * }</pre>
 *
 * @param title what the maps have in common
 * @param maps the maps, at least one, of equally many points
 */
public record MapStrip(String title, List<Embedding> maps) implements Drawable {
    private static final double SIDE = 260;

    /**
     * Checks and copies.
     *
     * @param title what the maps have in common
     * @param maps the maps
     * @throws IllegalArgumentException if there is no map, or they differ in their number of points
     */
    public MapStrip {
        maps = List.copyOf(maps);
        if (maps.isEmpty()) {
            throw new IllegalArgumentException(
                    "Maps side by side need at least one map, but got none. Frames come from the"
                            + " watcher of tSne or umap every 25 iterations.");
        }
        int points = maps.get(0).points().length;
        for (Embedding map : maps) {
            if (map.points().length != points) {
                throw new IllegalArgumentException("Maps side by side must be of the same points, but got one of "
                        + points + " and one of " + map.points().length + ".");
            }
        }
    }

    /**
     * Colours the points by class in every map.
     *
     * @param classes the class of each point, an index into the names, {@code [points]}
     * @param classNames the names of the classes
     * @return the coloured maps
     * @throws IllegalArgumentException if there is not one class for each point, or a class has no name
     */
    public MapStrip colouredBy(int[] classes, List<String> classNames) {
        return new MapStrip(
                title,
                maps.stream().map(map -> map.colouredBy(classes, classNames)).toList());
    }

    /**
     * Colours the points by class in every map; the classes are called by their numbers.
     *
     * @param classes the class of each point, from 0, {@code [points]}
     * @return the coloured maps
     * @throws IllegalArgumentException if there is not one class for each point, or a class is not from 0 to 255
     */
    public MapStrip colouredBy(int[] classes) {
        return new MapStrip(
                title, maps.stream().map(map -> map.colouredBy(classes)).toList());
    }

    /**
     * Colours the points by a number in every map.
     *
     * @param numbers one number for each point, {@code [points]}
     * @param name what the numbers are, with the unit in brackets where there is one
     * @return the coloured maps
     * @throws IllegalArgumentException if there is not one number for each point
     */
    public MapStrip colouredBy(double[] numbers, String name) {
        return new MapStrip(
                title, maps.stream().map(map -> map.colouredBy(numbers, name)).toList());
    }

    /**
     * Draws the maps, up to three in a row, each with its settings and scores.
     *
     * @return the figure
     */
    @Override
    public Figure draw() {
        String alt = title + ", " + maps.size() + (maps.size() == 1 ? " map: " : " maps: ")
                + maps.stream().map(map -> map.caption().replace("\n", ", ")).collect(Collectors.joining("; ")) + ".";
        return Figure.beside(
                title,
                alt,
                maps.stream().map(map -> map.draw(map.caption(), SIDE)).toArray(Figure[]::new));
    }
}
