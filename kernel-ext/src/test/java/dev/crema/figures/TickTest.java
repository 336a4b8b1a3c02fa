package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TickTest {
    @Test
    void linear_isEvenRoundAndWithinTheRange() {
        Random random = new Random(3);
        for (int trial = 0; trial < 5000; trial++) {
            double length = Math.pow(10, random.nextInt(13) - 6) * (0.1 + random.nextDouble());
            double low = (random.nextDouble() - 0.5) * length * Math.pow(10, random.nextInt(3));
            Range range = new Range(low, low + length);
            int about = 3 + random.nextInt(6);
            List<Tick> ticks = Tick.linear(range, about, false);

            assertTrue(ticks.size() >= 2 && ticks.size() <= 2 * about, range + ": " + ticks);
            double step = ticks.get(1).value() - ticks.get(0).value();
            double mantissa = step / Math.pow(10, Math.floor(Math.log10(step * 1.0001)));
            assertTrue(
                    Math.abs(mantissa - 1) < 1e-3 || Math.abs(mantissa - 2) < 1e-3 || Math.abs(mantissa - 5) < 1e-3,
                    "step " + step);
            for (int i = 0; i < ticks.size(); i++) {
                double value = ticks.get(i).value();
                assertTrue(value >= range.low() - 1e-6 * length && value <= range.high() + 1e-6 * length);
                assertEquals(ticks.get(0).value() + i * step, value, 1e-6 * step);
                assertEquals(
                        value,
                        read(ticks.get(i).label()),
                        1e-6 * step,
                        ticks.get(i).label());
            }
        }
    }

    @Test
    void linear_hasOnlyWholeNumbers_whereAsked() {
        for (int epochs = 2; epochs < 300; epochs++) {
            List<Tick> ticks = Tick.linear(new Range(1, epochs), 6, true);
            for (Tick tick : ticks) {
                assertEquals(Math.rint(tick.value()), tick.value(), 0.0);
                assertTrue(tick.label().matches("\\d+"), tick.label());
            }
        }
        assertEquals(List.of("1", "2", "3"), labels(Tick.linear(new Range(1, 3), 6, true)));
    }

    @Test
    void logarithmic_isWithinTheRange_andReadsAsItsValue() {
        Random random = new Random(4);
        for (int trial = 0; trial < 2000; trial++) {
            double low = Math.pow(10, random.nextDouble() * 12 - 9);
            Range range = new Range(low, low * Math.pow(10, 0.05 + random.nextDouble() * 10));
            List<Tick> ticks = Tick.logarithmic(range);
            assertTrue(ticks.size() >= 2 && ticks.size() <= 14, range + ": " + ticks);
            for (Tick tick : ticks) {
                assertTrue(range.share(tick.value()) > -1e-6 && range.share(tick.value()) < 1 + 1e-6);
                assertEquals(tick.value(), read(tick.label()), 1e-6 * tick.value(), tick.label());
            }
        }
        assertEquals(List.of("0.1", "0.2", "0.5", "1", "2"), labels(Tick.logarithmic(new Range(0.07, 2.5))));
    }

    @Test
    void labels_areWrittenAsAReaderExpects() {
        assertEquals(List.of("−0.2", "−0.1", "0", "0.1"), labels(Tick.linear(new Range(-0.2, 0.15), 4, false)));
        assertEquals(List.of("0", "10\u202F000", "20\u202F000"), labels(Tick.linear(new Range(0, 25_000), 3, false)));
        assertEquals(List.of("0", "10⁻⁵", "2×10⁻⁵"), labels(Tick.linear(new Range(0, 2e-5), 2, false)));
    }

    @Test
    void range_needsALowerEndBelowItsUpperEnd() {
        for (double[] ends : new double[][] {{1, 1}, {2, 1}, {Double.NaN, 1}, {0, Double.POSITIVE_INFINITY}}) {
            assertThrows(IllegalArgumentException.class, () -> new Range(ends[0], ends[1]));
        }
    }

    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }

    /** Reads a label back, independently of how it was written. */
    private static double read(String label) {
        String ascii = label.replace('−', '-').replace("\u202F", "");
        int ten = ascii.indexOf("10");
        String superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        if (ascii.codePoints().noneMatch(c -> superscripts.indexOf(c) >= 0)) {
            return Double.parseDouble(ascii);
        }
        int times = ascii.indexOf('×');
        String mantissa = times >= 0 ? ascii.substring(0, times) : ascii.startsWith("-") ? "-1" : "1";
        String power = ascii.substring(times >= 0 ? times + 3 : ten + 2);
        StringBuilder digits = new StringBuilder();
        power.codePoints().forEach(c -> digits.append(c == '⁻' ? "-" : Integer.toString(superscripts.indexOf(c))));
        return Double.parseDouble(mantissa + "e" + digits);
    }
}
