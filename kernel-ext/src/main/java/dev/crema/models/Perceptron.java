package dev.crema.models;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Perceptron: one unit that says on which side of a line, {@code w·x + b = 0}, a point lies (Rosenblatt 1958, "The
 * perceptron: a probabilistic model for information storage and organization in the brain").
 *
 * <p>Its output is a sign, which has no gradient; {@link #learn} corrects it whenever it is wrong. Where a line separates
 * the classes, so that every point is at least γ away from it, and all {@code (x, 1)} are at most R long, it needs at most
 * {@code (R/γ)²} corrections (Novikoff 1962); where none does, as for "exclusive or", it never ends (Minsky and Papert
 * 1969).
 *
 * @param weights w, one for each coordinate
 * @param bias b
 */
public record Perceptron(double[] weights, double bias) {
    /**
     * One correction.
     *
     * @param epoch in which round through the points it was made, from 1
     * @param point which point was on the wrong side, from 0
     * @param after the unit afterwards
     */
    public record Correction(int epoch, int point, Perceptron after) {}

    /**
     * What happened while a perceptron learned.
     *
     * @param unit the unit in the end
     * @param corrections what led to it, in order
     * @param epochs rounds through the points, the last one included
     * @param converged whether the last round was without a mistake, so that nothing would change any more
     * @param points what it learned from, {@code [n][coordinates]}; not to be changed
     * @param labels the class of each point, 0 or 1; not to be changed
     */
    public record Learning(
            Perceptron unit,
            List<Correction> corrections,
            int epochs,
            boolean converged,
            float[][] points,
            int[] labels)
            implements Drawable {
        /**
         * Keeps its own copy of the corrections.
         *
         * @param unit as above
         * @param corrections as above
         * @param epochs as above
         * @param converged as above
         * @param points as above
         * @param labels as above
         */
        public Learning {
            corrections = List.copyOf(corrections);
        }

        /**
         * Draws the line over the points and the corrections of each epoch.
         *
         * @return a figure; points of other than two coordinates have only the second part
         */
        @Override
        public Figure draw() {
            return new PerceptronPicture(this).figure();
        }

        String end() {
            return (converged
                            ? "All points are on their side after %d corrections in %d epochs."
                            : "After %d corrections in %d epochs points are still on the wrong side; perhaps no line"
                                    + " separates them.")
                    .formatted(corrections.size(), epochs);
        }

        @Override
        public String toString() {
            StringBuilder table = new StringBuilder("epoch  point  weights and bias%n".formatted());
            for (Correction one : corrections) {
                table.append("%5d  %5d  %s%n".formatted(one.epoch, one.point, one.after));
            }
            return table.append(end()).toString();
        }
    }

    /**
     * Keeps its own copy of the weights.
     *
     * @param weights as above
     * @param bias as above
     */
    public Perceptron {
        weights = weights.clone();
    }

    /**
     * Learns by Rosenblatt's rule: point for point, and round for round until one is without a mistake, a point on the wrong
     * side is added to the weights, or taken away from them, {@code w ← w ± x} and {@code b ← b ± 1}. It starts from zeros,
     * where a learning rate would change nothing but the scale.
     *
     * @param points {@code [n][coordinates]}
     * @param labels the class of each point, 0 or 1
     * @param epochs after how many rounds to give up, at least 1
     * @return all that happened
     * @throws IllegalArgumentException if there is no point or no round, points and labels do not belong to each other, or a
     *     label is another number
     */
    public static Learning learn(float[][] points, int[] labels, int epochs) {
        if (points.length == 0 || points.length != labels.length || epochs < 1) {
            throw new IllegalArgumentException(points.length + " points, " + labels.length + " labels and " + epochs
                    + " epochs; there must be as many labels as points, and at least one of each");
        }
        if (!Arrays.stream(labels).allMatch(label -> label == 0 || label == 1)) {
            throw new IllegalArgumentException(
                    "A perceptron tells two classes apart, 0 and 1, not " + Arrays.toString(labels));
        }
        float[][] kept = Arrays.stream(points).map(float[]::clone).toArray(float[][]::new);
        Perceptron unit = new Perceptron(new double[points[0].length], 0);
        List<Correction> corrections = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int before = corrections.size();
            for (int i = 0; i < points.length; i++) {
                if (unit.classify(points[i]) != labels[i]) {
                    unit = unit.towards(points[i], labels[i] == 1 ? 1 : -1);
                    corrections.add(new Correction(epoch, i, unit));
                }
            }
            if (corrections.size() == before) {
                return new Learning(unit, corrections, epoch, true, kept, labels.clone());
            }
        }
        return new Learning(unit, corrections, epochs, false, kept, labels.clone());
    }

    /**
     * Tells on which side a point lies.
     *
     * @param x the point's coordinates
     * @return 1 if {@code w·x + b} is positive, otherwise 0
     * @throws IllegalArgumentException if the point has another number of coordinates than there are weights
     */
    public int classify(float... x) {
        if (x.length != weights.length) {
            throw new IllegalArgumentException("The point " + Arrays.toString(x)
                    + " has not as many coordinates as there are weights, " + weights.length);
        }
        double sum = bias;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum > 0 ? 1 : 0;
    }

    /** The line on which it is undecided. */
    String equation() {
        StringBuilder sum = new StringBuilder();
        for (int i = 0; i < weights.length; i++) {
            sum.append("%.3g·x%d + ".formatted(weights[i], i + 1));
        }
        return sum.append("%.3g = 0".formatted(bias)).toString();
    }

    private Perceptron towards(float[] x, int sign) {
        double[] moved = weights.clone();
        for (int i = 0; i < x.length; i++) {
            moved[i] += sign * x[i];
        }
        return new Perceptron(moved, bias + sign);
    }

    @Override
    public String toString() {
        StringBuilder numbers = new StringBuilder();
        for (double weight : weights) {
            numbers.append("%8.3f ".formatted(weight));
        }
        return numbers.append("%8.3f".formatted(bias)).toString();
    }
}
