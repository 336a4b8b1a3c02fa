package dev.crema.figures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Figures that follow each other, such as a decision boundary after each epoch. The figure shows the first, the last and
 * some between side by side, each under its name; in a notebook that is trusted, and in saved HTML, a slider below them steps through all.
 *
 * <pre>{@code
 * Filmstrip.of("The boundary forms", "epoch", boundaries)
 * }</pre>
 *
 * @param title the title, not blank
 * @param names what each frame is, such as {@code "epoch 3"}
 * @param frames the figures, at least one, as many
 */
public record Filmstrip(String title, List<String> names, List<Figure> frames) implements Drawable {
    /** So many frames are shown side by side. */
    public static final int MOST = 6;

    /**
     * Checks and copies.
     *
     * @param title the title
     * @param names what each frame is
     * @param frames the figures
     * @throws IllegalArgumentException if there are no frames or not one name for each
     */
    public Filmstrip {
        Frames checked = new Frames(names, frames);
        names = checked.names();
        frames = checked.frames();
    }

    /**
     * Makes a strip whose frames are numbered from 1.
     *
     * @param title the title, not blank
     * @param unit what is counted, such as {@code "epoch"}
     * @param frames the values to draw, at least one
     * @return the strip
     * @throws IllegalArgumentException if there are no frames
     */
    public static Filmstrip of(String title, String unit, List<? extends Drawable> frames) {
        List<Figure> drawn = frames.stream().map(Drawable::draw).toList();
        List<String> names = IntStream.rangeClosed(1, drawn.size())
                .mapToObj(i -> unit + " " + i)
                .toList();
        return new Filmstrip(title, names, drawn);
    }

    /**
     * Draws the strip.
     *
     * @return the frames side by side, and all of them behind a slider
     * @throws IllegalArgumentException if the title is blank
     */
    @Override
    public Figure draw() {
        int[] shown = Frames.evenly(frames.size(), MOST);
        String words = frames.size() == 1
                ? "One frame"
                : frames.size() + " frames, from " + names.get(0) + " to " + names.get(names.size() - 1)
                        + (shown.length == frames.size()
                                ? ""
                                : "; shown are "
                                        + Arrays.stream(shown)
                                                .mapToObj(names::get)
                                                .collect(Collectors.joining(", ")));
        Figure last = frames.get(frames.size() - 1);
        return Figure.beside(
                        title,
                        title + ": " + words + ". At the end: " + last.alt(),
                        Arrays.stream(shown)
                                .mapToObj(i -> frames.get(i).titled(names.get(i)))
                                .toArray(Figure[]::new))
                .frames(names, frames);
    }
}
