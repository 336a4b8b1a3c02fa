package dev.crema.datasets;

import tech.tablesaw.api.Table;

/**
 * A named data set of rows and columns, cut into two parts that have the same columns.
 *
 * @param name what the field calls it, such as "Adult"
 * @param train the rows a model learns from, and from which rows to validate on are set aside
 * @param test the rows the final number is measured on, once
 * @param source where the rows come from and their licence, in one line
 */
public record TableDataset(String name, Table train, Table test, String source) {}
