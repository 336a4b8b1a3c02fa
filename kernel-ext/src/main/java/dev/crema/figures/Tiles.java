package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Lays out and paints a grid of pictures. */
final class Tiles {
    private static final double USUAL = 84;
    private static final double LARGEST = 160;
    // what a notebook's column or a slide shows without making it smaller
    private static final double PAGE = 880;
    private static final int MOST_COLUMNS = 10;
    private static final double GAP = 10;
    private static final double CAPTION = 20;
    private static final double NOTE = 24;
    private static final double WIDEST_NAME = 170;
    private static final Lettering TEXT = Lettering.of(13);
    private static final String CROSS = "✗ ";

    private final ImageGrid grid;
    private final int columns;
    private final double side;
    private final double cellWidth;
    private final double pictureHeight;
    private final double names;

    Tiles(ImageGrid grid) {
        this.grid = grid;
        int n = grid.images.size();
        side = grid.scale > 0 ? grid.scale : side(grid.images);
        double widest = largest(picture -> picture.getWidth() * scale(picture));
        pictureHeight = largest(picture -> picture.getHeight() * scale(picture));
        double caption = IntStream.range(0, Math.min(n, grid.captions.size()))
                .mapToDouble(i -> style(i).width(caption(i)))
                .max()
                .orElse(0);
        // a caption may widen its cell, but one long caption not all of them without end
        cellWidth = Math.max(widest, Math.min(caption, Math.max(2 * widest, 110))) + GAP;
        names = grid.rows.stream()
                .mapToDouble(name -> Math.min(WIDEST_NAME, TEXT.width(name)) + GAP)
                .max()
                .orElse(0);
        int fitting = (int) Math.min(MOST_COLUMNS, (PAGE - names) / cellWidth);
        columns = Math.max(1, Math.min(n, grid.columns > 0 ? grid.columns : fitting));
    }

    /** The longer side of every picture: small ones are enlarged by a whole factor, so that their pixels stay equal. */
    private static double side(List<BufferedImage> images) {
        int longest = images.stream().mapToInt(Tiles::longer).max().orElse(1);
        return longest < USUAL ? Math.rint(USUAL / longest) * longest : Math.min(longest, LARGEST);
    }

    /** Pictures of different sizes, such as an image and its feature maps, are shown equally large. */
    private double scale(BufferedImage picture) {
        return side / longer(picture);
    }

    private static int longer(BufferedImage picture) {
        return Math.max(picture.getWidth(), picture.getHeight());
    }

    double width() {
        return names + columns * cellWidth;
    }

    double height() {
        return rows() * cellHeight() + (noted() ? NOTE : 0);
    }

    private int rows() {
        return (grid.images.size() + columns - 1) / columns;
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
            canvas.shifted(names + i % columns * cellWidth, row * cellHeight(), cell -> tile(cell, index));
        }
        for (int row = 0; row < Math.min(rows(), grid.rows.size()); row++) {
            String name = Words.fitting(grid.rows.get(row), TEXT, WIDEST_NAME);
            canvas.text(name, 0, row * cellHeight() + (GAP + pictureHeight) / 2 + 5, TEXT);
        }
        if (noted()) {
            canvas.text(grid.images.isEmpty() ? "no pictures" : note(), 0, height() - 6, TEXT.toned(Theme::mutedInk));
        }
    }

    private void tile(Canvas canvas, int i) {
        BufferedImage picture = grid.images.get(i);
        double width = picture.getWidth() * scale(picture);
        double height = picture.getHeight() * scale(picture);
        double x = (cellWidth - GAP - width) / 2;
        double y = GAP / 2 + pictureHeight - height;
        canvas.image(picture, x, y, width, height);
        if (grid.emphasis.contains(i)) {
            canvas.frame(x - 2, y - 2, width + 4, height + 4, Pen.of(Theme::warning, 3));
        }
        if (i < grid.captions.size()) {
            String words = Words.fitting(caption(i), style(i), cellWidth - 4);
            canvas.text(words, (cellWidth - GAP) / 2, GAP / 2 + pictureHeight + 16, style(i));
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
        return pictureHeight + GAP + (grid.captions.isEmpty() ? 0 : CAPTION);
    }

    private double largest(ToDoubleFunction<BufferedImage> length) {
        return grid.images.stream().mapToDouble(length).max().orElse(1);
    }
}
