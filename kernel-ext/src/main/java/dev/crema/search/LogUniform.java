package dev.crema.search;

import java.util.List;
import java.util.stream.IntStream;

/** A positive real number, each factor equally likely. */
record LogUniform(String name, double low, double high) implements Setting {
    LogUniform {
        Uniform.require(name, low, high);
        if (!(low > 0)) {
            throw new IllegalArgumentException(
                    "The setting \"" + name + "\" goes from " + low
                            + " on a logarithmic scale, which needs numbers above 0; take a small one such as 1e-6, or uniform.");
        }
    }

    @Override
    public Double at(double place) {
        return Math.max(low, Math.min(high, low * Math.pow(high / low, place)));
    }

    @Override
    public List<Object> grid(int points) {
        return IntStream.range(0, points)
                .<Object>mapToObj(i -> points == 1 ? at(0.5) : i == points - 1 ? (Double) high : at(i / (points - 1.0)))
                .toList();
    }

    @Override
    public void write(Object value, double[] into, int from) {
        into[from] = Math.log((Double) value / low) / Math.log(high / low);
    }
}
