package dev.crema.kernel;

import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What the numbers of an array are like.
 *
 * @param min the smallest number
 * @param mean the mean of the numbers
 * @param max the largest number
 * @param numbers how many cells are numbers
 * @param notNumbers how many cells are NaN; min, mean and max leave them out
 */
record Spread(double min, double mean, double max, long numbers, long notNumbers) {
    static Spread of(DoubleStream cells) {
        DoubleSummaryStatistics numbers = new DoubleSummaryStatistics();
        long[] notNumbers = {0};
        cells.forEach(cell -> {
            if (Double.isNaN(cell)) {
                notNumbers[0]++;
            } else {
                numbers.accept(cell);
            }
        });
        return new Spread(numbers.getMin(), numbers.getAverage(), numbers.getMax(), numbers.getCount(), notNumbers[0]);
    }

    @Override
    public String toString() {
        String words = numbers == 0
                ? ""
                : "min " + Numerals.of(min) + ", mean " + Numerals.of(mean) + ", max " + Numerals.of(max);
        return notNumbers == 0 ? words : words + (words.isEmpty() ? "" : ", ") + count(notNumbers) + " NaN";
    }

    /** Writes a count so that its thousands can be told apart. */
    static String count(long n) {
        return n < 10_000
                ? Long.toString(n)
                : String.format(Locale.ROOT, "%,d", n).replace(',', '\u202F');
    }
}
