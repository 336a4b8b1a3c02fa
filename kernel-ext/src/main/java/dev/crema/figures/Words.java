package dev.crema.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text in its several forms: escaped, wrapped, as a table, as a sparkline, a number as a reader expects it. */
final class Words {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private Words() {}

    /** Safe as text and as attribute in HTML and XML; what XML forbids becomes the replacement character. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    private static boolean allowed(int c) {
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && !surrogate && c != 0xFFFE && c != 0xFFFF);
    }

    /** Breaks a text between words so that no line is longer than the width, unless one word is. */
    static List<String> lines(String text, Lettering style, double width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.strip().split("\\R", -1)) {
            String line = "";
            for (String word : paragraph.split("\\s+", -1)) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (!line.isEmpty() && style.width(longer) > width) {
                    lines.add(line);
                    longer = word;
                }
                line = longer;
            }
            lines.add(line);
        }
        return lines;
    }

    /** Shortens a text with an ellipsis until it fits. */
    static String fitting(String text, Lettering style, double width) {
        if (style.width(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 1 && style.width(text.substring(0, end) + "…") > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** Block characters for a curve: its shape on one line of text; a gap where it is not a number. */
    static String sparkline(double[] values, int width) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double low = Arrays.stream(finite).min().orElse(0);
        double high = Arrays.stream(finite).max().orElse(0);
        int n = Math.min(width, values.length);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < n; i++) {
            // first and last sample are the curve's own ends
            double v = values[n == 1 ? 0 : (int) Math.round((double) i * (values.length - 1) / (n - 1))];
            double share = high > low ? (v - low) / (high - low) : 0.5;
            out.append(Double.isFinite(v) ? BLOCKS.charAt((int) Math.min(7, share * 8)) : ' ');
        }
        return out.toString();
    }

    static String table(Numbers table, int limit) {
        int shown = Math.min(limit, table.rows().size());
        List<List<String>> all = new ArrayList<>();
        all.add(table.header());
        all.addAll(table.rows().subList(0, shown));
        int[] widths = new int[table.header().size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
            }
            out.append(out.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
        }
        return out.append(more(shown, table)).toString();
    }

    static String htmlTable(Numbers table, int limit) {
        int shown = Math.min(limit, table.rows().size());
        StringBuilder out = new StringBuilder("<table>\n<caption style=\"white-space:nowrap;text-align:left\">")
                .append(escaped(table.caption() + more(shown, table).replace("\n", " ")))
                .append("</caption>\n<thead>")
                .append(row("th", table.header()))
                .append("</thead>\n<tbody>\n");
        table.rows().subList(0, shown).forEach(cells -> out.append(row("td", cells))
                .append('\n'));
        return out.append("</tbody>\n</table>\n").toString();
    }

    static String page(String title, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>" + escaped(title)
                + "</title>\n<style>:root{color-scheme:light dark}body{font-family:sans-serif}</style>\n</head>\n<body>\n"
                + body + "\n</body>\n</html>\n";
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String more(int shown, Numbers table) {
        int all = table.rows().size();
        return shown == all ? "" : "\n(" + shown + " of " + count(all) + " rows)";
    }

    /** A whole number, in groups of three from 10 000 on. */
    static String count(long n) {
        String grouped =
                String.format(Locale.ROOT, "%,d", n).replace(',', '\u202F').replace('-', '−');
        return Math.abs(n) < 10_000 ? grouped.replace("\u202F", "") : grouped;
    }

    /** A measured number with four digits that matter. */
    static String number(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "∞" : "−∞";
        }
        if (v == Math.rint(v) && Math.abs(v) < 1e15) {
            return count((long) v);
        }
        double size = Math.abs(v);
        if (size < 1e-3 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.2e", v).replace('-', '−');
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        String fixed = String.format(Locale.ROOT, "%." + decimals + "f", v);
        return (fixed.contains(".") ? fixed.replaceAll("\\.?0+$", "") : fixed).replace('-', '−');
    }
}
