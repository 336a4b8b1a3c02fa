package dev.crema.kernel;

import dev.crema.figures.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Shows the first rows and columns of a Tablesaw table, with the types of the columns in the first line. */
final class TableView implements View<Table> {
    private static final int ROWS = 20;
    private static final int COLUMNS = 20;
    private static final int LONGEST_CELL = 80;

    @Override
    public Bundle of(Table table) {
        List<Column<?>> columns = table.columns().stream().limit(COLUMNS).toList();
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream()
                .map(column -> column.type().name().toLowerCase(Locale.ROOT))
                .toList());
        IntStream.range(0, Math.min(ROWS, table.rowCount()))
                .mapToObj(
                        row -> columns.stream().map(column -> cell(column, row)).toList())
                .forEach(lines::add);
        String head = head(table);
        Numbers shown = new Numbers(head, columns.stream().map(Column::name).toList(), lines);
        return Bundle.text(head + "\n" + shown.text(ROWS + 1)).html(shown.html(ROWS + 1));
    }

    private static String head(Table table) {
        String name = table.name() == null || table.name().isBlank() ? "Table" : table.name();
        return name + ": " + part(ROWS, table.rowCount(), "rows") + ", "
                + part(COLUMNS, table.columnCount(), "columns");
    }

    private static String part(int most, int all, String what) {
        return (all > most ? "first " + most + " of " : "") + Spread.count(all) + " " + what;
    }

    private static String cell(Column<?> column, int row) {
        String cell = column.isMissing(row) ? "" : column.getString(row).replaceAll("\\R", " ");
        return cell.length() <= LONGEST_CELL ? cell : cell.substring(0, LONGEST_CELL) + "…";
    }
}
