package dev.crema.search;

import java.util.List;
import java.util.stream.IntStream;

/** A real number, all equally likely. */
record Uniform(String name, double low, double high) implements Setting {
    Uniform {
        require(name, low, high);
    }

    @Override
    public Double at(double place) {
        return Math.min(high, low + place * (high - low));
    }

    @Override
    public List<Object> grid(int points) {
        return IntStream.range(0, points)
                .<Object>mapToObj(i -> points == 1 ? at(0.5) : i == points - 1 ? (Double) high : at(i / (points - 1.0)))
                .toList();
    }

    @Override
    public void write(Object value, double[] into, int from) {
        into[from] = ((Double) value - low) / (high - low);
    }

    static void require(String name, double low, double high) {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("The setting \"" + name + "\" goes from " + low + " to " + high
                    + "; both must be numbers, the first below the second.");
        }
    }
}
