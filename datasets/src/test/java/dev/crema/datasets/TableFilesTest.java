package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class TableFilesTest {
    private static final String PEOPLE =
            "name,age,height,born\nÅsa,31,1.7,1990-02-01\n\"Lee, Ann\",?,1.65,1985-12-31\n\"O \"\"Bo\"\"\nNil\",9,2,2012-06-05\n";

    @TempDir
    Path directory;

    @Test
    void csv_findsTypesMissingValuesAndQuotes() throws IOException {
        Table people = read(PEOPLE, "age", "height");
        assertEquals(List.of("name", "age", "height", "born"), people.columnNames());
        assertEquals(
                List.of(ColumnType.STRING, ColumnType.INTEGER, ColumnType.DOUBLE, ColumnType.LOCAL_DATE),
                List.of(people.typeArray()));
        assertEquals(
                List.of("Åsa", "Lee, Ann", "O \"Bo\"\nNil"),
                people.stringColumn("name").asList());
        assertTrue(people.column("age").isMissing(1));
        assertEquals(9, people.intColumn("age").getInt(2));
        assertEquals("table.csv", people.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void csv_readsWhatBeginsWithAByteOrderMark(String charset) throws IOException {
        byte[] bytes = ("\ufeff" + PEOPLE).getBytes(Charset.forName(charset));
        Table people = TableFiles.csv(Files.write(directory.resolve("table.csv"), bytes));
        assertEquals("name", people.columnNames().get(0));
        assertEquals("Åsa", people.stringColumn("name").get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void csv_takesTheSeparatorOfTheFirstLine(String separator) throws IOException {
        for (String end : List.of("\n", "\r\n")) {
            Table table = read(String.join(end, "a" + separator + "b", "1" + separator + "2.5", "3" + separator + "4"));
            assertEquals(2, table.rowCount());
            assertEquals(2.5, table.doubleColumn("b").get(0));
        }
    }

    @Test
    void csv_detectsTheTypeByAllRows_notByASample() throws IOException {
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append('\n');
        }
        assertEquals(ColumnType.STRING, read(text + "word\n").column("a").type());
        assertEquals(
                "Line 20002 of table.csv has 'word' in the column 'a', expected a number such as 12.5, or nothing where"
                        + " it is not known.",
                refusal(text + "word\n", "a"));
    }

    @Test
    void csv_passesOverBlankLines() throws IOException {
        assertEquals(List.of(1, 2), read("a\n\n1\n\n2\n\n", "a").intColumn("a").asList());
    }

    @Test
    void csv_readsValuesOfAnyLength() throws IOException {
        String word = "word ".repeat(50_000).strip();
        assertEquals(word, read("a,b\n" + word + ",1\n").stringColumn("a").get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "'a,b\n'|has names of columns but no row below them",
                "'a,a\n1,2\n'|has two columns 'a'",
                "'a,A\n1,2\n'|has two columns 'A'",
                "'a,\n1,2\n'|Column 2 of table.csv has no name",
                "'a,b\n1,2\n3\n'|Line 3 of table.csv has 1 values, expected one for each of the 2 columns [a, b]",
                "'a,b\n1,\"x\ny\"\n\n3,4,5\n'|Line 5 of table.csv has 3 values",
                "'a,b\n1,2\nx,4'|Line 3 of table.csv has 'x' in the column 'a', expected a number",
                "'a,b\n\"1\",2\n\"x\"y,4'|Line 3 of table.csv",
                "'b,c\n1,2\n'|There is no column 'a' in table.csv, expected one of [b, c]",
                "'a,b\n,1\n?,2\n'|The column 'a' of table.csv has no number",
            })
    void csv_saysWhatIsWrongAndWhere(String text, String expected) throws IOException {
        String message = refusal(text, "a");
        assertTrue(message.contains(expected), message);
    }

    @Test
    void csv_saysWhichLineIsInAnotherEncoding() throws IOException {
        byte[] bytes = "a,b\n1,2\n3,é\n".getBytes(StandardCharsets.ISO_8859_1);
        String message = refusal(bytes);
        assertTrue(message.startsWith("Line 3 of table.csv is not in UTF-8, expected text."), message);
        assertTrue(message.contains("iconv"), message);
        assertTrue(refusal(TarBytes.gzip(bytes)).contains("Unpack the file if it is compressed"));
    }

    @Test
    void csv_saysThatThereIsNoSuchFile() {
        Path missing = directory.resolve("missing.csv");
        String message =
                assertThrows(DataException.class, () -> TableFiles.csv(missing)).getMessage();
        assertTrue(message.startsWith("There is no file " + missing), message);
        assertThrows(DataException.class, () -> TableFiles.csv(directory));
    }

    private Table read(String text, String... numbers) throws IOException {
        return TableFiles.csv(Files.writeString(directory.resolve("table.csv"), text), numbers);
    }

    private String refusal(String text, String... numbers) throws IOException {
        return refusal(text.getBytes(StandardCharsets.UTF_8), numbers);
    }

    private String refusal(byte[] bytes, String... numbers) throws IOException {
        Path file = Files.write(directory.resolve("table.csv"), bytes);
        return assertThrows(DataException.class, () -> TableFiles.csv(file, numbers))
                .getMessage()
                .replace(directory + "/", "");
    }
}
