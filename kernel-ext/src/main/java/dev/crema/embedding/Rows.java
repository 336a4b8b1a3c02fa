package dev.crema.embedding;

/** Checks a table of numbers before any work is done on it. */
final class Rows {
    /** Sums of products of such numbers and their squares stay finite in double precision. */
    private static final float LARGEST = 1e30f;

    private Rows() {}

    /** Returns the number of columns; throws if the table is empty, ragged or holds a value that is no usable number. */
    static int columns(float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("There is nothing to map: expected at least one row and one column, got "
                    + rows.length + " rows" + (rows.length == 0 ? "." : " of 0 columns."));
        }
        int columns = rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException("All rows must have the same length: row 0 has " + columns
                        + " columns, row " + i + " has " + rows[i].length + ".");
            }
            for (int j = 0; j < columns; j++) {
                if (!(Math.abs(rows[i][j]) <= LARGEST)) {
                    throw new IllegalArgumentException("Row " + i + ", column " + j + " is " + rows[i][j]
                            + ": every value must be a number of at most 1e30 in size. Repair or drop such rows; if a"
                            + " network made them, look for a loss that became NaN.");
                }
            }
        }
        return columns;
    }
}
