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
        return grid(points, this, high);
    }

    @Override
    public void write(Object value, double[] into, int from) {
        into[from] = ((Double) value - low) / (high - low);
    }

    /** Places from end to end, evenly on the setting's own scale; the last is the upper end to the last bit. */
    static List<Object> grid(int points, Setting setting, Double high) {
        return IntStream.range(0, points)
                .mapToObj(i -> points == 1 ? setting.at(0.5) : i == points - 1 ? high : setting.at(i / (points - 1.0)))
                .toList();
    }

    static void require(String name, double low, double high) {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("The setting \"" + name + "\" goes from " + low + " to " + high
                    + "; both must be numbers, the first below the second.");
        }
    }
}
