package dev.crema.datasets;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Points in the plane with a class for each, small enough to see everything a classifier does. The factories make them
 * from a formula: such data is not measured, and {@link #source} says so.
 *
 * <p>The classes take turns, so that any first part of the points holds each as often as the others. {@code noise} is the
 * standard deviation of the normal noise that is added to both coordinates, 0 for none. The same arguments give the same
 * points on every machine. The factories throw a {@link DataException} if n is less than 2 or the noise is negative or not
 * a finite number.
 *
 * @param points {@code [n][2]}, the coordinates (x, y) of each point, finite
 * @param labels {@code [n]}, from 0 to one less than the number of classes
 * @param classes names of the classes
 * @param axes what the two coordinates are, such as "lectures attended", "hours spent"
 * @param source where the points come from; begins with "made: " if from a formula
 */
public record Points(float[][] points, int[] labels, List<String> classes, List<String> axes, String source) {
    private static final List<String> AXES = List.of("x", "y");

    /**
     * Checks a user's own points.
     *
     * @param points the coordinates
     * @param labels one for each point
     * @param classes names of the classes
     * @param axes names of the two coordinates
     * @param source where the points come from
     * @throws DataException if there is no point, a shape or a label is not as above, a coordinate is not finite, or there
     *     are not two names of coordinates
     */
    public Points {
        classes = List.copyOf(classes);
        axes = List.copyOf(axes);
        if (axes.size() != AXES.size()) {
            throw new DataException("The axes are " + axes + ", expected two names, such as " + AXES + ".");
        }
        if (points.length == 0 || points.length != labels.length) {
            throw new DataException("There are " + points.length + " points and " + labels.length
                    + " labels, expected at least one point and one label for each.");
        }
        for (int i = 0; i < points.length; i++) {
            float[] point = points[i];
            if (point.length != 2 || !Float.isFinite(point[0]) || !Float.isFinite(point[1])) {
                throw new DataException("Point " + i + " is " + Arrays.toString(point)
                        + ", expected two finite numbers. Leave it out, or find where it comes from.");
            }
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new DataException("Label " + i + " is " + labels[i] + ", expected 0 to " + (classes.size() - 1)
                        + ". Name every class, or number the labels from 0.");
            }
        }
    }

    /**
     * Checks a user's own points, whose coordinates are called x and y.
     *
     * @param points the coordinates
     * @param labels one for each point
     * @param classes names of the classes
     * @param source where the points come from
     * @throws DataException if there is no point, a shape or a label is not as above, or a coordinate is not finite
     */
    public Points(float[][] points, int[] labels, List<String> classes, String source) {
        this(points, labels, classes, AXES, source);
    }

    /**
     * Makes two half circles that reach into each other: the upper (cos t, sin t) and the lower (1 − cos t, ½ − sin t),
     * t evenly from 0 to π.
     *
     * @param n number of points, at least 2
     * @param noise standard deviation, such as 0.1
     * @param seed of the noise
     * @return points of the classes "upper" and "lower"
     */
    public static Points twoMoons(int n, double noise, long seed) {
        return make("two moons", List.of("upper", "lower"), n, noise, seed, (label, place) -> {
            double t = StrictMath.PI * place;
            return label == 0
                    ? new double[] {StrictMath.cos(t), StrictMath.sin(t)}
                    : new double[] {1 - StrictMath.cos(t), 0.5 - StrictMath.sin(t)};
        });
    }

    /**
     * Makes two spirals, each the other turned by half a turn: r (cos a, sin a), r evenly from 0.1 to 1 and a = 4π r, plus
     * π for the second (after Lang and Witbrock 1988, "Learning to tell two spirals apart").
     *
     * @param n number of points, at least 2
     * @param noise standard deviation, such as 0.02; the arms are 0.25 apart
     * @param seed of the noise
     * @return points of the classes "first" and "second"
     */
    public static Points spirals(int n, double noise, long seed) {
        return make("spirals", List.of("first", "second"), n, noise, seed, (label, place) -> {
            double r = 0.1 + 0.9 * place;
            return polar(r, StrictMath.PI * (4 * r + label));
        });
    }

    /**
     * Makes two circles about the origin: radius 1 and radius ½, angles evenly once around, from 0 to 2π.
     *
     * @param n number of points, at least 2
     * @param noise standard deviation, such as 0.05
     * @param seed of the noise
     * @return points of the classes "outer" and "inner"
     */
    public static Points circles(int n, double noise, long seed) {
        return make(
                "circles",
                List.of("outer", "inner"),
                n,
                noise,
                seed,
                (label, place) -> polar(label == 0 ? 1 : 0.5, 2 * StrictMath.PI * place));
    }

    /**
     * Makes two waves, one above the other, that no straight line separates: y = ½ cos(π x) + ¼ and the same − ¼, x evenly
     * from −1 to 1. One hidden layer bends the plane until a line does (after Olah 2014, "Neural Networks, Manifolds, and
     * Topology").
     *
     * @param n number of points, at least 2
     * @param noise standard deviation, such as 0.03
     * @param seed of the noise
     * @return points of the classes "upper" and "lower"
     */
    public static Points twoCurves(int n, double noise, long seed) {
        return make("two curves", List.of("upper", "lower"), n, noise, seed, (label, place) -> {
            double x = 2 * place - 1;
            return new double[] {x, 0.5 * StrictMath.cos(StrictMath.PI * x) + (label == 0 ? 0.25 : -0.25)};
        });
    }

    /**
     * Makes four heaps at the corners (±1, ±1) whose class is whether the signs differ. Four points without noise are the
     * truth table that no linear classifier learns (Minsky and Papert 1969, "Perceptrons").
     *
     * @param n number of points, at least 2
     * @param noise standard deviation, such as 0.3
     * @param seed of the noise
     * @return points of the classes "same sign" and "different signs", each corner as often as the others
     */
    public static Points xor(int n, double noise, long seed) {
        checkCount(n);
        checkNoise(noise);
        Random random = new Random(seed);
        float[][] points = new float[n][];
        int[] labels = new int[n];
        int[][] corners = {{-1, -1}, {-1, 1}, {1, 1}, {1, -1}};
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            points[i] = noisy(corners[i % 4][0], corners[i % 4][1], noise, random);
        }
        return new Points(points, labels, List.of("same sign", "different signs"), made("XOR", noise, seed));
    }

    /**
     * Makes the answers to "Will I pass this class?": x lectures attended, a whole number from 0 to 8, and y hours spent on
     * the project, from 0 to 10. A student passes if x + 0.8 y ≥ 7 + e, with e from the standard normal distribution: work
     * helps, luck has a say. Whoever went to 4 lectures and worked 5 hours passes five times in six.
     *
     * @param n number of students, at least 2
     * @param seed of the students and their luck
     * @return points of the classes "fail" and "pass", in no order and not equally many
     */
    public static Points willIPass(int n, long seed) {
        checkCount(n);
        Random random = new Random(seed);
        float[][] points = new float[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            int lectures = random.nextInt(9);
            float hours = 10 * random.nextFloat();
            points[i] = new float[] {lectures, hours};
            labels[i] = lectures + 0.8 * hours >= 7 + random.nextGaussian() ? 1 : 0;
        }
        return new Points(
                points,
                labels,
                List.of("fail", "pass"),
                List.of("lectures attended", "hours spent on the project"),
                "made: will I pass this class, seed " + seed);
    }

    /**
     * Returns the number of points.
     *
     * @return at least 1
     */
    public int size() {
        return points.length;
    }

    /**
     * Returns the points as something to train on.
     *
     * @return n examples with the inputs {@code [n, 2]}, float32, and the targets {@code [n]}, int64, the labels
     */
    public Examples examples() {
        try (NDManager manager = NDManager.newBaseManager()) {
            long[] targets = Arrays.stream(labels).asLongStream().toArray();
            return Examples.of(new NDList(manager.create(points)), new NDList(manager.create(targets)));
        }
    }

    /**
     * Cuts the points into a part to train on and one to test on, at random, with the same share of each class in both.
     *
     * @param fraction share of the points to train on, between 0 and 1
     * @param seed the same seed cuts the same way
     * @return the two parts, each in the order of these points
     * @throws DataException if the fraction is not between 0 and 1, or there is a single point of a class
     */
    public Split<Points> split(double fraction, long seed) {
        return new Strata(labels, classes::get).split(fraction, seed).map(this::where);
    }

    private Points where(int[] chosen) {
        return new Points(
                Arrays.stream(chosen).mapToObj(i -> points[i]).toArray(float[][]::new),
                Arrays.stream(chosen).map(i -> labels[i]).toArray(),
                classes,
                axes,
                source);
    }

    /**
     * Says what the points are.
     *
     * @return for example "200 points of 2 classes (made: two moons, noise 0.1, seed 1)"
     */
    @Override
    public String toString() {
        return size() + " points of " + classes.size() + " classes (" + source + ")";
    }

    static void checkNoise(double noise) {
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new DataException(
                    "The noise is " + noise + ", expected a standard deviation of 0 or more, such as 0.1.");
        }
    }

    static String made(String name, double noise, long seed) {
        return "made: " + name + ", noise " + noise + ", seed " + seed;
    }

    private static Points make(String name, List<String> classes, int n, double noise, long seed, Shape shape) {
        checkCount(n);
        checkNoise(noise);
        Random random = new Random(seed);
        float[][] points = new float[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            int label = i % 2;
            int others = (n - label + 1) / 2 - 1;
            double along = Math.floorDiv(i, 2);
            double[] point = shape.at(label, others == 0 ? 0 : along / others);
            labels[i] = label;
            points[i] = noisy(point[0], point[1], noise, random);
        }
        return new Points(points, labels, classes, made(name, noise, seed));
    }

    private static float[] noisy(double x, double y, double noise, Random random) {
        return new float[] {(float) (x + noise * random.nextGaussian()), (float) (y + noise * random.nextGaussian())};
    }

    private static double[] polar(double radius, double angle) {
        return new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
    }

    private static void checkCount(int n) {
        if (n < 2) {
            throw new DataException(n + " points were asked for, expected at least 2, one of each class.");
        }
    }

    /** The point of a class at a place from 0, where its curve begins, to 1, where it ends. */
    private interface Shape {
        double[] at(int label, double place);
    }
}
