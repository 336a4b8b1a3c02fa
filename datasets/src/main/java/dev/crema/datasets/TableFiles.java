package dev.crema.datasets;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.DoubleParser;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads files of your own as tables; {@link TableDataset#of} cuts them into parts. */
public final class TableFiles {
    private static final List<String> MISSING = List.of("", "?", "*", "NA", "N/A", "NaN", "null");
    private static final String SEPARATORS = ",;\t";
    private static final DoubleParser NUMBER = new DoubleParser(ColumnType.DOUBLE);
    // the bytes, their characters, the checked rows and the columns
    private static final int COPIES = 6;

    private TableFiles() {}

    /**
     * Reads a CSV file with the names of its columns in the first line.
     *
     * <p>Values stand between commas, semicolons or tabs, whichever the first line has most of, and may be quoted ({@code "}).
     * The text is UTF-8, or UTF-16 with a byte-order mark. A value that is empty, {@code ?}, {@code *}, {@code NA},
     * {@code N/A}, {@code NaN} or {@code null} is missing. A column gets the type that all its values have: whole numbers,
     * numbers, true or false, dates, times, else text.
     *
     * @param file the file, not compressed
     * @param numbers names of the columns in which every value must be a number or missing; without them, one wrong value
     *     makes its column text
     * @return the rows in their order
     * @throws DataException if the file is missing, empty or not such text, two columns have one name, one of {@code numbers}
     *     is not there, or a row has more or fewer values than there are names or something else than a number: it says in
     *     which line
     */
    public static Table csv(Path file, String... numbers) {
        String text = text(file);
        char separator = separator(text);
        check(file, text, separator, List.of(numbers));
        try {
            Table table = Table.read()
                    .usingOptions(CsvReadOptions.builderFromString(text)
                            .separator(separator)
                            .missingValueIndicator(MISSING.toArray(String[]::new))
                            .maxCharsPerColumn(-1)
                            .sample(false)
                            .tableName(file.getFileName().toString())
                            .build());
            for (String name : numbers) {
                if (!(table.column(name) instanceof NumericColumn)) {
                    throw new DataException("The column '" + name + "' of " + file
                            + " has no number, only missing values. Leave it out, or fill it in.");
                }
            }
            return table;
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DataException(file + " cannot be read as a table: " + e.getMessage() + ".", e);
        }
    }

    private static void check(Path file, String text, char separator, List<String> numbers) {
        CsvParser parser = parser(separator);
        try {
            parser.beginParsing(new StringReader(text));
            String[] names = parser.parseNext();
            if (names == null) {
                throw new DataException(file + " is empty, expected the names of columns in its first line.");
            }
            int[] checked = columns(file, names, numbers);
            long line = 1 + parser.getContext().currentLine();
            boolean rows = false;
            for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
                boolean blank = row.length == 1 && row[0] == null;
                if (!blank) {
                    check(file, line, row, names, separator, checked);
                    rows = true;
                }
                line = 1 + parser.getContext().currentLine();
            }
            if (!rows) {
                throw new DataException(file + " has names of columns but no row below them, expected at least one.");
            }
        } catch (TextParsingException e) {
            throw wrong(
                    file,
                    1 + e.getLineIndex(),
                    "has a quote that does not end, or a value that goes on behind one",
                    "values in pairs of quotes, and a quote doubled where it is part of a value");
        } finally {
            parser.stopParsing();
        }
    }

    private static void check(Path file, long line, String[] row, String[] names, char separator, int[] numbers) {
        if (row.length != names.length) {
            throw wrong(
                    file,
                    line,
                    "has " + row.length + " values",
                    "one for each of the " + names.length + " columns " + Arrays.toString(names)
                            + ". Add what is missing, or put quotes about a value with a '" + separator + "' in it");
        }
        for (int column : numbers) {
            String value = row[column] == null ? "" : row[column].strip();
            if (!MISSING.contains(value) && !NUMBER.canParse(value)) {
                throw wrong(
                        file,
                        line,
                        "has '" + value + "' in the column '" + names[column] + "'",
                        "a number such as 12.5, or nothing where it is not known");
            }
        }
    }

    private static int[] columns(Path file, String[] names, List<String> numbers) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.length; i++) {
            if (names[i] == null || names[i].isBlank()) {
                throw new DataException("Column " + (i + 1) + " of " + file
                        + " has no name, expected one in the first line: " + Arrays.toString(names) + ".");
            }
            // Tablesaw finds columns whatever their case
            if (!seen.add(names[i].toLowerCase(Locale.ROOT))) {
                throw new DataException(
                        file + " has two columns '" + names[i] + "', expected different names, also without"
                                + " regard to capitals. Rename one in the first line.");
            }
        }
        return numbers.stream()
                .mapToInt(name -> IntStream.range(0, names.length)
                        .filter(i -> names[i].equals(name))
                        .findFirst()
                        .orElseThrow(() -> new DataException("There is no column '" + name + "' in " + file
                                + ", expected one of " + Arrays.toString(names) + ".")))
                .toArray();
    }

    private static CsvParser parser(char separator) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(separator);
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setMaxCharsPerColumn(-1);
        settings.setMaxColumns(10_000);
        // else lines are counted wrong
        settings.setSkipEmptyLines(false);
        settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
        return new CsvParser(settings);
    }

    private static char separator(String text) {
        String names = text.lines().findFirst().orElse("");
        return (char) SEPARATORS
                .chars()
                .boxed()
                .max((a, b) -> Long.compare(count(names, a), count(names, b)))
                .filter(c -> count(names, c) > 0)
                .orElse((int) ',')
                .intValue();
    }

    private static long count(String names, int separator) {
        return names.chars().filter(c -> c == separator).count();
    }

    private static String text(Path file) {
        long size = LocalFile.size(file);
        long memory = Runtime.getRuntime().maxMemory();
        if (size > memory / COPIES) {
            throw new DataException(file + " has " + KnownFile.megabytes(size) + ", too much for the "
                    + KnownFile.megabytes(memory) + " that Java may use. Read a part of it, or start with more memory,"
                    + " for example CREMA_HEAP=8g.");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw new DataException(file + " is empty, expected the names of columns in its first line.");
            }
            return decoded(file, bytes);
        } catch (IOException e) {
            throw LocalFile.unreadable(file, e);
        }
    }

    private static String decoded(Path file, byte[] bytes) {
        char first = bytes.length < 2 ? 0 : ByteBuffer.wrap(bytes).getChar();
        boolean wide = first == '\ufeff' || first == '\ufffe';
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        // one that reports what is wrong, unlike a String's
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw wrong(
                    file,
                    1 + text.chars().filter(c -> c == '\n').count(),
                    "is not in " + charset,
                    "text. Unpack the file if it is compressed, or convert it, for example with"
                            + " 'iconv -f WINDOWS-1252 -t UTF-8'");
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static DataException wrong(Path file, long line, String found, String expected) {
        return new DataException("Line " + line + " of " + file + " " + found + ", expected " + expected + ".");
    }
}
