package dev.crema.figures;

import java.util.List;

/** Figures in rows, each row as high as its highest. */
record Panels(List<Figure> parts) {
    Panels {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("Figures side by side need at least one figure, but got none.");
        }
    }

    int columns() {
        int widest = parts.stream().mapToInt(Figure::width).max().orElse(1);
        return Math.min(parts.size(), widest > 420 || parts.size() == 4 ? 2 : 3);
    }

    double width() {
        double sum = 0;
        for (int column = 0; column < columns(); column++) {
            sum += columnWidth(column);
        }
        return sum;
    }

    double height() {
        double sum = 0;
        for (int row = 0; row * columns() < parts.size(); row++) {
            sum += rowHeight(row);
        }
        return sum;
    }

    void paint(Canvas canvas) {
        double y = 0;
        for (int row = 0; row * columns() < parts.size(); row++) {
            double x = 0;
            for (int column = 0; column < columns() && row * columns() + column < parts.size(); column++) {
                canvas.shifted(x, y, parts.get(row * columns() + column)::paint);
                x += columnWidth(column);
            }
            y += rowHeight(row);
        }
    }

    private double columnWidth(int column) {
        double widest = 0;
        for (int i = column; i < parts.size(); i += columns()) {
            widest = Math.max(widest, parts.get(i).width());
        }
        return widest;
    }

    private double rowHeight(int row) {
        double highest = 0;
        for (int i = row * columns(); i < Math.min(parts.size(), (row + 1) * columns()); i++) {
            highest = Math.max(highest, parts.get(i).height());
        }
        return highest;
    }
}
