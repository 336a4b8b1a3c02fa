package dev.crema.training;

import dev.crema.figures.BarChart;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.figures.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a network's confidence can be trusted: samples are put into bins by the probability of the predicted class, and in
 * each bin that confidence is compared with how often the network is right (Guo et al. 2017, "On Calibration of Modern Neural
 * Networks", arXiv:1706.04599, section 2).
 *
 * @param bins bins of equal width over (0, 1], also empty ones
 */
public record Reliability(List<Bin> bins) implements Drawable {
    /**
     * The samples of one bin.
     *
     * @param samples how many
     * @param confidence their mean confidence, NaN without samples
     * @param accuracy the share of them that is right, NaN without samples
     */
    public record Bin(int samples, double confidence, double accuracy) {}

    /**
     * Keeps its own copy of the bins.
     *
     * @param bins as above
     * @throws IllegalArgumentException if there is no sample in any
     */
    public Reliability {
        bins = List.copyOf(bins);
        if (bins.stream().allMatch(bin -> bin.samples() == 0)) {
            throw new IllegalArgumentException(
                    "There is no sample, so nothing can be said of reliability; predict at least one");
        }
    }

    static Reliability of(Predictions predictions, int bins) {
        Choices.requireAtLeastOne("bins", bins);
        int[] samples = new int[bins];
        double[] confidence = new double[bins];
        int[] right = new int[bins];
        for (int i = 0; i < predictions.labels().length; i++) {
            int predicted = predictions.predicted(i);
            double sure = predictions.probabilities()[i][predicted];
            if (!(sure >= 0 && sure <= 1)) {
                throw new IllegalArgumentException("Sample " + i + " has the probability " + sure
                        + "; it must be in [0, 1], look for NaN in the network's scores");
            }
            // a bin has its upper end, as in the paper
            int bin = Math.max(0, (int) Math.ceil(sure * bins) - 1);
            samples[bin]++;
            confidence[bin] += sure;
            right[bin] += predicted == predictions.labels()[i] ? 1 : 0;
        }
        return new Reliability(IntStream.range(0, bins)
                .mapToObj(bin -> samples[bin] == 0
                        ? new Bin(0, Double.NaN, Double.NaN)
                        : new Bin(samples[bin], confidence[bin] / samples[bin], right[bin] / (double) samples[bin]))
                .toList());
    }

    /**
     * Returns the number of samples.
     *
     * @return at least 1
     */
    public int samples() {
        return bins.stream().mapToInt(Bin::samples).sum();
    }

    /**
     * Computes how far confidence and accuracy are apart, in the mean over the samples.
     *
     * @return the expected calibration error, in [0, 1]; 0 is calibrated
     */
    public double expectedCalibrationError() {
        return filled().stream()
                        .mapToDouble(bin -> bin.samples() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / samples();
    }

    /**
     * Computes how far confidence and accuracy are apart in the worst bin.
     *
     * @return the maximum calibration error, in [0, 1]
     */
    public double maximumCalibrationError() {
        return filled().stream()
                .mapToDouble(bin -> Math.abs(bin.accuracy() - bin.confidence()))
                .max()
                .orElseThrow();
    }

    private List<Bin> filled() {
        return bins.stream().filter(bin -> bin.samples() > 0).toList();
    }

    @Override
    public Figure draw() {
        List<Bin> filled = filled();
        Figure diagram = LineChart.of("Reliability diagram")
                .x("confidence in %")
                .y("accuracy in %")
                .xRange(0, 100)
                .yRange(0, 100)
                .line(
                        "network",
                        filled.stream()
                                .mapToDouble(bin -> 100 * bin.confidence())
                                .toArray(),
                        filled.stream().mapToDouble(bin -> 100 * bin.accuracy()).toArray())
                .line("calibrated", new double[] {0, 100}, new double[] {0, 100})
                .alt(alt())
                .figure();
        return Figure.beside(
                        "Reliability: expected calibration error %.1f %%".formatted(100 * expectedCalibrationError()),
                        alt(),
                        diagram,
                        histogram())
                .numbers(table())
                .detail(table().text(20));
    }

    /** How many samples stand behind each place of the diagram. */
    private Figure histogram() {
        return BarChart.of("Samples")
                .bars(
                        IntStream.range(0, bins.size())
                                .mapToObj(i -> "%.0f–%.0f".formatted(edge(i), edge(i + 1)))
                                .toList(),
                        bins.stream().mapToDouble(Bin::samples).toArray())
                .x("confidence in %")
                .y("samples")
                .alt("How many of the %,d samples are in each of %d bins of confidence."
                        .formatted(samples(), bins.size()))
                .figure();
    }

    /** Where a bin begins, in percent. */
    private double edge(int bin) {
        return 100.0 * bin / bins.size();
    }

    private Numbers table() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            Bin bin = bins.get(i);
            if (bin.samples() > 0) {
                rows.add(List.of(
                        "%.0f–%.0f %%".formatted(edge(i), edge(i + 1)),
                        "" + bin.samples(),
                        "%.1f".formatted(100 * bin.confidence()),
                        "%.1f".formatted(100 * bin.accuracy())));
            }
        }
        return new Numbers(
                "Reliability by confidence", List.of("bin", "samples", "confidence in %", "accuracy in %"), rows);
    }

    private String alt() {
        List<Bin> filled = filled();
        double confidence = filled.stream()
                        .mapToDouble(bin -> bin.samples() * bin.confidence())
                        .sum()
                / samples();
        double accuracy = filled.stream()
                        .mapToDouble(bin -> bin.samples() * bin.accuracy())
                        .sum()
                / samples();
        return "Reliability of %,d samples: mean confidence %.1f %%, accuracy %.1f %%, so the network is %s; expected calibration error %.1f %%, at most %.1f %% in a bin."
                .formatted(
                        samples(),
                        100 * confidence,
                        100 * accuracy,
                        Math.abs(confidence - accuracy) < 0.005
                                ? "right about itself in the mean"
                                : confidence > accuracy ? "too sure of itself" : "not sure enough of itself",
                        100 * expectedCalibrationError(),
                        100 * maximumCalibrationError());
    }
}
