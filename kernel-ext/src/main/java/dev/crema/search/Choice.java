package dev.crema.search;

import java.util.HashSet;
import java.util.List;

/** One of several values without an order. */
record Choice(String name, List<Object> values) implements Setting {
    Choice {
        values = List.copyOf(values);
        values.forEach(value -> requireValue(name, value));
        if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException(
                    "The setting \"" + name + "\" can be " + values + "; name at least one value, and each only once.");
        }
    }

    @Override
    public Object at(double place) {
        return values.get(Math.min(values.size() - 1, (int) (place * values.size())));
    }

    @Override
    public List<Object> grid(int points) {
        return values;
    }

    @Override
    public int dimensions() {
        return values.size() == 2 ? 1 : values.size();
    }

    /** One coordinate for each value, 1 for the one that is chosen, so that all are equally far apart. */
    @Override
    public void write(Object value, double[] into, int from) {
        int chosen = values.indexOf(value);
        for (int i = 0; i < dimensions(); i++) {
            into[from + i] = i == chosen ? 1 : 0;
        }
    }

    static void requireValue(String name, Object value) {
        if (!(value instanceof Double
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof String)) {
            throw new IllegalArgumentException("The setting \"" + name + "\" can be " + value + ", a "
                    + value.getClass().getName()
                    + "; take text, numbers (int or double) or true and false, and make the object from them in the"
                    + " objective.");
        }
    }
}
