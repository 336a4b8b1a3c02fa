package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class AdultTest {
    private static final Set<String> NUMBERS =
            Set.of("age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week");

    @Test
    void load_hasTheRowsAndColumnsOfTheOriginal() {
        TableDataset adult = Adult.load();
        assertEquals(32_561, adult.train().rowCount());
        assertEquals(16_281, adult.test().rowCount());
        List<String> names = Arrays.asList(
                ("age workclass fnlwgt education education-num marital-status occupation relationship race sex"
                                + " capital-gain capital-loss hours-per-week native-country income")
                        .split(" "));
        for (Table part : List.of(adult.train(), adult.test())) {
            assertEquals(names, part.columnNames());
            part.columns()
                    .forEach(column -> assertEquals(
                            NUMBERS.contains(column.name()) ? ColumnType.INTEGER : ColumnType.STRING,
                            column.type(),
                            column.name()));
        }
        assertTrue(adult.source().contains("CC BY 4.0"), adult.source());
    }

    @Test
    void load_keepsTheOrderOfTheOriginal() {
        TableDataset adult = Adult.load();
        assertEquals(
                List.of(
                        39,
                        "State-gov",
                        77516,
                        "Bachelors",
                        13,
                        "Never-married",
                        "Adm-clerical",
                        "Not-in-family",
                        "White",
                        "Male",
                        2174,
                        0,
                        40,
                        "United-States",
                        "<=50K"),
                row(adult.train(), 0));
        assertEquals(
                List.of(
                        52,
                        "Self-emp-inc",
                        287927,
                        "HS-grad",
                        9,
                        "Married-civ-spouse",
                        "Exec-managerial",
                        "Wife",
                        "White",
                        "Female",
                        15024,
                        0,
                        40,
                        "United-States",
                        ">50K"),
                row(adult.train(), 32_560));
        assertEquals(
                List.of(
                        25,
                        "Private",
                        226802,
                        "11th",
                        7,
                        "Never-married",
                        "Machine-op-inspct",
                        "Own-child",
                        "Black",
                        "Male",
                        0,
                        0,
                        40,
                        "United-States",
                        "<=50K"),
                row(adult.test(), 0));
        assertEquals(
                List.of(
                        35,
                        "Self-emp-inc",
                        182148,
                        "Bachelors",
                        13,
                        "Married-civ-spouse",
                        "Exec-managerial",
                        "Husband",
                        "White",
                        "Male",
                        0,
                        0,
                        60,
                        "United-States",
                        ">50K"),
                row(adult.test(), 16_280));
    }

    @Test
    void income_hasTheTwoLabelsOfTheOriginal_asOftenAsThere() {
        TableDataset adult = Adult.load();
        assertEquals(Map.of("<=50K", 24_720, ">50K", 7_841), counts(adult.train()));
        assertEquals(Map.of("<=50K", 12_435, ">50K", 3_846), counts(adult.test()));
    }

    @Test
    void unknownValues_areMissing_asOftenAsTheOriginalHasQuestionMarks() {
        TableDataset adult = Adult.load();
        // 6 465 question marks in both files together
        Map<String, Integer> missing = new HashMap<>();
        for (Table part : List.of(adult.train(), adult.test())) {
            part.columns().forEach(column -> missing.merge(column.name(), column.countMissing(), Integer::sum));
        }
        missing.values().removeIf(count -> count == 0);
        assertEquals(Map.of("workclass", 2_799, "occupation", 2_809, "native-country", 857), missing);
    }

    @Test
    void numbers_haveTheirPublishedRanges() {
        // adult.names and the repository's page
        Table train = Adult.load().train();
        assertEquals(17, train.intColumn("age").min());
        assertEquals(90, train.intColumn("age").max());
        assertEquals(1, train.intColumn("education-num").min());
        assertEquals(16, train.intColumn("education-num").max());
        assertEquals(99_999, train.intColumn("capital-gain").max());
        assertEquals(99, train.intColumn("hours-per-week").max());
    }

    @Test
    void load_givesTablesOfTheCallersOwn() {
        Adult.load().train().intColumn("age").set(0, 99);
        assertEquals(39, Adult.load().train().intColumn("age").get(0));
    }

    @Test
    void load_failsClearly_whenTheFileIsTruncated(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.truncated("adult/adult.csv.gz");
            String message = assertThrows(DataException.class, Adult::load).getMessage();
            assertTrue(message.contains(file + " is truncated"), message);
        }
    }

    private static List<Object> row(Table table, int i) {
        return table.columns().stream().map(column -> (Object) column.get(i)).toList();
    }

    private static Map<String, Integer> counts(Table part) {
        Map<String, Integer> counts = new HashMap<>();
        part.stringColumn("income").forEach(label -> counts.merge(label, 1, Integer::sum));
        return counts;
    }
}
