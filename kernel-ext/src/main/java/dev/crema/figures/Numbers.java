package dev.crema.figures;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers behind a figure, as a table for those who cannot see it or want to know exactly.
 *
 * @param caption what the table holds
 * @param header names of the columns
 * @param rows cells as text; each row as long as the header
 */
public record Numbers(String caption, List<String> header, List<List<String>> rows) {
    /**
     * Copies the cells.
     *
     * @param caption what the table holds
     * @param header names of the columns
     * @param rows cells as text
     * @throws IllegalArgumentException if a row is not as long as the header
     */
    public Numbers {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("The table \"" + caption + "\" has " + header.size()
                        + " columns, but a row of " + row.size() + ": " + row);
            }
        }
    }

    /**
     * Returns a table of cells.
     *
     * @param caption what the table holds
     * @param header names of the columns
     * @param rows cells as text; each row as long as the header
     * @return the table
     */
    public static Numbers of(String caption, List<String> header, String[][] rows) {
        return new Numbers(caption, header, Arrays.stream(rows).map(List::of).toList());
    }
}
