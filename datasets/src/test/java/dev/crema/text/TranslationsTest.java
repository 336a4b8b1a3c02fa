package dev.crema.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.datasets.DataException;
import dev.crema.datasets.Order;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TranslationsTest {
    private final SpelledNumbers numbers = new SpelledNumbers();
    private final WrittenDates dates = new WrittenDates();

    @Test
    void numbers_areSpelledAsTheGrammarsSay() {
        assertNumber(0, "zéro", "zero");
        assertNumber(16, "seize", "sixteen");
        assertNumber(21, "vingt-et-un", "twenty-one");
        assertNumber(71, "soixante-et-onze", "seventy-one");
        assertNumber(80, "quatre-vingts", "eighty");
        assertNumber(81, "quatre-vingt-un", "eighty-one");
        assertNumber(99, "quatre-vingt-dix-neuf", "ninety-nine");
        assertNumber(200, "deux cents", "two hundred");
        assertNumber(1_000, "mille", "one thousand");
        assertNumber(80_201, "quatre-vingt mille deux cent un", "eighty thousand two hundred one");
        assertNumber(
                123_456,
                "cent vingt-trois mille quatre cent cinquante-six",
                "one hundred twenty-three thousand four hundred fifty-six");
    }

    @Test
    void dates_areWrittenInFourWays() {
        LocalDate bastille = LocalDate.of(1989, 7, 14);
        assertDate(bastille, 0, "vendredi 14 juillet 1989", "Friday, July 14, 1989");
        assertDate(bastille, 1, "14 juillet 1989", "July 14, 1989");
        assertDate(bastille, 2, "14 juil. 1989", "Jul 14, 1989");
        assertDate(
                bastille,
                3,
                "le quatorze juillet dix-neuf-cent quatre-vingt-neuf",
                "July fourteenth, nineteen eighty-nine");
        assertDate(
                LocalDate.of(2026, 8, 1), 3, "le premier août deux mille vingt-six", "August first, twenty twenty-six");
        assertDate(
                LocalDate.of(2000, 2, 29),
                3,
                "le vingt-neuf février deux mille",
                "February twenty-ninth, two thousand");
        assertDate(LocalDate.of(1900, 1, 1), 0, "lundi 1 janvier 1900", "Monday, January 1, 1900");
        assertDate(LocalDate.of(2099, 12, 31), 0, "jeudi 31 décembre 2099", "Thursday, December 31, 2099");
    }

    @Test
    void days_areThoseOfTwoCenturies() {
        assertEquals(
                WrittenDates.COUNT, ChronoUnit.DAYS.between(LocalDate.of(1900, 1, 1), LocalDate.of(2099, 12, 31)) + 1);
    }

    @Test
    void everyNumber_hasItsOwnWords() {
        Translations many = Translations.numbers(50_000, 1);
        assertEquals(50_000, all(many).map(Translation::french).distinct().count());
        assertEquals(50_000, all(many).map(Translation::english).distinct().count());
        assertEquals(40_000, many.train().size());
        assertEquals(5_000, many.test().size());
        assertEquals(
                1_000_000,
                Arrays.stream(SpelledNumbers.drawn(1_000_000, new Random(1)))
                        .distinct()
                        .count());
    }

    @Test
    void numbers_ofEveryLength_areEquallyMany_whileTheyLast() {
        int[] ofLength = new int[7];
        for (int number : SpelledNumbers.drawn(6_000, new Random(1))) {
            ofLength[String.valueOf(number).length()]++;
        }
        assertEquals(
                List.of(0, 10, 90, 900, 1_667, 1_667, 1_666),
                Arrays.stream(ofLength).boxed().toList());
        for (int n : new int[] {10, 11, 59, 61, 600, 99_999, 999_999}) {
            int[] drawn = SpelledNumbers.drawn(n, new Random(2));
            assertEquals(n, Arrays.stream(drawn).distinct().count());
        }
    }

    @Test
    void parts_haveNothingInCommon() {
        for (Translations some :
                List.of(Translations.numbers(5_000, 1), Translations.dates(73_049, 1), Translations.mixed(5_001, 1))) {
            int n = some.train().size() + some.validation().size() + some.test().size();
            assertEquals(n, all(some).map(Translation::french).distinct().count());
            assertEquals(n, all(some).distinct().count());
        }
        assertEquals(5_001, all(Translations.mixed(5_001, 1)).count());
    }

    @Test
    void parts_haveTheSameLengthsOfNumbers() {
        Translations some = Translations.numbers(20_000, 3);
        double train = thousands(some.train());
        assertEquals(train, thousands(some.test()), 0.03);
        assertEquals(train, thousands(some.validation()), 0.03);
    }

    @Test
    void oneSeed_givesTheSamePairs_whateverTheLanguageAndTimeZone() {
        Translations here = Translations.mixed(1_000, 7);
        Locale language = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab-ca-islamic"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertEquals(here, Translations.mixed(1_000, 7));
        } finally {
            Locale.setDefault(language);
            TimeZone.setDefault(zone);
        }
        assertNotEquals(here, Translations.mixed(1_000, 8));
    }

    @Test
    void drawn_isWithoutReplacement_andEveryNumberIsAsLikely() {
        assertEquals(
                IntStream.range(0, 50).boxed().collect(Collectors.toSet()),
                Arrays.stream(Order.drawn(50, 50, new Random(1))).boxed().collect(Collectors.toSet()));
        int[] first = new int[5];
        int[] last = new int[5];
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int[] drawn = Order.drawn(3, 5, random);
            Set<Integer> different = new HashSet<>(Arrays.stream(drawn).boxed().toList());
            assertEquals(3, different.size());
            first[drawn[0]]++;
            last[drawn[2]]++;
        }
        for (int number = 0; number < 5; number++) {
            assertEquals(0.2, first[number] / 20_000.0, 0.02);
            assertEquals(0.2, last[number] / 20_000.0, 0.02);
        }
    }

    @Test
    void more_isRefused_thanThereAre() {
        assertEquals(
                "1000001 numbers below a million were asked for, expected 10 to 1000000: there are no more.",
                refusal(() -> Translations.numbers(1_000_001, 1)));
        assertTrue(refusal(() -> Translations.dates(73_050, 1)).contains("expected 10 to 73049"));
        assertTrue(refusal(() -> Translations.dates(9, 1)).contains("9 days"));
        assertTrue(refusal(() -> Translations.mixed(146_099, 1)).contains("expected 20 to 146098"));
        assertTrue(refusal(() -> Translations.mixed(19, 1)).contains("19 numbers and dates"));
    }

    @Test
    void toString_showsPairs_andThatTheyAreMade() {
        Translations some = Translations.numbers(100, 1);
        List<String> lines = some.toString().lines().toList();
        assertEquals(
                "numbers, French and English: 80 to train on, 10 to validate, 10 to test (made: ICU's rules for numbers in"
                        + " words, seed 1)",
                lines.get(0));
        assertEquals(
                "  " + some.train().get(0).french() + " → "
                        + some.train().get(0).english(),
                lines.get(1));
        assertEquals(4, lines.size());
        assertTrue(Translations.dates(10, 1).source().startsWith("made: "));
    }

    private void assertNumber(int number, String french, String english) {
        assertEquals(new Translation(french, english), numbers.translation(number));
    }

    private void assertDate(LocalDate date, int way, String french, String english) {
        int day = (int) ChronoUnit.DAYS.between(LocalDate.of(1900, 1, 1), date);
        assertEquals(new Translation(french, english), dates.translation(day, way));
    }

    private static double thousands(List<Translation> pairs) {
        return pairs.stream()
                        .filter(pair -> pair.english().contains("thousand"))
                        .count()
                / (double) pairs.size();
    }

    private static Stream<Translation> all(Translations some) {
        return Stream.of(some.train(), some.validation(), some.test()).flatMap(List::stream);
    }

    private static String refusal(Executable request) {
        return assertThrows(DataException.class, request).getMessage();
    }
}
