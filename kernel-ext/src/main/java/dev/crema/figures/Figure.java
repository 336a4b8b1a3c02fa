package dev.crema.figures;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A finished drawing with its title and its description in words; immutable. Encoding the same figure twice gives the
 * same bytes.
 */
public final class Figure implements Drawable {
    /** SVG beyond this many characters slows a notebook down more than sharp lines are worth. */
    private static final int SVG_LIMIT = 300_000;

    private static final int HTML_ROWS = 50;
    private static final int TEXT_ROWS = 12;
    private static final double MARGIN = 16;
    private static final Lettering TITLE = Lettering.of(17).heavy();
    private static final double TITLE_LINE = 23;

    private final String title;
    private final String alt;
    private final String detail;
    private final List<Numbers> numbers;
    private final boolean bitmapOnly;
    private final List<String> titleLines;
    private final double contentWidth;
    private final double contentHeight;
    private final Consumer<Canvas> painter;
    private final List<Interaction> interactions;

    private Figure(
            String title,
            String alt,
            String detail,
            List<Numbers> numbers,
            boolean bitmapOnly,
            double width,
            double height,
            Consumer<Canvas> painter,
            List<Interaction> interactions) {
        this.title = worded("title", title);
        this.alt = worded("alternative text", alt);
        this.detail = detail;
        this.numbers = List.copyOf(numbers);
        this.bitmapOnly = bitmapOnly;
        this.titleLines = Words.lines(this.title, TITLE, Math.max(width, 300));
        this.contentWidth = Math.max(
                width, titleLines.stream().mapToDouble(TITLE::width).max().orElse(0));
        this.contentHeight = height;
        this.painter = painter;
        this.interactions = List.copyOf(interactions);
    }

    /**
     * Returns a figure that a painter draws, each time anew, below the title.
     *
     * @param title the title above the drawing
     * @param alt what the figure shows, in words and with its main numbers
     * @param width width of the drawing in nominal pixels, without margins
     * @param height height of the drawing in nominal pixels, without margins and title
     * @param painter draws the same thing each time it is called
     * @return the figure
     * @throws IllegalArgumentException if the title or the alternative text is blank, or the size is not above 0
     */
    public static Figure of(String title, String alt, double width, double height, Consumer<Canvas> painter) {
        if (!(width > 0) || !(height > 0) || width * height > 1e8) {
            throw new IllegalArgumentException("A figure of " + width + " × " + height
                    + " px cannot be drawn; width and height must be above 0 and the area below 100 million px.");
        }
        return new Figure(title, alt, "", List.of(), false, width, height, painter, List.of());
    }

    /**
     * Returns figures drawn side by side: up to three in a row, two where they are wide or there are four. What scripts add
     * to the parts in {@link #html()} they add to the whole: a player for each part that has {@link #frames}, and the pictures
     * of points.
     *
     * @param title the title above all of them
     * @param alt what they show together, in words
     * @param parts the figures, at least one
     * @return one figure
     * @throws IllegalArgumentException if there are no parts, or the title or the alternative text is blank
     */
    public static Figure beside(String title, String alt, Figure... parts) {
        Panels panels = new Panels(List.of(parts));
        List<Numbers> numbers = new ArrayList<>();
        List<String> details = new ArrayList<>();
        boolean bitmapOnly = false;
        for (Figure part : parts) {
            numbers.addAll(part.numbers);
            details.add(part.title + "\n" + part.text().indent(2).stripTrailing());
            bitmapOnly |= part.bitmapOnly;
        }
        return new Figure(
                title,
                alt,
                String.join("\n", details),
                numbers,
                bitmapOnly,
                panels.width(),
                panels.height(),
                panels::paint,
                panels.interactions());
    }

    /**
     * Adds the numbers behind the figure, for {@link #html()} and, where there is no {@link #detail}, {@link #text()}.
     *
     * @param tables the numbers
     * @return this figure with these numbers
     */
    public Figure numbers(Numbers... tables) {
        return new Figure(
                title, alt, detail, List.of(tables), bitmapOnly, contentWidth, contentHeight, painter, interactions);
    }

    /**
     * Adds what the plain text says after the description.
     *
     * @param lines a few lines, such as a sparkline
     * @return this figure with that detail
     */
    public Figure detail(String lines) {
        return new Figure(title, alt, lines, numbers, bitmapOnly, contentWidth, contentHeight, painter, interactions);
    }

    /**
     * Gives the figure another title.
     *
     * @param words the title above the drawing, not blank
     * @return this figure under that title
     * @throws IllegalArgumentException if the title is blank
     */
    public Figure titled(String words) {
        return new Figure(words, alt, detail, numbers, bitmapOnly, contentWidth, contentHeight, painter, interactions);
    }

    /**
     * Keeps the figure from being shown as SVG, for drawings of very many shapes.
     *
     * @return this figure with an empty {@link #svg()}
     */
    public Figure bitmapOnly() {
        return new Figure(title, alt, detail, numbers, true, contentWidth, contentHeight, painter, interactions);
    }

    /**
     * Adds a player below the figure in {@link #html()}: one frame at a time, with a slider, instead of the players that
     * it has. The figure itself, and what is shown where scripts are not allowed, stays as it is.
     *
     * @param names what each frame is, such as {@code "epoch 3"}
     * @param frames the frames, at least one, as many; more than 120, or more than 4 MB of pictures, are thinned out evenly
     * @return this figure with those frames
     * @throws IllegalArgumentException if there are no frames or not one name for each
     */
    public Figure frames(List<String> names, List<Figure> frames) {
        List<Interaction> kept = new ArrayList<>();
        kept.add(new Frames(names, frames));
        interactions.stream().filter(Thumbnails.class::isInstance).forEach(kept::add);
        return with(kept);
    }

    /**
     * Leaves out what scripts add to {@link #html()}, for a figure that is soon replaced by the next.
     *
     * @return this figure without frames behind a slider and without pictures at the pointer
     */
    public Figure still() {
        return with(List.of());
    }

    /** Shows the picture of the point under the pointer; places are {@code [points][2]}, in the painter's pixels. */
    Figure thumbnails(double[][] places, int[] points, List<BufferedImage> pictures, List<String> names) {
        return with(List.of(new Thumbnails(places, points, pictures, names)));
    }

    /** What scripts add where this figure's corner lies at a place of a larger one. */
    List<Interaction> interactions(double x, double y) {
        return interactions.stream()
                .map(added -> added.of(title).shifted(x + MARGIN, y + MARGIN + titleHeight()))
                .toList();
    }

    private Figure with(List<Interaction> added) {
        return new Figure(title, alt, detail, numbers, bitmapOnly, contentWidth, contentHeight, painter, added);
    }

    /**
     * Returns the title above the drawing.
     *
     * @return the title, never blank
     */
    public String title() {
        return title;
    }

    /**
     * Returns what the figure shows, in words and with its main numbers.
     *
     * @return the alternative text, never blank
     */
    public String alt() {
        return alt;
    }

    /**
     * Returns the nominal width; the PNG has twice as many pixels.
     *
     * @return width in pixels, with margins
     */
    public int width() {
        return (int) Math.ceil(contentWidth + 2 * MARGIN);
    }

    /**
     * Returns the nominal height; the PNG has twice as many pixels.
     *
     * @return height in pixels, with margins and title
     */
    public int height() {
        return (int) Math.ceil(contentHeight + 2 * MARGIN + titleHeight());
    }

    /**
     * Returns the figure as plain text: the description, then numbers or a sparkline.
     *
     * @return text that makes sense without the picture
     */
    public String text() {
        if (!detail.isBlank()) {
            return alt + "\n" + detail;
        }
        StringBuilder out = new StringBuilder(alt);
        numbers.forEach(table -> out.append('\n').append(Words.table(table, TEXT_ROWS)));
        return out.toString();
    }

    /**
     * Returns the figure as a PNG picture on light paper at twice its nominal size.
     *
     * @return the bytes of a PNG file
     */
    public byte[] png() {
        return png(Theme.light());
    }

    /**
     * Returns the figure as a PNG picture at twice its nominal size.
     *
     * @param theme the colours
     * @return the bytes of a PNG file
     */
    public byte[] png(Theme theme) {
        return Bitmap.png(width(), height(), theme, this::paint);
    }

    /**
     * Returns the figure as SVG whose text is text and whose colours follow the reader's preference for light or dark.
     *
     * @return an SVG document, or empty where it would be too large to be useful
     */
    public Optional<String> svg() {
        return bitmapOnly ? Optional.empty() : vector(SVG_LIMIT);
    }

    /**
     * Returns the figure as HTML: the picture with its alternative text, and its numbers as a table where it has some. A
     * figure with {@link #frames}, and a scatter plot with thumbnails, add one script that defines no global name and loads
     * nothing; without it everything else is still there.
     *
     * @return an escaped fragment
     */
    public String html() {
        String source = svg().map(
                        document -> Interaction.address("image/svg+xml", document.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> Interaction.address("image/png", png()));
        StringBuilder out = new StringBuilder("<figure class=\"crema-figure\">\n<img alt=\"")
                .append(Words.escaped(alt))
                .append("\" width=\"")
                .append(width())
                .append("\" height=\"")
                .append(height())
                .append("\" style=\"max-width:100%;height:auto\" src=\"")
                .append(source)
                .append("\"/>\n");
        if (!numbers.isEmpty()) {
            out.append("<details><summary>Numbers</summary>\n");
            numbers.forEach(table -> out.append(Words.htmlTable(table, HTML_ROWS)));
            out.append("</details>\n");
        }
        for (Interaction interaction : interactions) {
            out.append(interaction.shifted(MARGIN, MARGIN + titleHeight()).html(width(), height()));
        }
        return out.append("</figure>").toString();
    }

    /**
     * Writes the figure to a file, in the format that the name ends in; an SVG is written however large it is.
     *
     * @param file a path ending in {@code .svg}, {@code .png} or {@code .html}, in an existing folder
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws UncheckedIOException if the file cannot be written
     */
    public void save(Path file) {
        byte[] bytes = encoded(file);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The figure cannot be written to " + file.toAbsolutePath()
                            + "; check that the folder exists and may be written to.",
                    e);
        }
    }

    @Override
    public Figure draw() {
        return this;
    }

    @Override
    public String toString() {
        return text();
    }

    void paint(Canvas canvas) {
        double y = MARGIN + TITLE.size();
        for (String line : titleLines) {
            canvas.text(line, MARGIN, y, TITLE);
            y += TITLE_LINE;
        }
        canvas.shifted(MARGIN, MARGIN + titleHeight(), painter);
    }

    private double titleHeight() {
        return titleLines.size() * TITLE_LINE + 4;
    }

    private byte[] encoded(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return png();
        }
        if (name.endsWith(".svg")) {
            return vector(Integer.MAX_VALUE).orElseThrow().getBytes(StandardCharsets.UTF_8);
        }
        if (name.endsWith(".html")) {
            return Words.page(title, html()).getBytes(StandardCharsets.UTF_8);
        }
        throw new IllegalArgumentException(
                "A figure cannot be saved as \"" + file.getFileName() + "\"; let the name end in .svg, .png or .html.");
    }

    private Optional<String> vector(int limit) {
        return Vector.svg(title, alt, width(), height(), limit, this::paint);
    }

    private static String worded(String what, String words) {
        if (words == null || words.isBlank()) {
            throw new IllegalArgumentException("A figure needs a " + what
                    + " that is not blank: say in words what it shows, for those who cannot see it.");
        }
        return words;
    }
}
