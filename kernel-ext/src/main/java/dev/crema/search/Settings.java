package dev.crema.search;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of one trial: a value for each name of a {@link Space}, in its order; immutable. */
public final class Settings implements Serializable {
    private static final long serialVersionUID = 1;

    private final LinkedHashMap<String, Object> values;

    private Settings(Map<String, ?> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Makes settings by hand, for example to try an objective before searching.
     *
     * @param values names and their values: {@code Double}, {@code Integer}, {@code Boolean} or {@code String}; the
     *     order is kept
     * @return the settings
     * @throws IllegalArgumentException if a value is of another type
     */
    public static Settings of(Map<String, ?> values) {
        values.forEach((name, value) -> Choice.requireValue(name, value));
        return new Settings(values);
    }

    /**
     * Returns a number, as set by {@link Space#uniform}, {@link Space#logUniform}, {@link Space#integer} or a choice of
     * numbers.
     *
     * @param name name of the setting
     * @return its value
     * @throws IllegalArgumentException if there is no such setting or it is not a number
     */
    public double number(String name) {
        return value(name, Number.class, "a number").doubleValue();
    }

    /**
     * Returns a whole number, as set by {@link Space#integer} or a choice of whole numbers.
     *
     * @param name name of the setting
     * @return its value
     * @throws IllegalArgumentException if there is no such setting or it is not a whole number
     */
    public int integer(String name) {
        return value(name, Integer.class, "a whole number");
    }

    /**
     * Returns a word, as set by {@link Space#choice}.
     *
     * @param name name of the setting
     * @return its value
     * @throws IllegalArgumentException if there is no such setting or it is not a word
     */
    public String choice(String name) {
        return value(name, String.class, "a word");
    }

    /**
     * Returns a yes or no, as set by {@link Space#bool}.
     *
     * @param name name of the setting
     * @return its value
     * @throws IllegalArgumentException if there is no such setting or it is not a yes or no
     */
    public boolean bool(String name) {
        return value(name, Boolean.class, "true or false");
    }

    /**
     * Returns the names that have a value.
     *
     * @return the names, in the order of the space
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    Object value(String name) {
        return value(name, Object.class, "a value");
    }

    private <T> T value(String name, Class<T> type, String wanted) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "There is no setting \"" + name + "\"; the space has " + String.join(", ", values.keySet()) + ".");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("The setting \"" + name + "\" is " + literal(value) + ", not " + wanted
                    + "; read it with " + reader(value) + "(\"" + name + "\").");
        }
        return type.cast(value);
    }

    private static String reader(Object value) {
        return value instanceof Integer
                ? "integer"
                : value instanceof Double ? "number" : value instanceof Boolean ? "bool" : "choice";
    }

    private static String literal(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /**
     * Writes the settings so that they can be pasted into Java.
     *
     * @return such as {@code learningRate = 0.01, width = 64, activation = "relu"}
     */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + literal(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
