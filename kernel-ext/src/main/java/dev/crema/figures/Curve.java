package dev.crema.figures;

/** One curve of a chart; the arrays are its own. Two curves are the same only if they are the same object. */
final class Curve {
    private final String name;
    private final double[] xs;
    private final double[] ys;
    private final int index;
    private final Role role;

    /** What a curve is to the chart. */
    enum Role {
        /** It has a label. */
        MAIN,
        /** It is drawn in dashes, in the colour of the main curve of its name. */
        BROKEN,
        /** It is drawn pale and thin, in the colour of the main curve of its name. */
        FAINT
    }

    Curve(String name, double[] xs, double[] ys, int index, Role role) {
        if (xs.length != ys.length) {
            throw new IllegalArgumentException("The curve \"" + name + "\" has " + xs.length + " places but "
                    + ys.length + " values; it needs one value for each place.");
        }
        this.name = name;
        this.xs = xs.clone();
        this.ys = ys.clone();
        this.index = index;
        this.role = role;
    }

    String name() {
        return name;
    }

    /** Not to be changed. */
    double[] xs() {
        return xs;
    }

    /** Not to be changed. */
    double[] ys() {
        return ys;
    }

    int index() {
        return index;
    }

    boolean is(Role other) {
        return role == other;
    }
}
