package dev.crema.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.stat.StatUtils;

/** By how much a trial is expected to be better than the best so far (Jones et al. 1998, equation 15), and where most. */
final class ExpectedImprovement {
    private static final int SCATTERED = 1000;
    private static final int CLIMBERS = 5;
    private static final int STEPS = 100;

    private final Space space;
    private final Random random;
    private final Set<Settings> tried = new HashSet<>();
    private final GaussianProcess process;
    private final double lowest;

    ExpectedImprovement(Space space, List<Trial> known, List<Settings> pending, boolean maximise, Random random) {
        this.space = space;
        this.random = random;
        double sign = maximise ? -1 : 1;
        double[] scores = known.stream()
                .filter(Trial::finished)
                .mapToDouble(trial -> sign * trial.score())
                .toArray();
        double worst = StatUtils.max(scores);
        double best = StatUtils.min(scores);
        List<double[]> points = new ArrayList<>();
        double[] values = new double[known.size() + pending.size()];
        for (Trial trial : known) {
            values[points.size()] = trial.finished() ? sign * trial.score() : worst;
            points.add(space.coordinates(trial.settings()));
            tried.add(trial.settings());
        }
        for (Settings settings : pending) {
            values[points.size()] = best;
            points.add(space.coordinates(settings));
            tried.add(settings);
        }
        double mean = StatUtils.mean(values);
        double deviation = Math.sqrt(StatUtils.variance(values));
        for (int i = 0; i < values.length; i++) {
            values[i] = deviation > 0 ? (values[i] - mean) / deviation : 0;
        }
        this.lowest = StatUtils.min(values);
        this.process = GaussianProcess.fit(points.toArray(double[][]::new), values, random.nextLong());
    }

    /** The settings with the largest expected improvement that were not tried yet, unless all were. */
    Settings best() {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < SCATTERED; i++) {
            candidates.add(candidate(random.doubles(space.settings().size()).toArray()));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::gain).reversed());
        Candidate best = candidates.get(0);
        for (Candidate start : candidates.subList(0, CLIMBERS)) {
            Candidate top = climb(start);
            best = top.gain > best.gain ? top : best;
        }
        return best.settings;
    }

    /** Tries ever smaller steps, and keeps those that lead up. */
    private Candidate climb(Candidate start) {
        Candidate here = start;
        for (int step = 0; step < STEPS; step++) {
            double reach = 0.2 * Math.pow(0.01, step / (double) STEPS);
            double[] place = here.place.clone();
            int only = random.nextInt(place.length);
            for (int i = 0; i < place.length; i++) {
                if (i == only || random.nextBoolean()) {
                    place[i] = space.settings().get(i) instanceof Choice
                            ? random.nextDouble()
                            : Math.max(0, Math.min(1, place[i] + reach * random.nextGaussian()));
                }
            }
            Candidate there = candidate(place);
            here = there.gain > here.gain ? there : here;
        }
        return here;
    }

    private Candidate candidate(double[] place) {
        Settings settings = space.at(place);
        return new Candidate(place, settings, tried.contains(settings) ? -1 : gain(space.coordinates(settings)));
    }

    private double gain(double[] point) {
        double[] prediction = process.at(point);
        return gain(lowest - prediction[0], prediction[1]);
    }

    /** What is to be gained where the mean lies so far below the best, with a standard deviation above 0. */
    static double gain(double below, double deviation) {
        double z = below / deviation;
        double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        return below * 0.5 * Erf.erfc(-z / Math.sqrt(2)) + deviation * density;
    }

    /** A place in the unit cube. */
    private record Candidate(double[] place, Settings settings, double gain) {}
}
