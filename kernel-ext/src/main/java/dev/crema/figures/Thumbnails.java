package dev.crema.figures;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The picture and the name of the point under the pointer.
 *
 * @param places where each point lies, {@code [points][2]}, nominal pixels
 * @param points number of each point in the data, which its name begins with
 * @param pictures the picture of each point
 * @param names a name for each point
 */
record Thumbnails(double[][] places, int[] points, List<BufferedImage> pictures, List<String> names)
        implements Interaction {
    /** Of more points, so many evenly chosen ones have a picture. */
    static final int MOST = 2000;

    /** The longer side of a picture, in pixels; larger ones are averaged down. */
    static final int SIDE = 32;

    /** What the one PNG that holds all pictures may weigh. */
    private static final int MOST_BYTES = 600_000;

    @Override
    public String script() {
        return "thumbnails.js";
    }

    @Override
    public Thumbnails shifted(double x, double y) {
        double[][] moved = Arrays.stream(places)
                .map(place -> new double[] {place[0] + x, place[1] + y})
                .toArray(double[][]::new);
        return new Thumbnails(moved, points, pictures, names);
    }

    @Override
    public Thumbnails of(String title) {
        return this;
    }

    /** The points of both, which share what all pictures together may weigh. */
    Thumbnails and(Thumbnails more) {
        return new Thumbnails(
                Stream.of(places, more.places).flatMap(Arrays::stream).toArray(double[][]::new),
                IntStream.concat(Arrays.stream(points), Arrays.stream(more.points))
                        .toArray(),
                Stream.of(pictures, more.pictures).flatMap(List::stream).toList(),
                Stream.of(names, more.names).flatMap(List::stream).toList());
    }

    @Override
    public Map<String, Object> data(int width, int height) {
        int[] chosen = Frames.evenly(places.length, MOST);
        Sprite sprite = Sprite.of(pictures, chosen);
        while (chosen.length > 1 && sprite.png().length > MOST_BYTES) {
            chosen = Frames.evenly(places.length, chosen.length / 2);
            sprite = Sprite.of(pictures, chosen);
        }
        List<String> different = names.stream().distinct().sorted().toList();
        List<Object> spots = new ArrayList<>();
        for (int i : chosen) {
            spots.add(new long[] {
                Math.round(places[i][0]), Math.round(places[i][1]), points[i], different.indexOf(names.get(i))
            });
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("width", width);
        data.put("height", height);
        data.put("side", sprite.side());
        data.put("columns", sprite.columns());
        data.put("sprite", Interaction.address("image/png", sprite.png()));
        data.put("names", different);
        data.put("spots", spots);
        return data;
    }

    /** Many small pictures in the squares of one, row by row, as few bytes as they take. */
    private record Sprite(byte[] png, int side, int columns) {
        static Sprite of(List<BufferedImage> pictures, int[] chosen) {
            int side = 1;
            List<BufferedImage> small = new ArrayList<>();
            for (int i : chosen) {
                BufferedImage picture = pictures.get(i);
                double scale = Math.min(1, (double) SIDE / Math.max(picture.getWidth(), picture.getHeight()));
                BufferedImage reduced = Pixels.atMost(picture, picture.getWidth() * scale, picture.getHeight() * scale);
                side = Math.max(side, Math.max(reduced.getWidth(), reduced.getHeight()));
                small.add(reduced);
            }
            int columns = (int) Math.ceil(Math.sqrt(small.size()));
            int rows = (small.size() + columns - 1) / columns;
            BufferedImage sprite = new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = sprite.createGraphics();
            for (int i = 0; i < small.size(); i++) {
                BufferedImage picture = small.get(i);
                int x = i % columns * side + (side - picture.getWidth()) / 2;
                int y = i / columns * side + (side - picture.getHeight()) / 2;
                graphics.drawImage(picture, x, y, null);
            }
            graphics.dispose();
            return new Sprite(Bitmap.png(Indexed.where(sprite)), side, columns);
        }
    }
}
