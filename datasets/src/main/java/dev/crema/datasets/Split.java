package dev.crema.datasets;

import java.util.function.Function;

/**
 * Data cut in two parts that have no example in common.
 *
 * @param train what a network learns from
 * @param test what is measured on: the final number, or, of a part of the training data, the choices
 * @param <T> the kind of data, such as {@link LabelledImages} or a Tablesaw table
 */
public record Split<T>(T train, T test) {
    <R> Split<R> map(Function<? super T, ? extends R> part) {
        return new Split<>(part.apply(train), part.apply(test));
    }
}
