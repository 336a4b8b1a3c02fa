package dev.crema.augmentation;

import java.util.SplittableRandom;

/**
 * A map of the plane, (x, y) → (ax + by + c, dx + ey + f), from a place in the new image to the place in the old one that
 * is seen there. Places are in pixels from the upper left corner: the first pixel goes from 0 to 1, its centre is ½.
 */
record Affine(double a, double b, double c, double d, double e, double f) {
    static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

    /** Draws the map for one image. */
    @FunctionalInterface
    interface Drawing {
        Affine draw(SplittableRandom random, int height, int width);
    }

    static Affine shift(double x, double y) {
        return new Affine(1, 0, x, 0, 1, y);
    }

    /** Turns what is seen counter-clockwise and enlarges it, about the centre of the image. */
    static Affine turn(double degrees, double enlargement, int height, int width) {
        double angle = StrictMath.toRadians(degrees);
        double cos = rounded(StrictMath.cos(angle)) / enlargement;
        double sin = rounded(StrictMath.sin(angle)) / enlargement;
        double x = width / 2.0;
        double y = height / 2.0;
        return new Affine(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
    }

    /** Returns the map to the old image when this move is followed by another: first back by the other, then by this. */
    Affine then(Affine next) {
        return new Affine(
                a * next.a + b * next.d,
                a * next.b + b * next.e,
                a * next.c + b * next.f + c,
                d * next.a + e * next.d,
                d * next.b + e * next.e,
                d * next.c + e * next.f + f);
    }

    /** Returns the map from the old image to the new one. */
    Affine inverse() {
        double determinant = a * e - b * d;
        return new Affine(
                e / determinant,
                -b / determinant,
                (b * f - c * e) / determinant,
                -d / determinant,
                a / determinant,
                (c * d - a * f) / determinant);
    }

    double x(double x, double y) {
        return a * x + b * y + c;
    }

    double y(double x, double y) {
        return d * x + e * y + f;
    }

    /** Says whether the centre of each pixel comes from the centre of another. */
    boolean keepsPixelsWhole() {
        return whole(a) && whole(b) && whole(d) && whole(e) && whole(x(0.5, 0.5) - 0.5) && whole(y(0.5, 0.5) - 0.5);
    }

    private static boolean whole(double number) {
        return number == Math.rint(number);
    }

    /** A quarter turn is meant to be exact, and the cosine of a right angle is 6e-17. */
    private static double rounded(double number) {
        return Math.rint(number * 0x1p40) / 0x1p40;
    }
}
