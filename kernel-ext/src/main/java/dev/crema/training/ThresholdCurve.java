package dev.crema.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a detector finds at each threshold of its score: {@code truePositives[i]} of {@code positives} and
 * {@code falsePositives[i]} of {@code negatives} score {@code thresholds[i]} or more.
 *
 * @param name what is detected
 * @param thresholds the different scores, falling
 * @param truePositives samples found that are of the class
 * @param falsePositives samples found that are not
 */
public record ThresholdCurve(String name, double[] thresholds, int[] truePositives, int[] falsePositives) {
    static ThresholdCurve of(String name, double[] scores, boolean[] truth) {
        if (scores.length == 0 || scores.length != truth.length) {
            throw new IllegalArgumentException("There are " + scores.length + " scores and " + truth.length
                    + " truths; give at least one score, and the truth of each");
        }
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "The score of sample " + i + " is NaN; look for large or missing values in the inputs");
            }
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        // samples of equal score are found together
        int[] last = IntStream.range(0, order.length)
                .filter(i -> i + 1 == order.length || scores[order[i + 1]] < scores[order[i]])
                .toArray();
        int[] hits = new int[last.length];
        int found = 0;
        for (int i = 0, k = 0; i < order.length; i++) {
            found += truth[order[i]] ? 1 : 0;
            if (i == last[k]) {
                hits[k++] = found;
            }
        }
        if (found == 0 || found == truth.length) {
            throw new IllegalArgumentException("All " + truth.length + " samples are "
                    + (found == 0 ? "other than " : "") + name
                    + "; a threshold is judged by samples of both kinds, so give some of each");
        }
        return new ThresholdCurve(
                name,
                Arrays.stream(last).mapToDouble(i -> scores[order[i]]).toArray(),
                hits,
                IntStream.range(0, last.length).map(k -> last[k] + 1 - hits[k]).toArray());
    }

    /**
     * Returns the samples of the class.
     *
     * @return at least 1
     */
    public int positives() {
        return truePositives[truePositives.length - 1];
    }

    /**
     * Returns the samples that are not of the class.
     *
     * @return at least 1
     */
    public int negatives() {
        return falsePositives[falsePositives.length - 1];
    }

    /**
     * Returns the share of the class that is found at each threshold, 0 first for one above all scores: the true positive rate,
     * or recall.
     *
     * @return one more than there are thresholds, rising from 0 to 1
     */
    public double[] recall() {
        return shares(truePositives, positives());
    }

    /**
     * Returns the share of the others that is found at each threshold, 0 first for one above all scores.
     *
     * @return one more than there are thresholds, rising from 0 to 1
     */
    public double[] falsePositiveRate() {
        return shares(falsePositives, negatives());
    }

    /**
     * Returns the share of what is found that is of the class, 1 first, where nothing is found.
     *
     * @return one more than there are thresholds
     */
    public double[] precision() {
        return IntStream.rangeClosed(0, thresholds.length)
                .mapToDouble(i ->
                        i == 0 ? 1 : truePositives[i - 1] / (double) (truePositives[i - 1] + falsePositives[i - 1]))
                .toArray();
    }

    /**
     * Computes the area under the ROC curve, by trapezia: how probably a sample of the class scores more than another one.
     *
     * @return the area, in [0, 1]; 0.5 is chance
     */
    public double rocArea() {
        double[] x = falsePositiveRate();
        double[] y = recall();
        return IntStream.range(1, x.length)
                .mapToDouble(i -> (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2)
                .sum();
    }

    /**
     * Computes the area under the precision–recall curve as steps, which does not flatter as a straight line between two points
     * does (Davis and Goadrich 2006).
     *
     * @return the average precision, in (0, 1]; the share of the class among the samples is chance
     */
    public double averagePrecision() {
        double[] recall = recall();
        double[] precision = precision();
        return IntStream.range(1, recall.length)
                .mapToDouble(i -> (recall[i] - recall[i - 1]) * precision[i])
                .sum();
    }

    private static double[] shares(int[] counts, int all) {
        return IntStream.rangeClosed(0, counts.length)
                .mapToDouble(i -> i == 0 ? 0 : counts[i - 1] / (double) all)
                .toArray();
    }
}
