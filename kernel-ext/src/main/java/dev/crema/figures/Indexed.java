package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pictures of one byte a pixel, half the size in a PNG: a chart has few colours and many shades at the edges of its lines.
 * A picture whose shades would visibly change, such as a photograph, stays as it is, and one of another type than
 * {@link BufferedImage#TYPE_INT_RGB} too.
 */
final class Indexed {
    private static final int COLOURS = 256;
    // more different shades are no chart's
    private static final int MOST_SHADES = 20_000;
    // of 255, in any of red, green and blue; only rare shades between two colours are replaced at all
    static final int TOLERANCE = 24;
    // a smooth picture would get steps, and others in each theme, with whose colours it shares the palette
    private static final int VISIBLE = 4;
    private static final double MOST_CHANGED = 0.05;

    private Indexed() {}

    static BufferedImage where(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getType() != BufferedImage.TYPE_INT_RGB) {
            return image;
        }
        int[] pixels = (int[]) image.getRaster().getDataElements(0, 0, width, height, null);
        for (int i = 0; i < pixels.length; i++) {
            // the highest byte means nothing and may be anything
            pixels[i] &= 0xFFFFFF;
        }
        Map<Integer, Integer> counts = counts(pixels);
        if (counts.isEmpty()) {
            return image;
        }
        if (counts.size() <= COLOURS) {
            return indexed(image, pixels, counts, palette(counts, 0));
        }
        // far apart they reach the rare shades at edges, near together they keep the many shades of a gradient
        BufferedImage coarse = indexed(image, pixels, counts, palette(counts, TOLERANCE / 2));
        return coarse != image ? coarse : indexed(image, pixels, counts, palette(counts, VISIBLE));
    }

    /** The image itself where it would visibly change. */
    private static BufferedImage indexed(
            BufferedImage image, int[] pixels, Map<Integer, Integer> counts, int[] colours) {
        int width = image.getWidth();
        int height = image.getHeight();
        Map<Integer, Byte> index = new HashMap<>(2 * counts.size());
        int changed = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            int shade = count.getKey();
            int nearest = nearest(colours, shade);
            int distance = distance(colours[nearest], shade);
            changed += distance > VISIBLE ? count.getValue() : 0;
            if (distance > TOLERANCE || changed > MOST_CHANGED * pixels.length) {
                return image;
            }
            index.put(shade, (byte) nearest);
        }
        BufferedImage indexed = new BufferedImage(
                width,
                height,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE));
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            // most pixels have the colour of the one before
            bytes[i] = i > 0 && pixels[i] == pixels[i - 1] ? bytes[i - 1] : index.getOrDefault(pixels[i], (byte) 0);
        }
        indexed.getRaster().setDataElements(0, 0, width, height, bytes);
        return indexed;
    }

    /** Counts each shade; empty if there are too many for a chart. */
    private static Map<Integer, Integer> counts(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int from = 0; from < pixels.length; ) {
            int to = from + 1;
            while (to < pixels.length && pixels[to] == pixels[from]) {
                to++;
            }
            counts.merge(pixels[from], to - from, Integer::sum);
            if (counts.size() > MOST_SHADES) {
                return Map.of();
            }
            from = to;
        }
        return counts;
    }

    /** Chooses shades from the most frequent down, leaving out those too near to one that is chosen already. */
    private static int[] palette(Map<Integer, Integer> counts, int apart) {
        int[] colours = new int[COLOURS];
        int chosen = 0;
        List<Integer> shades = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        for (int shade : shades) {
            if (chosen < COLOURS && IntStream.range(0, chosen).noneMatch(i -> distance(colours[i], shade) < apart)) {
                colours[chosen++] = shade;
            }
        }
        return Arrays.copyOf(colours, chosen);
    }

    private static int nearest(int[] colours, int shade) {
        int best = 0;
        int smallest = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length && smallest > 0; i++) {
            int distance = distance(colours[i], shade);
            if (distance < smallest) {
                smallest = distance;
                best = i;
            }
        }
        return best;
    }

    static int distance(int a, int b) {
        int red = Math.abs((a >> 16 & 255) - (b >> 16 & 255));
        int green = Math.abs((a >> 8 & 255) - (b >> 8 & 255));
        int blue = Math.abs((a & 255) - (b & 255));
        return Math.max(red, Math.max(green, blue));
    }
}
