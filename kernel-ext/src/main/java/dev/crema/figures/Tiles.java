package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Lays out and paints a grid of pictures. */
final class Tiles {
    private static final double USUAL = 64;
    private static final double GAP = 10;
    private static final double CAPTION = 20;
    private static final double NOTE = 24;
    private static final Lettering TEXT = Lettering.of(13);
    private static final String CROSS = "✗ ";

    private final ImageGrid grid;
    private final int columns;
    private final double scale;
    private final double cellWidth;
    private final double pictureHeight;

    Tiles(ImageGrid grid) {
        this.grid = grid;
        int n = grid.images.size();
        columns = Math.max(1, Math.min(n, grid.columns > 0 ? grid.columns : 10));
        double widest = largest(BufferedImage::getWidth);
        pictureHeight = largest(BufferedImage::getHeight);
        double longest = Math.max(widest, pictureHeight);
        scale = grid.scale > 0
                ? grid.scale / longest
                : longest < USUAL ? Math.rint(USUAL / longest) : Math.min(1, 2.5 * USUAL / longest);
        double caption = IntStream.range(0, Math.min(n, grid.captions.size()))
                .mapToDouble(i -> style(i).width(caption(i)))
                .max()
                .orElse(0);
        // a caption may widen its cell, but one long caption not all of them without end
        cellWidth = Math.max(widest * scale, Math.min(caption, Math.max(2 * widest * scale, 110))) + GAP;
    }

    double width() {
        return columns * cellWidth;
    }

    double height() {
        int rows = (grid.images.size() + columns - 1) / columns;
        return rows * cellHeight() + (noted() ? NOTE : 0);
    }

    boolean partial() {
        return grid.total > grid.images.size();
    }

    private boolean noted() {
        return partial() || grid.images.isEmpty();
    }

    String note() {
        return Words.count(grid.images.size()) + " of " + Words.count(grid.total) + " shown";
    }

    void paint(Canvas canvas) {
        for (int i = 0; i < grid.images.size(); i++) {
            int index = i;
            int row = i / columns;
            canvas.shifted(i % columns * cellWidth, row * cellHeight(), cell -> tile(cell, index));
        }
        if (noted()) {
            canvas.text(grid.images.isEmpty() ? "no pictures" : note(), 0, height() - 6, TEXT.toned(Theme::mutedInk));
        }
    }

    private void tile(Canvas canvas, int i) {
        BufferedImage picture = grid.images.get(i);
        double width = picture.getWidth() * scale;
        double height = picture.getHeight() * scale;
        double x = (cellWidth - GAP - width) / 2;
        double y = GAP / 2 + pictureHeight * scale - height;
        canvas.image(picture, x, y, width, height);
        if (grid.emphasis.contains(i)) {
            canvas.frame(x - 2, y - 2, width + 4, height + 4, Pen.of(Theme::warning, 3));
        }
        if (i < grid.captions.size()) {
            String words = Words.fitting(caption(i), style(i), cellWidth - 4);
            canvas.text(words, (cellWidth - GAP) / 2, GAP / 2 + pictureHeight * scale + 16, style(i));
        } else if (grid.emphasis.contains(i)) {
            canvas.text(CROSS.strip(), x + 3, y + 14, style(i).haloed());
        }
    }

    private String caption(int i) {
        return (grid.emphasis.contains(i) ? CROSS : "") + grid.captions.get(i);
    }

    private Lettering style(int i) {
        return grid.emphasis.contains(i) ? TEXT.centred().heavy().toned(Theme::warning) : TEXT.centred();
    }

    private double cellHeight() {
        return pictureHeight * scale + GAP + (grid.captions.isEmpty() ? 0 : CAPTION);
    }

    private double largest(ToIntFunction<BufferedImage> side) {
        return grid.images.stream().mapToInt(side).max().orElse(1);
    }
}
