package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.HeatMap;
import java.util.List;

/**
 * How differently a classifier that says yes or no treats two groups of people. All rates are shares in [0, 1], of the group with
 * attribute 0 first, of the group with attribute 1 second; NaN where there is nobody to take the share of.
 *
 * @param accuracy share of all people of whom the prediction is right
 * @param selected share of each group that is told yes
 * @param truePositive share of those told yes among each group's people whose answer is yes
 * @param falsePositive share of those told yes among each group's people whose answer is no
 */
public record Fairness(double accuracy, double[] selected, double[] truePositive, double[] falsePositive)
        implements Drawable {
    /**
     * Compares predictions with the truth, group by group.
     *
     * @param predicted what was predicted of each person, 1 for yes and 0 for no
     * @param truth the true answers
     * @param attribute the group of each person, 0 or 1
     * @return the rates
     * @throws IllegalArgumentException if the arrays differ in length, hold another number, or a group has nobody
     */
    public static Fairness of(int[] predicted, int[] truth, int[] attribute) {
        if (truth.length != predicted.length || attribute.length != predicted.length) {
            throw new IllegalArgumentException("There are " + predicted.length + " predictions, " + truth.length
                    + " answers and " + attribute.length + " attributes, expected as many of each");
        }
        // people by group, answer and prediction
        double[][][] count = new double[2][2][2];
        for (int i = 0; i < predicted.length; i++) {
            if (((predicted[i] | truth[i] | attribute[i]) & ~1) != 0) {
                throw new IllegalArgumentException("Person " + i + " has the prediction " + predicted[i]
                        + ", the answer " + truth[i] + " and the attribute " + attribute[i] + "; all must be 0 or 1");
            }
            count[attribute[i]][truth[i]][predicted[i]]++;
        }
        double[][] rates = new double[3][2];
        double right = 0;
        for (int group = 0; group < 2; group++) {
            double[] no = count[group][0];
            double[] yes = count[group][1];
            double size = no[0] + no[1] + yes[0] + yes[1];
            if (size == 0) {
                throw new IllegalArgumentException(
                        "Nobody has the attribute " + group + "; there is nothing to compare");
            }
            right += no[0] + yes[1];
            rates[0][group] = (no[1] + yes[1]) / size;
            rates[1][group] = yes[1] / (yes[0] + yes[1]);
            rates[2][group] = no[1] / (no[0] + no[1]);
        }
        return new Fairness(right / predicted.length, rates[0], rates[1], rates[2]);
    }

    /**
     * Returns the p-% rule's number: the smaller of the two groups' shares of yes, in percent of the larger (Zafar et al. 2017,
     * "Fairness constraints", arXiv:1507.05259). US law has long looked at whether it is 80 at least.
     *
     * @return 0 to 100, which is fair; 100 also if nobody is told yes
     */
    public double pPercent() {
        double larger = Math.max(selected[0], selected[1]);
        return larger == 0 ? 100 : 100 * Math.min(selected[0], selected[1]) / larger;
    }

    /**
     * Returns how far the groups are from demographic parity.
     *
     * @return the difference of the shares of yes, 0 to 1; 0 is fair
     */
    public double demographicParityDifference() {
        return Math.abs(selected[0] - selected[1]);
    }

    /**
     * Returns how far the groups are from equalised odds (Hardt, Price and Srebro 2016, "Equality of opportunity in supervised
     * learning", arXiv:1610.02413).
     *
     * @return the larger of the differences of the true-positive and of the false-positive rates, 0 to 1; 0 is fair
     */
    public double equalizedOddsDifference() {
        return Math.max(Math.abs(truePositive[0] - truePositive[1]), Math.abs(falsePositive[0] - falsePositive[1]));
    }

    /**
     * Says it in one line.
     *
     * @return for example "accuracy 83.1 %, p-% rule 34.0, demographic parity difference 0.181, equalised odds difference 0.112"
     */
    @Override
    public String toString() {
        return "accuracy %.1f %%, p-%% rule %.1f, demographic parity difference %.3f, equalised odds difference %.3f"
                .formatted(100 * accuracy, pPercent(), demographicParityDifference(), equalizedOddsDifference());
    }

    @Override
    public Figure draw() {
        return HeatMap.of("Fairness: p-%% rule %.0f".formatted(pPercent()))
                .values(new double[][] {percent(selected), percent(truePositive), percent(falsePositive)})
                .rows(List.of("told yes", "true positives", "false positives"))
                .columns(List.of("0", "1"))
                .x("group")
                .y("share")
                .numbers("%.1f")
                .range(0, 100)
                .unit("% of the group")
                .alt("Rates of two groups. %s. Told yes: %.1f %% of group 0, %.1f %% of group 1."
                        .formatted(this, 100 * selected[0], 100 * selected[1]))
                .figure();
    }

    private static double[] percent(double[] shares) {
        return new double[] {100 * shares[0], 100 * shares[1]};
    }
}
