package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What share of what is found is of the class, as more and more of the class is found: unlike {@link Roc}, it tells how
 * useful a detector of something rare is (Davis and Goadrich 2006, "The relationship between precision-recall and ROC
 * curves").
 *
 * @param curves one a class; of two classes only the second
 */
public record PrecisionRecall(List<ThresholdCurve> curves) implements Drawable {
    /**
     * Keeps its own copy of the curves.
     *
     * @param curves as above
     */
    public PrecisionRecall {
        curves = List.copyOf(curves);
    }

    /**
     * Computes the mean over the classes of the average precision.
     *
     * @return the mean average precision, in (0, 1]
     */
    public double area() {
        return curves.stream()
                .mapToDouble(ThresholdCurve::averagePrecision)
                .average()
                .orElseThrow();
    }

    @Override
    public Figure draw() {
        LineChart chart = LineChart.of("Precision and recall: average precision %.3f".formatted(area()))
                .x("recall")
                .y("precision")
                .xRange(0, 1)
                .yRange(0, 1);
        for (ThresholdCurve curve : curves) {
            chart = chart.line(
                    "%s (%.3f)".formatted(curve.name(), curve.averagePrecision()), curve.recall(), curve.precision());
        }
        return chart.alt("Precision against recall. Average precision: "
                        + curves.stream()
                                .map(curve -> "%s %.3f (chance %.3f)"
                                        .formatted(
                                                curve.name(),
                                                curve.averagePrecision(),
                                                curve.positives() / (double) (curve.positives() + curve.negatives())))
                                .collect(Collectors.joining(", "))
                        + ".")
                .figure();
    }
}
