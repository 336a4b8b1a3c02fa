package dev.crema.figures;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Lays out and paints a scatter plot. */
final class PointCloud {
    /** In a narrower plot, names would cover what they name. */
    private static final double NAMED = 300;

    private static final double LEGEND_LINE = 20;
    private static final double THUMBNAIL = 28;
    /** How far a crowd reaches around its middle, as a share of the side. */
    private static final double CROWD = 0.12;
    /** Of so many points of a class one can see where they are densest. */
    private static final int MOST_ASKED = 400;

    private static final Lettering LABEL = Lettering.of(14);
    private static final Lettering CLASS = Lettering.of(17).heavy().centred().haloed();
    private static final Lettering SMALL_CLASS =
            Lettering.of(12).heavy().centred().haloed();

    private final ScatterPlot plot;
    private final int[] shown;
    private final double side;
    private final Axes axes;
    private final int[] counts;
    private final ColourScale scale;

    PointCloud(ScatterPlot plot, int[] shown) {
        this.plot = plot;
        this.shown = shown;
        this.counts = plot.counts();
        this.scale = new ColourScale(plot.valueRange(), false, plot.valueName, plot.side);
        this.side = plot.side;
        Range x = padded(0);
        Range y = padded(1);
        if (plot.equalScale) {
            double length = Math.max(x.length(), y.length());
            x = x.widened(length);
            y = y.widened(length);
        }
        this.axes = new Axes(
                Axes.Axis.linear(plot.x, x, ticks(), false),
                Axes.Axis.linear(plot.y, y, ticks(), false),
                side,
                side,
                true);
    }

    double width() {
        double legend = !named()
                ? 0
                : plot.labels != null
                        ? 30
                                + IntStream.range(0, plot.names.size())
                                        .mapToDouble(i -> LABEL.width(entry(i)))
                                        .max()
                                        .orElse(0)
                        : plot.values != null ? 20 + scale.width() : 0;
        return axes.left() + side + 10 + legend;
    }

    double height() {
        double legend = named() && plot.labels != null ? plot.names.size() * LEGEND_LINE : 0;
        return Math.max(side + axes.below(), legend) + 8;
    }

    void paint(Canvas canvas) {
        canvas.shifted(axes.left(), 8, area -> {
            axes.paint(area);
            for (int i : shown) {
                if (plot.values != null) {
                    // a rim: the ends of the scale are close to the paper, one in each theme
                    area.marker(shape(i), px(i), py(i), size() + 1.4, Theme::mutedInk);
                }
                area.marker(shape(i), px(i), py(i), size(), tone(i).faded(opacity()));
            }
            thumbnails(area);
            stars(area);
            if (!named()) {
                if (plot.labels != null && plot.stars.length == 0) {
                    classNames(area);
                }
                return;
            }
            if (plot.labels != null) {
                if (plot.thumbnails.isEmpty()) {
                    classNames(area);
                }
                legend(area);
            } else if (plot.values != null) {
                area.shifted(side + 20, 0, scale::paint);
            }
        });
    }

    private void stars(Canvas canvas) {
        for (int c = 0; c < plot.stars.length; c++) {
            double x = axes.px(plot.stars[c][0]);
            double y = axes.py(plot.stars[c][1]);
            canvas.marker(Marker.STAR, x, y, 25, Theme::paper);
            canvas.marker(Marker.STAR, x, y, 21, Theme::ink);
            canvas.marker(Marker.STAR, x, y, 13, plot.labels == null ? Theme::paper : Palette.category(c));
        }
    }

    private boolean named() {
        return side >= NAMED;
    }

    private int ticks() {
        return named() ? 6 : 4;
    }

    /** As many pictures as have room beside each other, the earlier points first. */
    private void thumbnails(Canvas canvas) {
        List<double[]> taken = new ArrayList<>();
        for (int i : plot.thumbnails.isEmpty() ? new int[0] : shown) {
            double x = px(i);
            double y = py(i);
            double apart = THUMBNAIL + 8;
            if (taken.stream().noneMatch(t -> Math.abs(t[0] - x) < apart && Math.abs(t[1] - y) < apart)) {
                taken.add(new double[] {x, y});
                thumbnail(canvas, plot.thumbnails.get(i), x, y, tone(i));
            }
        }
    }

    private static void thumbnail(Canvas canvas, BufferedImage picture, double x, double y, Tone tone) {
        double scale = THUMBNAIL / Math.max(picture.getWidth(), picture.getHeight());
        double width = picture.getWidth() * scale;
        double height = picture.getHeight() * scale;
        canvas.rectangle(x - width / 2 - 2, y - height / 2 - 2, width + 4, height + 4, tone);
        canvas.image(picture, x - width / 2, y - height / 2, width, height);
    }

    /** Each class's name where its points are densest, unless an earlier name is there: the legend has them all. */
    private void classNames(Canvas canvas) {
        Lettering lettering = named() ? CLASS : SMALL_CLASS;
        List<Rectangle2D> taken = new ArrayList<>();
        for (int c = 0; c < plot.names.size(); c++) {
            int label = c;
            int[] members =
                    Arrays.stream(shown).filter(i -> plot.label(i) == label).toArray();
            if (members.length == 0) {
                continue;
            }
            double[] middle = densest(members);
            double width = lettering.width(plot.names.get(c));
            Rectangle2D place = new Rectangle2D.Double(middle[0] - width / 2 - 3, middle[1] - 10, width + 6, 20);
            if (taken.stream().noneMatch(place::intersects)) {
                taken.add(place);
                canvas.text(plot.names.get(c), middle[0], middle[1] + 6, lettering);
            }
        }
    }

    /** The middle of the largest crowd of a class: between two crowds, where its median may lie, are the points of others. */
    private double[] densest(int[] members) {
        int[] some = Arrays.stream(Frames.evenly(members.length, MOST_ASKED))
                .map(i -> members[i])
                .toArray();
        int[] crowd = {};
        for (int candidate : some) {
            int[] near = Arrays.stream(some)
                    .filter(i -> Math.hypot(px(i) - px(candidate), py(i) - py(candidate)) < CROWD * side)
                    .toArray();
            crowd = near.length > crowd.length ? near : crowd;
        }
        return new double[] {
            Arrays.stream(crowd).mapToDouble(this::px).average().orElseThrow(),
            Arrays.stream(crowd).mapToDouble(this::py).average().orElseThrow()
        };
    }

    private void legend(Canvas canvas) {
        for (int c = 0; c < plot.names.size(); c++) {
            double y = 8 + c * LEGEND_LINE;
            canvas.marker(Palette.marker(c), side + 22, y, 11, Palette.category(c));
            canvas.text(entry(c), side + 34, y + 5, LABEL);
        }
    }

    private String entry(int c) {
        return plot.names.get(c) + " (" + Words.count(counts[c]) + ")";
    }

    private Marker shape(int i) {
        return plot.labels == null ? Marker.CIRCLE : Palette.marker(plot.label(i));
    }

    private Tone tone(int i) {
        if (plot.values != null) {
            return Tone.of(scale.step(plot.values[i]));
        }
        return Palette.category(plot.labels == null ? 0 : plot.label(i));
    }

    private double size() {
        return (shown.length <= 200 ? 10 : shown.length <= 1000 ? 7.5 : shown.length <= 3000 ? 6 : 3)
                * (named() ? 1 : 0.6);
    }

    private double opacity() {
        return shown.length <= 200 || plot.values != null ? 1 : shown.length <= 3000 ? 0.8 : 0.6;
    }

    private double px(int i) {
        return axes.px(plot.points[i][0]);
    }

    private double py(int i) {
        return axes.py(plot.points[i][1]);
    }

    /** Where the points lie in the drawing, {@code [shown][2]}. */
    double[][] places() {
        return Arrays.stream(shown)
                .mapToObj(i -> new double[] {axes.left() + px(i), 8 + py(i)})
                .toArray(double[][]::new);
    }

    private Range padded(int axis) {
        Range tight = Range.of(DoubleStream.concat(
                        Arrays.stream(shown).mapToDouble(i -> plot.points[i][axis]),
                        Arrays.stream(plot.stars).mapToDouble(star -> star[axis]))
                .toArray());
        return tight.widened(tight.length() * 1.08);
    }
}
