package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Small pictures in rows, such as the first images of a data set. Immutable: each method returns a changed grid.
 *
 * <pre>{@code
 * ImageGrid.of("Worst mistakes").images(images).captions(List.of("4 → 9", "3")).emphasis(Set.of(0)).figure()
 * }</pre>
 */
public final class ImageGrid implements Drawable {
    /** More pictures than this are not drawn; the grid says how many there are. */
    public static final int MOST = 200;

    /** Alternative text should be heard in one breath. */
    private static final int ALT_CAPTIONS = 10;

    final String title;
    List<BufferedImage> images = List.of();
    List<String> captions = List.of();
    Set<Integer> emphasis = Set.of();
    List<String> rows = List.of();
    int columns;
    int scale;
    long total;
    private @Nullable String alt;

    private ImageGrid(String title) {
        this.title = title;
    }

    private ImageGrid(ImageGrid from) {
        title = from.title;
        images = from.images;
        captions = from.captions;
        emphasis = from.emphasis;
        rows = from.rows;
        columns = from.columns;
        scale = from.scale;
        total = from.total;
        alt = from.alt;
    }

    /**
     * Begins a grid without pictures.
     *
     * @param title the title, not blank
     * @return the grid
     */
    public static ImageGrid of(String title) {
        return new ImageGrid(title);
    }

    /**
     * Sets the pictures; of more than {@value #MOST} the first are shown.
     *
     * @param pictures the pictures; without any the grid says so
     * @return the changed grid
     */
    public ImageGrid images(List<BufferedImage> pictures) {
        ImageGrid changed = new ImageGrid(this);
        changed.images = List.copyOf(pictures.subList(0, Math.min(MOST, pictures.size())));
        changed.total = Math.max(total, pictures.size());
        return changed;
    }

    /**
     * Says how many there are in all, where only some are given; the grid then notes "100 of 10 000 shown".
     *
     * @param all number of pictures in the whole set
     * @return the changed grid
     */
    public ImageGrid outOf(long all) {
        ImageGrid changed = new ImageGrid(this);
        changed.total = all;
        return changed;
    }

    /**
     * Writes a text below each picture.
     *
     * @param texts one for each picture, in order; those of pictures that are not shown may be left out
     * @return the changed grid
     */
    public ImageGrid captions(List<String> texts) {
        ImageGrid changed = new ImageGrid(this);
        changed.captions = List.copyOf(texts.subList(0, Math.min(MOST, texts.size())));
        return changed;
    }

    /**
     * Marks pictures, such as those that were taken for something else: a frame, and a cross before the caption.
     *
     * @param indices numbers of the pictures, from 0
     * @return the changed grid
     */
    public ImageGrid emphasis(Set<Integer> indices) {
        ImageGrid changed = new ImageGrid(this);
        changed.emphasis = Set.copyOf(indices);
        return changed;
    }

    /**
     * Sets the number of columns. By default there are as many as a page is wide, up to ten.
     *
     * @param number pictures in a row, at least 1
     * @return the changed grid
     * @throws IllegalArgumentException if it is below 1
     */
    public ImageGrid columns(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("A grid needs at least 1 column, but got " + number + ".");
        }
        ImageGrid changed = new ImageGrid(this);
        changed.columns = number;
        return changed;
    }

    /**
     * Writes a name to the left of each row, such as the epoch; without captions the text of the figure lists them.
     *
     * @param names from the top; rows without one stay unnamed
     * @return the changed grid
     */
    public ImageGrid rows(List<String> names) {
        ImageGrid changed = new ImageGrid(this);
        changed.rows = List.copyOf(names);
        return changed;
    }

    /**
     * Sets the size of the pictures. By default small ones are enlarged by a whole factor to about 84 pixels.
     *
     * @param pixels nominal length of each picture's longer side, 4 to 2000
     * @return the changed grid
     * @throws IllegalArgumentException if it is outside that range
     */
    public ImageGrid scale(int pixels) {
        if (pixels < 4 || pixels > 2000) {
            throw new IllegalArgumentException(
                    "The pictures of a grid can be 4 to 2000 px long, but got " + pixels + ".");
        }
        ImageGrid changed = new ImageGrid(this);
        changed.scale = pixels;
        return changed;
    }

    /**
     * Describes the grid in words. By default it counts the pictures and gives the captions.
     *
     * @param words the alternative text, not blank
     * @return the changed grid
     */
    public ImageGrid alt(String words) {
        ImageGrid changed = new ImageGrid(this);
        changed.alt = words;
        return changed;
    }

    /**
     * Draws the grid.
     *
     * @return the figure
     * @throws IllegalArgumentException if there are captions but not one for each picture shown, or the title or the
     *     alternative text is blank
     */
    public Figure figure() {
        if (!captions.isEmpty() && captions.size() < images.size()) {
            throw new IllegalArgumentException("The grid shows " + images.size() + " pictures, but has only "
                    + captions.size() + " captions; it needs one for each.");
        }
        Tiles tiles = new Tiles(this);
        Figure figure =
                Figure.of(title, alt == null ? description(tiles) : alt, tiles.width(), tiles.height(), tiles::paint);
        if (captions.isEmpty() && !rows.isEmpty()) {
            return figure.detail("Rows: " + String.join(", ", rows));
        }
        return captions.isEmpty() || (alt == null && images.size() <= ALT_CAPTIONS)
                ? figure
                : figure.detail(captioned(images.size()));
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private String description(Tiles tiles) {
        String size = images.isEmpty()
                ? "No pictures"
                : images.size() == 1 ? "One picture" : "A grid of " + images.size() + " pictures";
        String marked = emphasis.isEmpty() ? "" : ", " + emphasis.size() + " of them marked ✗";
        return size + (tiles.partial() ? " (" + tiles.note() + ")" : "") + marked + "."
                + (captions.isEmpty() ? "" : " Captions: " + captioned(ALT_CAPTIONS) + ".");
    }

    private String captioned(int most) {
        int n = Math.min(most, images.size());
        return IntStream.range(0, n)
                        .mapToObj(i -> (emphasis.contains(i) ? "✗ " : "") + captions.get(i))
                        .collect(Collectors.joining(", "))
                + (n < images.size() ? ", …" : "");
    }
}
