package dev.crema.search;

import java.util.List;

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
        return Uniform.grid(points, this, high);
    }

    @Override
    public void write(Object value, double[] into, int from) {
        into[from] = Math.log((Double) value / low) / Math.log(high / low);
    }
}
