package dev.crema.training;

import dev.crema.datasets.Scene;
import dev.crema.datasets.SceneObject;
import dev.crema.figures.Canvas;
import dev.crema.figures.Dash;
import dev.crema.figures.Figure;
import dev.crema.figures.Lettering;
import dev.crema.figures.Palette;
import dev.crema.figures.Pen;
import dev.crema.figures.Theme;
import dev.crema.figures.Tone;
import dev.crema.training.Detections.Detection;
import java.awt.Color;
import java.util.List;
import java.util.stream.Collectors;

/** Draws scenes with the boxes of what is there and of what was found. */
record DetectionPicture(Detections detections) {
    private static final int MOST = 6;
    private static final int COLUMNS = 3;
    private static final double SIDE = 240;
    private static final double GAP = 14;
    private static final double KEY = 34;
    private static final Lettering SCORE = Lettering.of(14).heavy().toned(Tone.of(Color.WHITE));
    private static final Lettering WORDS = Lettering.of(14);
    /** Beside a line of any colour, on an image of any brightness. */
    private static final Pen RIM = Pen.of(Tone.of(Color.BLACK), 5);

    private static final Pen TRUTH = Pen.of(Tone.of(Color.WHITE), 2).dashed(Dash.DASHED);

    Figure figure() {
        int shown = Math.min(MOST, detections.scenes().size());
        int columns = Math.min(COLUMNS, shown);
        int rows = (shown + columns - 1) / columns;
        int found = detections.found().stream().mapToInt(List::size).sum();
        int all = detections.scenes().size();
        String title = counted(found, "detection") + " in " + counted(all, "scene")
                + (shown < all ? "; the first " + shown : "");
        return Figure.of(
                        title,
                        alt(found),
                        columns * (SIDE + GAP) - GAP,
                        rows * (SIDE + GAP) + KEY,
                        canvas -> paint(canvas, shown, columns, rows))
                .detail(words(shown));
    }

    private void paint(Canvas canvas, int shown, int columns, int rows) {
        for (int i = 0; i < shown; i++) {
            int number = i;
            int row = i / columns;
            canvas.shifted((SIDE + GAP) * (i % columns), (SIDE + GAP) * row, area -> scene(area, number));
        }
        canvas.shifted(0, rows * (SIDE + GAP), DetectionPicture::key);
    }

    private void scene(Canvas canvas, int number) {
        Scene scene = detections.scenes().scenes().get(number);
        double scale = SIDE / scene.size();
        canvas.image(scene.picture(), 0, 0, SIDE, SIDE);
        canvas.clipped(0, 0, SIDE, SIDE, inside -> {
            for (SceneObject thing : scene.objects()) {
                frame(inside, new Box(thing.x(), thing.y(), thing.width(), thing.height()), scale, TRUTH);
            }
            for (Detection found : detections.found().get(number)) {
                frame(inside, found.box(), scale, Pen.of(colour(found), 3));
            }
        });
        for (Detection found : detections.found().get(number)) {
            String score = said(found);
            double width = SCORE.width(score) + 6;
            double x = Math.max(0, Math.min(SIDE - width, scale * found.box().x()));
            double y = Math.max(0, Math.min(SIDE - 18, scale * found.box().y() - 18));
            canvas.rectangle(x, y, width, 18, Tone.of(Color.BLACK));
            canvas.text(score, x + 3, y + 14, SCORE);
        }
    }

    private static void frame(Canvas canvas, Box box, double scale, Pen pen) {
        canvas.frame(scale * box.x(), scale * box.y(), scale * box.width(), scale * box.height(), RIM);
        canvas.frame(scale * box.x(), scale * box.y(), scale * box.width(), scale * box.height(), pen);
    }

    private static void key(Canvas canvas) {
        canvas.line(0, 14, 34, 14, RIM);
        canvas.line(0, 14, 34, 14, TRUTH);
        canvas.text("really there", 42, 19, WORDS);
        double next = 42 + WORDS.width("really there") + 28;
        canvas.line(next, 14, next + 34, 14, RIM);
        canvas.line(next, 14, next + 34, 14, Pen.of(Palette.category(1), 3));
        canvas.text("found, with its class and score", next + 42, 19, WORDS);
    }

    /** The same on both papers, as the image is; the eighth accent is as black as the rim. */
    private static Tone colour(Detection found) {
        return Tone.of(Palette.category((found.label() + 1) % 7).in(Theme.dark()));
    }

    private String said(Detection found) {
        return detections.scenes().classes().get(found.label()) + ": %.0f %%".formatted(100 * found.score());
    }

    private String alt(int found) {
        int things = detections.scenes().scenes().stream()
                .mapToInt(scene -> scene.objects().size())
                .sum();
        String measured = things == 0
                ? ""
                : " %.1f %% of the %,d things that are there were found with an overlap of at least 0.5; mean average precision %.3f."
                        .formatted(100 * detections.recall(0.5), things, detections.meanAveragePrecision(0.5));
        return counted(found, "detection") + " in "
                + counted(detections.scenes().size(), "scene") + "." + measured;
    }

    private static String counted(int number, String noun) {
        return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }

    private String words(int shown) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            String found = detections.found().get(i).stream().map(this::said).collect(Collectors.joining(", "));
            lines.append("scene %d, %s; found %s%n"
                    .formatted(i, detections.scenes().scenes().get(i).caption(), found.isEmpty() ? "nothing" : found));
        }
        return lines.toString().stripTrailing();
    }
}
