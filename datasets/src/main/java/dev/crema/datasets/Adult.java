package dev.crema.datasets;

import static tech.tablesaw.api.ColumnType.INTEGER;
import static tech.tablesaw.api.ColumnType.STRING;

import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * People in the US census of 1994, and whether they earned more than 50 000 dollars a year (Becker, Kohavi 1996, "Adult",
 * UCI Machine Learning Repository, doi:10.24432/C5XW20).
 */
public final class Adult {
    private static final DataFile FILE = new DataFile(
            "adult/adult.csv.gz", 597_640, "020e937679cdc52788c5245ee380b93586fdfdcbd89503550194edbfa5a35831");

    /** The kinds of the columns: age, workclass, fnlwgt, education, education-num and so on. */
    private static final ColumnType[] TYPES = {
        INTEGER, STRING, INTEGER, STRING, INTEGER, STRING, STRING, STRING, STRING, STRING, INTEGER, INTEGER, INTEGER,
        STRING, STRING
    };

    private static final int TRAIN = 32_561;

    private Adult() {}

    /**
     * Loads all 48 842 people as the original files have them, in their order and with their split.
     *
     * <p>Columns of whole numbers: {@code age} (years), {@code fnlwgt} (how many people the row stands for),
     * {@code education-num} (1 preschool to 16 doctorate), {@code capital-gain} and {@code capital-loss} (dollars),
     * {@code hours-per-week}. Columns of text: {@code workclass}, {@code education}, {@code marital-status},
     * {@code occupation}, {@code relationship}, {@code race}, {@code sex}, {@code native-country}, and the label
     * {@code income}, either {@code <=50K} or {@code >50K}. What is not known, in {@code workclass}, {@code occupation}
     * and {@code native-country}, is missing, not a class of its own.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 32 561 people to train on and 16 281 to test, in tables of the caller's own
     * @throws DataException if the data file is missing, truncated or altered
     */
    public static TableDataset load() {
        Table people = table();
        return new TableDataset(
                "Adult",
                people.first(TRAIN).setName("Adult, train"),
                people.last(people.rowCount() - TRAIN).setName("Adult, test"),
                "Adult (Becker, Kohavi 1996, UCI Machine Learning Repository), CC BY 4.0");
    }

    private static Table table() {
        return Table.read()
                .usingOptions(CsvReadOptions.builderFromString(FILE.text())
                        .columnTypes(TYPES)
                        .missingValueIndicator("?")
                        .build());
    }
}
