package dev.crema.training;

import java.util.function.Consumer;

/**
 * A choice that is made by changing the options.
 *
 * @param words the choice as it was written
 * @param change makes it
 */
record Choice(String words, Consumer<FitOptions> change) implements FitOption {
    @Override
    public String toString() {
        return words;
    }
}
