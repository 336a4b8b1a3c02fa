package dev.crema.text;

import dev.crema.datasets.DataException;
import dev.crema.datasets.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * French texts with their English translations, made by rule from Unicode's Common Locale Data Repository (CLDR) as ICU
 * carries it: as many as wanted, all of them correct.
 *
 * <p>No French text occurs twice, and no number or date is in two parts. The same seed gives the same pairs on every
 * machine, whatever its language and time zone.
 *
 * @param name what the texts are about, such as "numbers"
 * @param train what a model learns from: all that is in no other part
 * @param validation what choices are made on, such as when to stop: a tenth
 * @param test what the final number is measured on, once: a tenth
 * @param source how the texts were made, beginning with "made: "
 */
public record Translations(
        String name, List<Translation> train, List<Translation> validation, List<Translation> test, String source) {
    private static final int LEAST = 10;

    /**
     * Keeps copies of the lists.
     *
     * @param name what the texts are about
     * @param train what a model learns from
     * @param validation what choices are made on
     * @param test what the final number is measured on
     * @param source how the texts were made
     */
    public Translations {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * Makes numbers in words, from 0 to 999 999: "quatre-vingt-dix-neuf", "ninety-nine". Numbers of one digit, of two, and so
     * on to six are equally many while there are enough of them; as there are only ten of one digit, a set of more than 60
     * has them all.
     *
     * @param n how many, from 10 to 1 000 000
     * @param seed which, and in which order
     * @return n different numbers, in the French of France and the English of the United States
     * @throws DataException if n is out of range
     */
    public static Translations numbers(int n, long seed) {
        check(n, SpelledNumbers.COUNT, "numbers below a million");
        List<Translation> pairs = new ArrayList<>();
        SpelledNumbers words = new SpelledNumbers();
        for (int number : SpelledNumbers.drawn(n, new Random(seed))) {
            pairs.add(words.translation(number));
        }
        return split("numbers", pairs, "ICU's rules for numbers in words, seed " + seed);
    }

    /**
     * Makes days from 1 January 1900 to 31 December 2099, each written in one of four ways:
     *
     * <pre>
     * jeudi 1 janvier 1970                            Thursday, January 1, 1970
     * 1 janvier 1970                                  January 1, 1970
     * 1 janv. 1970                                    Jan 1, 1970
     * le premier janvier dix-neuf-cent soixante-dix   January first, nineteen seventy
     * </pre>
     *
     * @param n how many, from 10 to 73 049
     * @param seed which, in which order, and how each is written
     * @return n different days
     * @throws DataException if n is out of range
     */
    public static Translations dates(int n, long seed) {
        check(n, WrittenDates.COUNT, "days from 1900 to 2099");
        List<Translation> pairs = new ArrayList<>();
        Random random = new Random(seed);
        WrittenDates dates = new WrittenDates();
        for (int day : Order.drawn(n, WrittenDates.COUNT, random)) {
            pairs.add(dates.translation(day, random.nextInt(WrittenDates.WAYS)));
        }
        return split("dates", pairs, "CLDR's dates and ICU's rules for numbers in words, seed " + seed);
    }

    /**
     * Mixes {@link #numbers} and {@link #dates}, half of each.
     *
     * @param n how many, from 20 to 146 098; of an odd n one more is a number
     * @param seed which, and in which order
     * @return n different texts
     * @throws DataException if n is out of range
     */
    public static Translations mixed(int n, long seed) {
        if (n < 2 * LEAST || n > 2 * WrittenDates.COUNT) {
            throw new DataException(n + " numbers and dates were asked for, expected " + 2 * LEAST + " to "
                    + 2 * WrittenDates.COUNT + ".");
        }
        Translations numbers = numbers(n - n / 2, seed);
        Translations dates = dates(n / 2, seed);
        Random random = new Random(seed);
        return new Translations(
                "numbers and dates",
                mixed(numbers.train, dates.train, random),
                mixed(numbers.validation, dates.validation, random),
                mixed(numbers.test, dates.test, random),
                dates.source);
    }

    private static List<Translation> mixed(List<Translation> some, List<Translation> others, Random random) {
        List<Translation> all =
                new ArrayList<>(Stream.concat(some.stream(), others.stream()).toList());
        Collections.shuffle(all, random);
        return all;
    }

    private static void check(int n, int most, String what) {
        if (n < LEAST || n > most) {
            throw new DataException(
                    n + " " + what + " were asked for, expected " + LEAST + " to " + most + ": there are no more.");
        }
    }

    private static Translations split(String name, List<Translation> pairs, String how) {
        int tenth = pairs.size() / 10;
        return new Translations(
                name,
                pairs.subList(2 * tenth, pairs.size()),
                pairs.subList(tenth, 2 * tenth),
                pairs.subList(0, tenth),
                "made: " + how);
    }

    /**
     * Says what there is.
     *
     * @return sizes, origin and the first three pairs, a line each
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + ", French and English: " + train.size() + " to train on, "
                + validation.size() + " to validate, " + test.size() + " to test (" + source + ")");
        train.stream()
                .limit(3)
                .forEach(pair ->
                        text.append("\n  ").append(pair.french()).append(" → ").append(pair.english()));
        return text.toString();
    }
}
