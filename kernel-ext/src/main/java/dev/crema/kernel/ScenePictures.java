package dev.crema.kernel;

import dev.crema.datasets.Episode;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.PlantedBackgrounds;
import dev.crema.datasets.Scene;
import dev.crema.datasets.SceneObject;
import dev.crema.datasets.Scenes;
import dev.crema.figures.Figure;
import dev.crema.figures.ImageGrid;
import dev.crema.figures.Pixels;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Figures of scenes with their boxes and masks, and of few-shot tasks. */
final class ScenePictures {
    private static final int SCENES = 6;
    private static final int PLANTED = 8;
    private static final int MOST_OF_A_CLASS = 8;
    /** Side of a picture in pixels, so that a box's line is thin beside the picture's own pixels. */
    private static final int SIDE = 256;
    /** No digit and no background has this colour. */
    private static final Color BOX = new Color(0xFF00FF);

    private ScenePictures() {}

    static Figure of(Scenes scenes) {
        Scenes first = scenes.first(Math.min(SCENES, scenes.size()));
        return ImageGrid.of("Scenes with boxes, and the class of each pixel")
                .images(first.scenes().stream()
                        .map(scene -> besideItsMask(scene, scenes.classes().size()))
                        .toList())
                .captions(first.captions())
                .outOf(scenes.size())
                .columns(2)
                .scale(400)
                .alt(scenes
                        + ". The first ones, each with boxes around its things and beside its mask, where each class"
                        + " has a colour.")
                .figure();
    }

    static Figure of(PlantedBackgrounds planted) {
        return Figure.beside(
                "Planted backgrounds",
                "Images whose background goes with the class in training; test sets where it always does, never does, or"
                        + " does by chance. Classes: "
                        + String.join(", ", planted.train().classes()) + ". "
                        + planted.train().size() + " to train on, "
                        + planted.aligned().size() + " in each test set.",
                part("Train", planted.train()),
                part("Test, aligned", planted.aligned()),
                part("Test, conflicting", planted.conflicting()),
                part("Test, random", planted.random()));
    }

    private static Figure part(String title, Scenes scenes) {
        Scenes first = scenes.first(Math.min(PLANTED, scenes.size()));
        return ImageGrid.of(title)
                .images(first.scenes().stream().map(Scene::picture).toList())
                .captions(first.captions())
                .columns(4)
                .figure();
    }

    static Figure of(Episode episode) {
        return Figure.beside(
                "A few-shot task",
                episode + ". Classes: " + String.join(", ", episode.support().classes()) + ".",
                part("Support: to learn from", episode.support()),
                part("Query: to recognise", episode.query()));
    }

    /** The images are in the order of their classes, as many of each: a row for each class. */
    private static Figure part(String title, LabelledImages images) {
        int each = images.size() / images.classes().size();
        int columns = Math.min(each, MOST_OF_A_CLASS);
        int[] chosen = IntStream.range(0, images.size())
                .filter(i -> i % each < columns)
                .limit(ImageGrid.MOST)
                .toArray();
        try (LabelledImages shown = images.select(chosen)) {
            return ImageGrid.of(title)
                    .images(Pixels.images(shown.images()))
                    .captions(Arrays.stream(shown.labelArray())
                            .mapToObj(shown.classes()::get)
                            .toList())
                    .outOf(images.size())
                    .columns(columns)
                    .figure();
        }
    }

    private static BufferedImage besideItsMask(Scene scene, int classes) {
        int gap = SIDE / 32;
        BufferedImage both = new BufferedImage(2 * SIDE + gap, SIDE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D brush = both.createGraphics();
        brush.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        brush.drawImage(scene.picture(), 0, 0, SIDE, SIDE, null);
        brush.drawImage(mask(scene, classes), SIDE + gap, 0, SIDE, SIDE, null);
        brush.setColor(BOX);
        brush.setStroke(new BasicStroke(2));
        double scale = (double) SIDE / scene.size();
        for (SceneObject object : scene.objects()) {
            int left = (int) Math.rint(scale * object.x());
            int top = (int) Math.rint(scale * object.y());
            int right = (int) Math.rint(scale * (object.x() + object.width()));
            int bottom = (int) Math.rint(scale * (object.y() + object.height()));
            brush.drawRect(left, top, right - left - 1, bottom - top - 1);
        }
        brush.dispose();
        return both;
    }

    /** Classes as far apart on the colour wheel as they can be, on black. */
    private static BufferedImage mask(Scene scene, int classes) {
        BufferedImage picture = new BufferedImage(scene.size(), scene.size(), BufferedImage.TYPE_INT_RGB);
        List<Color> colours = IntStream.rangeClosed(0, classes)
                .mapToObj(label -> label == 0 ? Color.BLACK : Color.getHSBColor((label - 1f) / classes, 0.6f, 0.95f))
                .toList();
        int[][] mask = scene.mask();
        for (int y = 0; y < scene.size(); y++) {
            for (int x = 0; x < scene.size(); x++) {
                picture.setRGB(x, y, colours.get(mask[y][x]).getRGB());
            }
        }
        return picture;
    }
}
