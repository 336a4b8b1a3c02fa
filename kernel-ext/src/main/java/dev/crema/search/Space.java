package dev.crema.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that a search may try. Immutable: each method returns a larger space.
 *
 * <pre>{@code
 * var space = space()
 *         .logUniform("learningRate", 1e-4, 1e-1)
 *         .integer("width", 16, 256)
 *         .choice("activation", "relu", "tanh")
 *         .bool("batchNorm");
 * }</pre>
 */
public final class Space {
    private final List<Setting> settings;

    private Space(List<Setting> settings) {
        this.settings = settings;
    }

    /**
     * Begins a space.
     *
     * @return a space without settings
     */
    public static Space empty() {
        return new Space(List.of());
    }

    /**
     * Adds a real number, all values equally likely.
     *
     * @param name its name
     * @param low smallest value
     * @param high largest value, above the smallest
     * @return the larger space
     * @throws IllegalArgumentException if the name is taken or blank, or the range is empty or not finite
     */
    public Space uniform(String name, double low, double high) {
        return and(new Uniform(name, low, high));
    }

    /**
     * Adds a positive real number whose logarithm is uniform, for what is tried in factors, such as a learning rate
     * (Bergstra and Bengio 2012).
     *
     * @param name its name
     * @param low smallest value, above 0
     * @param high largest value, above the smallest
     * @return the larger space
     * @throws IllegalArgumentException if the name is taken or blank, or the range is empty or not above 0
     */
    public Space logUniform(String name, double low, double high) {
        return and(new LogUniform(name, low, high));
    }

    /**
     * Adds a whole number, all values equally likely.
     *
     * @param name its name
     * @param low smallest value
     * @param high largest value, itself included
     * @return the larger space
     * @throws IllegalArgumentException if the name is taken or blank, or {@code low} is above {@code high}
     */
    public Space integer(String name, int low, int high) {
        return and(new Whole(name, low, high));
    }

    /**
     * Adds a choice among values without an order.
     *
     * @param name its name
     * @param values the values, each text, {@code int}, {@code double} or {@code boolean}; at least one, each only once
     * @return the larger space
     * @throws IllegalArgumentException if the name is taken or blank, or the values are none, repeated or of another
     *     type
     */
    public Space choice(String name, Object... values) {
        return and(new Choice(name, List.of(values)));
    }

    /**
     * Adds a yes or no.
     *
     * @param name its name
     * @return the larger space
     * @throws IllegalArgumentException if the name is taken or blank
     */
    public Space bool(String name) {
        return choice(name, false, true);
    }

    private Space and(Setting setting) {
        if (setting.name().isBlank()) {
            throw new IllegalArgumentException("A setting needs a name that is not blank.");
        }
        if (settings.stream().anyMatch(other -> other.name().equals(setting.name()))) {
            throw new IllegalArgumentException(
                    "The space has a setting \"" + setting.name() + "\" already; give this one another name.");
        }
        List<Setting> longer = new ArrayList<>(settings);
        longer.add(setting);
        return new Space(List.copyOf(longer));
    }

    List<Setting> settings() {
        return settings;
    }

    /** The settings at a place in the unit cube, one coordinate a setting. */
    Settings at(double[] place) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < place.length; i++) {
            values.add(settings.get(i).at(place[i]));
        }
        return of(values);
    }

    Settings of(List<Object> values) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            named.put(settings.get(i).name(), values.get(i));
        }
        return Settings.of(named);
    }

    /** The coordinates of settings for a Gaussian process, each in [0, 1]. */
    double[] coordinates(Settings values) {
        double[] out =
                new double[settings.stream().mapToInt(Setting::dimensions).sum()];
        int from = 0;
        for (Setting setting : settings) {
            setting.write(values.value(setting.name()), out, from);
            from += setting.dimensions();
        }
        return out;
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
