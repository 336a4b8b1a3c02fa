package dev.crema.training;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The receiver operating characteristic of each class against the others: what share of the class is found, and what share of
 * the others with it, as the threshold falls (Fawcett 2006, "An introduction to ROC analysis").
 *
 * @param curves one a class; of two classes only the second
 */
public record Roc(List<ThresholdCurve> curves) implements Drawable {
    /**
     * Keeps its own copy of the curves.
     *
     * @param curves as above
     */
    public Roc {
        curves = List.copyOf(curves);
    }

    /**
     * Computes the mean over the classes of the area under the curve.
     *
     * @return the area, in [0, 1]; 0.5 is chance
     */
    public double area() {
        return curves.stream().mapToDouble(ThresholdCurve::rocArea).average().orElseThrow();
    }

    @Override
    public Figure draw() {
        LineChart chart = LineChart.of("ROC: area %.3f".formatted(area()))
                .x("false positive rate")
                .y("true positive rate")
                .xRange(0, 1)
                .yRange(0, 1);
        for (ThresholdCurve curve : curves) {
            chart = chart.line(
                    "%s (%.3f)".formatted(curve.name(), curve.rocArea()), curve.falsePositiveRate(), curve.recall());
        }
        return chart.line("chance", new double[] {0, 1}, new double[] {0, 1})
                .alt("ROC curves. Area under the curve: "
                        + curves.stream()
                                .map(curve -> "%s %.3f".formatted(curve.name(), curve.rocArea()))
                                .collect(Collectors.joining(", "))
                        + "; mean %.3f, chance 0.5.".formatted(area()))
                .figure();
    }
}
