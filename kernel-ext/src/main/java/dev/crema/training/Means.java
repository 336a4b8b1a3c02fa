package dev.crema.training;

import java.util.LinkedHashMap;
import java.util.Map;

/** Means of named numbers over batches, each weighted by its size. */
final class Means {
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private long size;

    void add(Map<String, Double> numbers, long weight) {
        numbers.forEach((name, number) -> sums.merge(name, number * weight, Double::sum));
        size += weight;
    }

    Map<String, Double> take() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / size));
        sums.clear();
        size = 0;
        return means;
    }
}
