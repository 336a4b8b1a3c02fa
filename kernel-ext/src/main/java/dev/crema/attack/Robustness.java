package dev.crema.attack;

import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LineChart;
import dev.crema.training.Training;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often a network is right, against how strongly its images are changed.
 *
 * @param strength what is changed, such as "ε"
 * @param strengths the strengths that were measured, ascending
 * @param accuracies the accuracy for each strength, in [0, 1], or NaN where the measurement was interrupted, under the name
 *     of the change
 * @param size number of images measured with
 */
public record Robustness(String strength, double[] strengths, Map<String, double[]> accuracies, int size)
        implements Drawable {

    static Robustness against(Block net, LabelledImages data, double[] epsilons, Attack... attacks) {
        if (attacks.length == 0 || epsilons.length == 0) {
            throw new IllegalArgumentException("There are " + attacks.length + " attacks and " + epsilons.length
                    + " values of epsilon, expected at least one of each, such as {0, 0.1, 0.2} and fgsm()");
        }
        for (int i = 0; i < epsilons.length; i++) {
            Ball.requireSize(epsilons[i]);
            if (i > 0 && epsilons[i] <= epsilons[i - 1]) {
                throw new IllegalArgumentException("The values of epsilon are " + Arrays.toString(epsilons)
                        + "; they must ascend, for they are places on an axis");
            }
        }
        double clean = Training.predict(net, data).accuracy();
        Map<String, double[]> accuracies = new LinkedHashMap<>();
        for (Attack attack : attacks) {
            accuracies.put(attack.toString(), measured(epsilons.length, i -> {
                if (epsilons[i] == 0) {
                    return clean;
                }
                try (LabelledImages perturbed = AdversarialExamples.perturbed(net, data, attack, epsilons[i], 0)) {
                    return Training.predict(net, perturbed).accuracy();
                }
            }));
        }
        return new Robustness("ε, the most that a value may change", epsilons.clone(), accuracies, data.size());
    }

    static Robustness against(Block net, LabelledImages data, Corruption... corruptions) {
        double clean = Training.predict(net, data).accuracy();
        Map<String, double[]> accuracies = new LinkedHashMap<>();
        for (Corruption corruption : corruptions) {
            Attack spoil = (any, batch, severity, random) -> {
                ImageBatch spoilt = corruption.severity((int) severity).apply(batch, random);
                return spoilt.images();
            };
            accuracies.put(corruption.toString(), measured(Corruption.WORST + 1, i -> {
                if (i == 0) {
                    return clean;
                }
                try (LabelledImages spoilt = AdversarialExamples.perturbed(net, data, spoil, i, 0)) {
                    return Training.predict(net, spoilt).accuracy();
                }
            }));
        }
        double[] severities =
                IntStream.rangeClosed(0, Corruption.WORST).asDoubleStream().toArray();
        return new Robustness("severity", severities, accuracies, data.size());
    }

    static Robustness against(Block net, LabelledImages train, LabelledImages test, int target, int... sides) {
        if (sides.length == 0 || IntStream.range(1, sides.length).anyMatch(i -> sides[i] <= sides[i - 1])) {
            throw new IllegalArgumentException("The sides of the patches are " + Arrays.toString(sides)
                    + "; there must be one at least, and they must ascend, for they are places on an axis");
        }
        double[] noise = new double[sides.length];
        double[] trained = measured(sides.length, i -> {
            AdversarialPatch patch = AdversarialPatch.of(net, train, test, target, sides[i], AdversarialPatch.STEPS, 0);
            noise[i] = patch.noise().accuracy();
            return patch.after().accuracy();
        });
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Double.isNaN(trained[i]) ? Double.NaN : noise[i];
        }
        Map<String, double[]> accuracies = new LinkedHashMap<>();
        accuracies.put("patch of noise", noise);
        accuracies.put("trained patch", trained);
        double[] strengths = Arrays.stream(sides).asDoubleStream().toArray();
        return new Robustness("side of the patch in pixels", strengths, accuracies, test.size());
    }

    private static double[] measured(int n, IntToDoubleFunction accuracy) {
        double[] measured = new double[n];
        for (int i = 0; i < n; i++) {
            // the interrupt stays set, so that what follows is left out as well
            measured[i] = Thread.currentThread().isInterrupted() ? Double.NaN : accuracy.applyAsDouble(i);
        }
        return measured;
    }

    @Override
    public Figure draw() {
        String title = "Accuracy on %,d images".formatted(size);
        LineChart chart = LineChart.of(title).x(strength).y("accuracy in %").yRange(0, 100);
        for (Map.Entry<String, double[]> curve : accuracies.entrySet()) {
            chart = chart.line(
                    curve.getKey(),
                    strengths,
                    Arrays.stream(curve.getValue()).map(a -> 100 * a).toArray());
        }
        int last = strengths.length - 1;
        List<String> ends = accuracies.entrySet().stream()
                .map(curve -> "%s from %.1f %% to %.1f %%"
                        .formatted(curve.getKey(), 100 * curve.getValue()[0], 100 * curve.getValue()[last]))
                .toList();
        return chart.alt("%s against %s, from %s to %s: %s."
                        .formatted(
                                title,
                                strength,
                                AdversarialExamples.number(strengths[0]),
                                AdversarialExamples.number(strengths[last]),
                                ends.stream().collect(Collectors.joining(", "))))
                .figure();
    }
}
