package dev.crema.text;

import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.util.ULocale;
import dev.crema.datasets.Order;
import java.util.Random;
import java.util.stream.IntStream;

/** Numbers below a million in words. */
final class SpelledNumbers {
    static final int COUNT = 1_000_000;
    private static final int[] BELOW = {0, 10, 100, 1_000, 10_000, 100_000, COUNT};

    private final RuleBasedNumberFormat french =
            new RuleBasedNumberFormat(ULocale.FRANCE, RuleBasedNumberFormat.SPELLOUT);
    private final RuleBasedNumberFormat english = new RuleBasedNumberFormat(ULocale.US, RuleBasedNumberFormat.SPELLOUT);

    /** Returns n different numbers in random order, of each length equally many while they last. */
    static int[] drawn(int n, Random random) {
        int left = n;
        IntStream all = IntStream.empty();
        for (int digits = 1; digits < BELOW.length; digits++) {
            int from = BELOW[digits - 1];
            int size = BELOW[digits] - from;
            int lengths = BELOW.length - digits;
            // rounded up, so that what the longer numbers have to make up for is never more than there are
            int taken = Math.min(size, (left + lengths - 1) / lengths);
            all = IntStream.concat(
                    all, IntStream.of(Order.drawn(taken, size, random)).map(number -> from + number));
            left -= taken;
        }
        int[] numbers = all.toArray();
        return IntStream.of(Order.shuffled(n, random))
                .map(place -> numbers[place])
                .toArray();
    }

    Translation translation(int number) {
        return new Translation(
                french.format(number, "%spellout-numbering"), english.format(number, "%spellout-numbering"));
    }
}
