package dev.crema.figures;

/** The shape of a data point. The first ten are for classes. */
public enum Marker {
    /** A disc. */
    CIRCLE(ngon(24, 0, 1)),
    /** A square on its side. */
    SQUARE(ngon(4, 45, 1.25)),
    /** A triangle that points up. */
    TRIANGLE_UP(ngon(3, 0, 1.35)),
    /** A square on its corner. */
    DIAMOND(ngon(4, 0, 1.3)),
    /** A triangle that points down. */
    TRIANGLE_DOWN(ngon(3, 180, 1.35)),
    /** A diagonal cross. */
    CROSS(plus(45)),
    /** An upright cross. */
    PLUS(plus(0)),
    /** A triangle that points left. */
    TRIANGLE_LEFT(ngon(3, 270, 1.35)),
    /** A triangle that points right. */
    TRIANGLE_RIGHT(ngon(3, 90, 1.35)),
    /** Half a disc, the lower one. */
    BOWL(bowl()),
    /** A star with five points, for the best. */
    STAR(star());

    /** Corners x0, y0, x1, y1, … about the centre, for a diameter of 2. */
    @SuppressWarnings("ImmutableEnumChecker") // never handed out
    private final double[] corners;

    Marker(double[] corners) {
        this.corners = corners;
    }

    int size() {
        return corners.length / 2;
    }

    /** The corners' x, or y, around a centre. */
    double[] along(int axis, double centre, double diameter) {
        double[] out = new double[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = centre + corners[2 * i + axis] * diameter / 2;
        }
        return out;
    }

    private static double[] ngon(int n, double degrees, double radius) {
        double[] out = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double angle = Math.toRadians(degrees + 360.0 * i / n);
            out[2 * i] = radius * Math.sin(angle);
            out[2 * i + 1] = -radius * Math.cos(angle);
        }
        return out;
    }

    private static double[] plus(double degrees) {
        double arm = 0.36;
        double end = 1.15;
        double[] upright = {
            -arm, -end, arm, -end, arm, -arm, end, -arm, end, arm, arm, arm, arm, end, -arm, end, -arm, arm, -end, arm,
            -end, -arm, -arm, -arm
        };
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double[] out = new double[upright.length];
        for (int i = 0; i < out.length; i += 2) {
            out[i] = cos * upright[i] - sin * upright[i + 1];
            out[i + 1] = sin * upright[i] + cos * upright[i + 1];
        }
        return out;
    }

    private static double[] bowl() {
        int n = 13;
        double[] out = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double angle = Math.PI * i / (n - 1);
            out[2 * i] = 1.3 * Math.cos(angle);
            out[2 * i + 1] = 1.3 * Math.sin(angle) - 0.6;
        }
        return out;
    }

    private static double[] star() {
        double[] out = new double[20];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 1.3 : 0.55;
            out[2 * i] = radius * Math.sin(Math.PI * i / 5);
            out[2 * i + 1] = -radius * Math.cos(Math.PI * i / 5);
        }
        return out;
    }
}
