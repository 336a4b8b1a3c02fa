package dev.crema.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text whose words are coloured by a value each: blue below zero, white at zero, orange above it. Immutable: each method
 * returns a changed text.
 *
 * <pre>{@code
 * ColouredText.of("Saliency").words(List.of("a", "fine", "film")).values(0, 0.8, -0.1).unit("adds to the score")
 * }</pre>
 */
public final class ColouredText implements Drawable {
    private static final double PAGE = 640;
    private static final double LINE = 32;
    private static final double BOX = 25;
    private static final double PAD = 6;
    private static final double GAP = 4;
    private static final Lettering WORD = Lettering.of(16);

    private final String title;
    private List<String> words = List.of();
    private double[] values = {};
    private String unit = "";
    private @Nullable String alt;

    private ColouredText(String title) {
        this.title = title;
    }

    private ColouredText(ColouredText from) {
        title = from.title;
        words = from.words;
        values = from.values;
        unit = from.unit;
        alt = from.alt;
    }

    /**
     * Begins a text without words.
     *
     * @param title the title, not blank
     * @return the text
     */
    public static ColouredText of(String title) {
        return new ColouredText(title);
    }

    /**
     * Sets the words.
     *
     * @param tokens words or signs in order; a blank one is shown as ␣
     * @return the changed text
     */
    public ColouredText words(List<String> tokens) {
        ColouredText changed = new ColouredText(this);
        changed.words = List.copyOf(tokens);
        return changed;
    }

    /**
     * Sets what colours the words.
     *
     * @param numbers one for each word; the farthest from zero has the full colour, NaN is grey
     * @return the changed text
     */
    public ColouredText values(double... numbers) {
        ColouredText changed = new ColouredText(this);
        changed.values = numbers.clone();
        return changed;
    }

    /**
     * Names what the colours measure.
     *
     * @param quantity name, with the unit in brackets where there is one, written beside the colour scale
     * @return the changed text
     */
    public ColouredText unit(String quantity) {
        ColouredText changed = new ColouredText(this);
        changed.unit = quantity;
        return changed;
    }

    /**
     * Describes the text in words. By default it says which words have the smallest and the largest value.
     *
     * @param description the alternative text, not blank
     * @return the changed text
     */
    public ColouredText alt(String description) {
        ColouredText changed = new ColouredText(this);
        changed.alt = description;
        return changed;
    }

    /**
     * Draws the text.
     *
     * @return the figure
     * @throws IllegalArgumentException if there are no words, not one value for each, or the title or the alternative text is
     *     blank
     */
    public Figure figure() {
        if (words.isEmpty() || words.size() != values.length) {
            throw new IllegalArgumentException("The text \"" + title + "\" has " + words.size() + " words and "
                    + values.length + " values; it needs at least one word, and a value for each.");
        }
        List<double[]> places = places();
        double height = places.get(places.size() - 1)[1] + LINE;
        double most = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        Range range = most == 0 ? new Range(-1, 1) : new Range(-most, most);
        ColourScale scale = new ColourScale(range, true, unit, Math.max(140, height));
        double scaleLeft =
                places.stream().mapToDouble(place -> place[0] + place[2]).max().orElse(0) + 24;
        String description = alt == null ? description() : alt;
        return Figure.of(title, description, scaleLeft + scale.width(), scale.height() + 12, canvas -> {
                    for (int i = 0; i < values.length; i++) {
                        word(canvas, i, places.get(i), scale.colour(values[i]));
                    }
                    canvas.shifted(scaleLeft, 6, scale::paint);
                })
                .numbers(table());
    }

    @Override
    public Figure draw() {
        return figure();
    }

    private void word(Canvas canvas, int i, double[] place, Color colour) {
        canvas.rectangle(place[0], place[1], place[2], BOX, Tone.of(colour));
        canvas.text(shown(i), place[0] + PAD, place[1] + 18, WORD.toned(Tone.of(Cells.legible(colour))));
    }

    /** Left edge, upper edge and width of each word, in lines as on a page. */
    private List<double[]> places() {
        List<double[]> places = new ArrayList<>();
        double x = 0;
        double y = 4;
        for (int i = 0; i < words.size(); i++) {
            double width = WORD.width(shown(i)) + 2 * PAD;
            if (x > 0 && x + width > PAGE) {
                x = 0;
                y += LINE;
            }
            places.add(new double[] {x, y, width});
            x += width + GAP;
        }
        return places;
    }

    private String shown(int i) {
        return words.get(i).isBlank() ? "␣" : words.get(i);
    }

    private String description() {
        int low = IntStream.range(0, values.length)
                .reduce((best, i) -> values[i] < values[best] ? i : best)
                .orElseThrow();
        int high = IntStream.range(0, values.length)
                .reduce((best, i) -> values[i] > values[best] ? i : best)
                .orElseThrow();
        return "A text of %d words. Smallest %s at “%s”; largest %s at “%s”."
                .formatted(
                        words.size(), Words.number(values[low]), shown(low), Words.number(values[high]), shown(high));
    }

    private Numbers table() {
        List<List<String>> rows = IntStream.range(0, values.length)
                .mapToObj(i -> List.of(shown(i), Words.number(values[i])))
                .toList();
        return new Numbers(title, List.of("word", unit.isBlank() ? "value" : unit), rows);
    }
}
