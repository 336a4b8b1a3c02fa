package dev.crema.figures;

import java.util.List;

/** How a line is broken up, so that lines differ by more than their colour. */
public enum Dash {
    /** Unbroken. */
    SOLID(),
    /** Dashes of equal length. */
    DASHED(8.0, 4.0),
    /** Dots. */
    DOTTED(2.0, 3.0),
    /** Dash, dot. */
    DASH_DOT(9.0, 3.0, 2.0, 3.0),
    /** Long dashes. */
    LONG(14.0, 4.0);

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Double> pattern;

    Dash(Double... pattern) {
        this.pattern = List.of(pattern);
    }

    /**
     * Returns the lengths of the strokes and the gaps.
     *
     * @return lengths in pixels, stroke first; empty for an unbroken line
     */
    public List<Double> pattern() {
        return pattern;
    }
}
