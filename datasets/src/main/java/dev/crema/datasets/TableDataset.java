package dev.crema.datasets;

import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A named data set of rows and columns, cut into two parts that have the same columns.
 *
 * @param name what the field calls it, such as "Adult"
 * @param train the rows a model learns from, and from which rows to validate on are set aside
 * @param test the rows the final number is measured on, once
 * @param source where the rows come from and their licence, in one line
 */
public record TableDataset(String name, Table train, Table test, String source) {
    /**
     * Cuts a table of your own into a data set at random, with the classes in the same proportion in both parts.
     *
     * @param name what to call it
     * @param rows all rows
     * @param label name of the column with the class of each row, text or whole numbers
     * @param fraction share of the rows to train on, between 0 and 1, such as 0.8
     * @param seed the same seed gives the same parts
     * @param source where the rows come from and their licence, in one line
     * @return copies of the rows, each part in the order of the table
     * @throws DataException if there is no such column, the fraction is not between 0 and 1, or a class has a single row
     */
    public static TableDataset of(String name, Table rows, String label, double fraction, long seed, String source) {
        Split<Table> parts = strata(rows, label).split(fraction, seed).map(rows::rows);
        return new TableDataset(
                name, parts.train().setName(name + ", train"), parts.test().setName(name + ", test"), source);
    }

    /**
     * Sets rows of {@link #train} aside to validate on, at random and with the classes in the same proportion in both parts.
     *
     * @param label name of the column with the class of each row, text or whole numbers
     * @param fraction share of the rows to train on, between 0 and 1, such as 0.8
     * @param seed the same seed gives the same parts
     * @return copies of the rows, each part in their order; of each class the share to within one row, and at least one row
     *     in each part
     * @throws DataException if there is no such column, the fraction is not between 0 and 1, or a class has a single row
     */
    public Split<Table> split(String label, double fraction, long seed) {
        return strata(train, label).split(fraction, seed).map(train::rows);
    }

    /**
     * Sets rows of {@link #train} aside to validate on, at random; for a label that is a quantity.
     *
     * @param fraction share of the rows to train on, between 0 and 1, such as 0.8
     * @param seed the same seed gives the same parts
     * @return copies of the rows, each part in their order
     * @throws DataException if the fraction is not between 0 and 1, or there is a single row
     */
    public Split<Table> split(double fraction, long seed) {
        return Strata.none(train.rowCount()).split(fraction, seed).map(train::rows);
    }

    /**
     * Cuts {@link #train} into k folds at random, with the classes in the same proportion in all of them, to test on each
     * fold what was trained on the others.
     *
     * @param label name of the column with the class of each row, text or whole numbers
     * @param k number of folds, from 2 to the number of rows of the smallest class
     * @param seed the same seed gives the same folds
     * @return k splits: the f-th tests on fold f. Each is copied when it is asked for
     * @throws DataException if there is no such column, k is less than 2, or a class has fewer than k rows
     */
    public List<Split<Table>> folds(String label, int k, long seed) {
        return strata(train, label).folds(k, seed, train::rows);
    }

    /**
     * Cuts {@link #train} into k folds at random; for a label that is a quantity.
     *
     * @param k number of folds, from 2 to the number of rows
     * @param seed the same seed gives the same folds
     * @return k splits: the f-th tests on fold f. Each is copied when it is asked for
     * @throws DataException if k is less than 2, or there are fewer than k rows
     */
    public List<Split<Table>> folds(int k, long seed) {
        return Strata.none(train.rowCount()).folds(k, seed, train::rows);
    }

    private static Strata strata(Table rows, String label) {
        if (!rows.containsColumn(label)) {
            throw new DataException("There is no column '" + label + "', expected one of " + rows.columnNames() + ".");
        }
        Column<?> column = rows.column(label);
        return Strata.of(IntStream.range(0, rows.rowCount())
                .mapToObj(i -> column.isMissing(i) ? "(missing)" : column.getString(i))
                .toList());
    }
}
