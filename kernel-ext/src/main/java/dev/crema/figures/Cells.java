package dev.crema.figures;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Lays out and paints a heat map. */
final class Cells {
    /** A map of more cells is one picture: as shapes it would be slow to show. */
    private static final int MOST_SHAPES = 1200;

    private static final int MOST_NUMBERS = 900;
    private static final double SIDE = 420;
    private static final Lettering NAME = Axes.TICK;

    private final HeatMap map;
    private final ColourScale scale;
    private final int rows;
    private final int columns;
    private final double cellWidth;
    private final double cellHeight;
    private final boolean turned;
    private final boolean numbered;

    Cells(HeatMap map, Range range) {
        this.map = map;
        rows = map.values.length;
        numbered = map.format != null && map.values.length * map.values[0].length <= MOST_NUMBERS;
        columns = map.values[0].length;
        double side = Math.min(42, SIDE / Math.max(rows, columns));
        // long thin maps are stretched until their short side can be seen
        double longest = numbered ? longestNumber() + 8 : 0;
        double wide = map.cellWidth > 0 ? map.cellWidth : Math.max(side, Math.min(42, 60.0 / columns));
        double high = map.cellHeight > 0 ? map.cellHeight : Math.max(side, Math.min(42, 60.0 / rows));
        cellWidth = Math.max(wide, longest);
        cellHeight = Math.max(high, numbered ? 24 : 0);
        scale = new ColourScale(range, map.diverging, map.unit, Math.max(120, rows * cellHeight));
        turned = cellWidth >= 15 && widest(map.columns) + 6 > cellWidth;
    }

    double width() {
        return left() + columns * cellWidth + 22 + scale.width();
    }

    double height() {
        return 4 + Math.max(rows * cellHeight + below(), scale.height() + 10);
    }

    void paint(Canvas canvas) {
        canvas.shifted(left(), 4, area -> {
            if (rows * columns > MOST_SHAPES) {
                area.image(picture(), 0, 0, columns * cellWidth, rows * cellHeight);
            } else {
                each(area, this::cell);
            }
            if (numbered) {
                each(area, this::number);
            }
            if (map.crossed.length == rows) {
                each(area, this::cross);
            }
            names(area);
            area.shifted(columns * cellWidth + 22, 0, scale::paint);
        });
    }

    private interface CellPainter {
        void paint(Canvas canvas, int row, int column);
    }

    private void each(Canvas canvas, CellPainter painter) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                painter.paint(canvas, row, column);
            }
        }
    }

    private void cell(Canvas canvas, int row, int column) {
        // a little overlap, lest the paper shine through between two cells
        double right = column == columns - 1 ? 0 : 0.5;
        double bottom = row == rows - 1 ? 0 : 0.5;
        canvas.rectangle(
                column * cellWidth,
                row * cellHeight,
                cellWidth + right,
                cellHeight + bottom,
                Tone.of(scale.colour(map.values[row][column])));
    }

    private void number(Canvas canvas, int row, int column) {
        // where some are crossed, the others without a value are left plain
        if (map.crossed.length == rows && Double.isNaN(map.values[row][column])) {
            return;
        }
        Color label = legible(scale.colour(map.values[row][column]));
        canvas.text(
                text(map.values[row][column]),
                (column + 0.5) * cellWidth,
                (row + 0.5) * cellHeight + 4.5,
                Lettering.of(13).centred().toned(Tone.of(label)));
    }

    private void cross(Canvas canvas, int row, int column) {
        if (map.crossed[row][column]) {
            double x = (column + 0.5) * cellWidth;
            double y = (row + 0.5) * cellHeight;
            double size = Math.min(16, 0.6 * Math.min(cellWidth, cellHeight));
            canvas.marker(Marker.CROSS, x, y, size + 4, Theme::paper);
            canvas.marker(Marker.CROSS, x, y, size, Theme::warning);
        }
    }

    /** Black or white, whichever stands out more; one of them always has a contrast of at least 4.58. */
    static Color legible(Color background) {
        return Theme.contrast(Color.WHITE, background) >= Theme.contrast(Color.BLACK, background)
                ? Color.WHITE
                : Color.BLACK;
    }

    private BufferedImage picture() {
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                picture.setRGB(
                        column, row, scale.colour(map.values[row][column]).getRGB());
            }
        }
        return picture;
    }

    private void names(Canvas canvas) {
        int everyRow = stride(15 / cellHeight);
        for (int row = 0; row < rows; row += everyRow) {
            canvas.text(rowName(row), -7, (row + 0.5) * cellHeight + 4.5, NAME.ending());
        }
        double bottom = rows * cellHeight;
        double room = turned ? 15 : widest(map.columns) + 8;
        int everyColumn = stride(room / cellWidth);
        for (int column = 0; column < columns; column += everyColumn) {
            double middle = (column + 0.5) * cellWidth;
            if (turned) {
                canvas.text(
                        columnName(column),
                        middle + 4.5,
                        bottom + 8,
                        NAME.ending().turned(-90));
            } else {
                canvas.text(columnName(column), middle, bottom + 19, NAME.centred());
            }
        }
        canvas.text(map.x, columns * cellWidth / 2, bottom + below() - 6, Axes.NAME.centred());
        canvas.text(map.y, 14 - left(), bottom / 2, Axes.NAME.centred().turned(-90));
    }

    /** The next round number: 1, 2, 5, 10, 20, … */
    private static int stride(double least) {
        int stride = 1;
        for (int i = 0; stride < least; i++) {
            stride = i % 3 == 1 ? stride / 2 * 5 : stride * 2;
        }
        return stride;
    }

    private double left() {
        return 34 + widest(map.rows);
    }

    private double below() {
        return (turned ? 14 + widest(map.columns) : 22) + 26;
    }

    private double widest(List<String> names) {
        int most = Math.max(rows, columns);
        return names.isEmpty()
                ? NAME.width(Words.count(most))
                : names.stream().mapToDouble(NAME::width).max().orElse(0);
    }

    private String rowName(int row) {
        return map.rows.isEmpty() ? Words.count(row) : map.rows.get(row);
    }

    private String columnName(int column) {
        return map.columns.isEmpty() ? Words.count(column) : map.columns.get(column);
    }

    private double longestNumber() {
        return map.format == null
                ? 0
                : IntStream.range(0, rows * columns)
                        .mapToDouble(i -> Lettering.of(13).width(text(map.values[i / columns][i % columns])))
                        .max()
                        .orElse(0);
    }

    String text(double value) {
        return map.format == null || Double.isNaN(value)
                ? Words.number(value)
                : String.format(Locale.ROOT, map.format, value).replace('-', '−');
    }
}
