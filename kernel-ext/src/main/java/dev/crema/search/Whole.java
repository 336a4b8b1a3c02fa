package dev.crema.search;

import java.util.List;
import java.util.stream.IntStream;

/** A whole number, all equally likely, both ends included. */
record Whole(String name, int low, int high) implements Setting {
    Whole {
        if (low > high) {
            throw new IllegalArgumentException("The setting \"" + name + "\" goes from " + low + " to " + high
                    + "; the first must not be above the second.");
        }
    }

    @Override
    public Integer at(double place) {
        return (int) Math.min(high, low + (long) (place * (1L + high - low)));
    }

    @Override
    public List<Object> grid(int points) {
        long steps = Math.min(points - 1L, (long) high - low);
        return IntStream.rangeClosed(0, (int) steps)
                .<Object>mapToObj(i -> steps == 0
                        ? (Integer) (int) (((long) low + high) / 2)
                        : (Integer) (int) (low + Math.round(((double) high - low) * i / steps)))
                .toList();
    }

    @Override
    public void write(Object value, double[] into, int from) {
        into[from] = low == high ? 0 : ((double) (Integer) value - low) / ((double) high - low);
    }
}
