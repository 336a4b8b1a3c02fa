package dev.crema.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A labelled place on an axis. */
record Tick(double value, String label) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** Multiples of 1, 2 or 5 times a power of ten within the range, about so many; only whole numbers if asked. */
    static List<Tick> linear(Range range, int about, boolean whole) {
        double rough = range.length() / about;
        int exponent = (int) Math.floor(Math.log10(rough));
        double mantissa = rough / Math.pow(10, exponent);
        // about the geometric means of neighbouring steps
        int nice = mantissa < 1.5 ? 1 : mantissa < 3.2 ? 2 : mantissa < 7.1 ? 5 : 10;
        BigDecimal step = BigDecimal.valueOf(nice).scaleByPowerOfTen(exponent);
        if (whole && step.compareTo(BigDecimal.ONE) < 0) {
            step = BigDecimal.ONE;
        }
        double size = step.doubleValue();
        long first = (long) Math.ceil(range.low() / size - 1e-9);
        long last = (long) Math.floor(range.high() / size + 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last && ticks.size() < 100; i++) {
            BigDecimal exact = step.multiply(BigDecimal.valueOf(i));
            ticks.add(new Tick(exact.doubleValue(), label(exact, step)));
        }
        // a wide step may miss a range that it would fit into once
        return ticks.size() < 2 && !whole ? linear(range, 2 * about, false) : ticks;
    }

    /** Powers of ten within a range above zero; with few of them, 2 and 5 times those as well. */
    static List<Tick> logarithmic(Range range) {
        int first = (int) Math.floor(Math.log10(range.low()));
        int last = (int) Math.ceil(Math.log10(range.high()));
        boolean few = last - first <= 3;
        int stride = 1 + (last - first) / 8;
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += stride) {
            for (int factor : few ? new int[] {1, 2, 5} : new int[] {1}) {
                BigDecimal exact = BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent);
                double value = exact.doubleValue();
                if (value >= range.low() * (1 - 1e-9) && value <= range.high() * (1 + 1e-9)) {
                    ticks.add(new Tick(value, label(exact, exact)));
                }
            }
        }
        return ticks.size() < 2 ? linear(range, 4, false) : ticks;
    }

    private static String label(BigDecimal value, BigDecimal step) {
        if (value.signum() == 0) {
            return "0";
        }
        int lowest = step.precision() - step.scale() - 1;
        int highest = value.precision() - value.scale() - 1;
        if (lowest < -4 || highest > 6) {
            return scientific(value);
        }
        BigDecimal plain = value.setScale(Math.max(0, -lowest), RoundingMode.HALF_EVEN);
        return plain.scale() == 0
                ? Words.count(plain.longValueExact())
                : plain.toPlainString().replace('-', '−');
    }

    private static String scientific(BigDecimal value) {
        BigDecimal bare = value.stripTrailingZeros();
        int exponent = bare.precision() - bare.scale() - 1;
        String mantissa = bare.scaleByPowerOfTen(-exponent).toPlainString().replace('-', '−');
        StringBuilder power = new StringBuilder(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(digit -> power.append(SUPERSCRIPTS.charAt(digit - '0')));
        return (mantissa.equals("1") ? "" : mantissa.equals("−1") ? "−" : mantissa + "×") + "10" + power;
    }
}
