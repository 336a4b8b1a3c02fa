package dev.crema.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How optimiser steps are taken, whatever the optimiser.
 *
 * @param schedule what the learning rate is multiplied by
 * @param weightDecay share of each weight that is added to its gradient, 0 for none
 * @param maxNorm the longest that the gradient of all weights together may be, infinite for any
 * @param parts what the learning rate of a part of the network is multiplied by, 0 to freeze it, under the part's path
 */
record Steps(Schedule schedule, double weightDecay, double maxNorm, Map<String, Double> parts) {
    static final Steps DEFAULT = new Steps(Schedule.constant(), 0, Double.POSITIVE_INFINITY, Map.of());

    Steps withSchedule(Schedule schedule) {
        return new Steps(schedule, weightDecay, maxNorm, parts);
    }

    Steps withWeightDecay(double weightDecay) {
        return new Steps(schedule, weightDecay, maxNorm, parts);
    }

    Steps withMaxNorm(double maxNorm) {
        return new Steps(schedule, weightDecay, maxNorm, parts);
    }

    Steps withPart(String path, double factor) {
        Map<String, Double> more = new LinkedHashMap<>(parts);
        more.put(path, factor);
        return new Steps(schedule, weightDecay, maxNorm, more);
    }

    /** The factor of one parameter: that of the longest path that it lies under. */
    double factor(String parameter) {
        return parts.keySet().stream()
                .filter(path -> liesUnder(parameter, path))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(parts::get)
                .orElse(1.0);
    }

    static boolean liesUnder(String parameter, String path) {
        return parameter.startsWith(path + ".");
    }
}
