package dev.crema.search;

import java.util.ArrayList;
import java.util.List;

/** Tries every combination of evenly spread values; the last setting changes with every trial. */
final class GridSearch extends Strategy {
    private final int points;

    GridSearch(int points) {
        if (points < 1) {
            throw new IllegalArgumentException(
                    "A grid of " + points
                            + " values for each setting was asked for; expected at least 1, and 2 or more to see a difference.");
        }
        this.points = points;
    }

    @Override
    public Strategy withSeed(long seed) {
        return this;
    }

    @Override
    int trials(Space space) {
        double count = space.settings().stream()
                .mapToDouble(setting -> setting.grid(points).size())
                .reduce(1, (a, b) -> a * b);
        if (count > MOST_TRIALS) {
            throw new IllegalArgumentException(
                    "A grid of %d values for each of %d settings has %.3g trials; take fewer values, or random or bayesian."
                            .formatted(points, space.settings().size(), count));
        }
        return (int) count;
    }

    @Override
    Proposals on(Space space, boolean maximise) {
        List<List<Object>> axes =
                space.settings().stream().map(setting -> setting.grid(points)).toList();
        int[] at = new int[axes.size()];
        return (known, pending) -> {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < at.length; i++) {
                values.add(axes.get(i).get(at[i]));
            }
            int i = at.length - 1;
            while (i >= 0 && ++at[i] == axes.get(i).size()) {
                at[i--] = 0;
            }
            return space.of(values);
        };
    }

    @Override
    public String toString() {
        return "Grid search";
    }
}
