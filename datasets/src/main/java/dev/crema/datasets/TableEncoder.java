package dev.crema.datasets;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Turns the rows of a table into numbers that a network can learn from: a column of numbers is standardised, {@code (x − mean) /
 * standard deviation}; a column of text becomes one column of 0 and 1 for each of its values ("one-hot"). Means, deviations and
 * values are those of the rows that it was made from, so that test rows are encoded as those trained on.
 *
 * <p>What is missing becomes 0 throughout, the mean or none of the values; so does text that was not there when it was made. Only
 * the columns that are named are read: leave out the label, and what must have no say.
 */
public final class TableEncoder {
    private final List<Feature> features = new ArrayList<>();

    /** One number of each encoded row; a value for text, a mean and a deviation for numbers. */
    private record Feature(String column, String value, double mean, double deviation) {
        boolean text() {
            return !value.isEmpty();
        }
    }

    private TableEncoder() {}

    /**
     * Learns how to encode rows.
     *
     * @param rows the rows to train on
     * @param columns names of the columns to encode, numbers or text
     * @return the encoder
     * @throws DataException if no column is named, or one does not exist
     */
    public static TableEncoder of(Table rows, List<String> columns) {
        if (columns.isEmpty()) {
            throw new DataException("No column was named, expected some of " + rows.columnNames() + ".");
        }
        TableEncoder encoder = new TableEncoder();
        for (String name : columns) {
            Column<?> column = column(rows, name);
            if (column instanceof NumericColumn<?> numbers) {
                encoder.features.add(new Feature(name, "", numbers.mean(), numbers.standardDeviation()));
            } else {
                column.removeMissing().unique().asStringColumn().asSet().stream()
                        .sorted()
                        .forEach(value -> encoder.features.add(new Feature(name, value, 0, 1)));
            }
        }
        return encoder;
    }

    /**
     * Encodes rows.
     *
     * @param rows a table with the columns that the encoder was made from
     * @return {@code [rows][numbers]}, finite
     * @throws DataException if a column does not exist
     */
    public float[][] encode(Table rows) {
        float[][] encoded = new float[rows.rowCount()][features.size()];
        for (int f = 0; f < features.size(); f++) {
            Feature feature = features.get(f);
            Column<?> column = column(rows, feature.column);
            for (int row = 0; row < encoded.length; row++) {
                if (column.isMissing(row)) {
                    continue;
                }
                if (feature.text()) {
                    encoded[row][f] = column.getString(row).equals(feature.value) ? 1 : 0;
                } else if (feature.deviation > 0) {
                    double number = ((NumericColumn<?>) column).getDouble(row);
                    encoded[row][f] = (float) ((number - feature.mean) / feature.deviation);
                }
            }
        }
        return encoded;
    }

    /**
     * Names the numbers of an encoded row.
     *
     * @return for example "age", "sex = Female", "sex = Male"
     */
    public List<String> names() {
        return features.stream()
                .map(feature -> feature.text() ? feature.column + " = " + feature.value : feature.column)
                .toList();
    }

    private static Column<?> column(Table rows, String name) {
        if (!rows.containsColumn(name)) {
            throw new DataException("There is no column '" + name + "', expected one of " + rows.columnNames() + ".");
        }
        return rows.column(name);
    }
}
