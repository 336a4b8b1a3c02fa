package dev.crema.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
        return IntStream.range(0, columns()).mapToDouble(this::columnWidth).sum();
    }

    double height() {
        return y(parts.size() + columns() - 1);
    }

    void paint(Canvas canvas) {
        for (int i = 0; i < parts.size(); i++) {
            canvas.shifted(x(i), y(i), parts.get(i)::paint);
        }
    }

    /** What scripts add to the parts: one player for each that has one, and the pictures of all points as one. */
    List<Interaction> interactions() {
        List<Interaction> players = new ArrayList<>();
        List<Thumbnails> points = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (Interaction interaction : parts.get(i).interactions(x(i), y(i))) {
                if (interaction instanceof Thumbnails thumbnails) {
                    points.add(thumbnails);
                } else {
                    players.add(interaction);
                }
            }
        }
        points.stream().reduce(Thumbnails::and).ifPresent(players::add);
        return players;
    }

    private double x(int part) {
        return IntStream.range(0, part % columns())
                .mapToDouble(this::columnWidth)
                .sum();
    }

    private double y(int part) {
        return IntStream.range(0, part / columns()).mapToDouble(this::rowHeight).sum();
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
