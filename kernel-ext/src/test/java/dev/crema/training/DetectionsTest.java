package dev.crema.training;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.training.Losses.gridDetection;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.detect;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.DigitScenes;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Scene;
import dev.crema.datasets.SceneObject;
import dev.crema.datasets.SceneOptions;
import dev.crema.datasets.Scenes;
import dev.crema.figures.Figure;
import dev.crema.layers.Layers;
import dev.crema.models.Localiser;
import dev.crema.models.Yolo;
import dev.crema.training.Detections.Detection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionsTest {
    private static final Box LEFT = new Box(0, 0, 4, 4);
    private static final Box RIGHT = new Box(8, 0, 4, 4);

    @Test
    void yolo_givesBoxesAroundItsCells_whenNothingIsSeen() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block net = Layers.initialize(Yolo.of(maxPool(4), 2, 3), new Shape(1, 1, 8, 16), 1);
            NDList outputs = net.forward(
                    new ParameterStore(manager, false), new NDList(manager.zeros(new Shape(2, 1, 8, 16))), false);
            assertArrayEquals(
                    new Shape[] {new Shape(2, 8, 2), new Shape(2, 8, 2, 4), new Shape(2, 8, 3), new Shape(2, 8, 4)},
                    outputs.getShapes());
            assertArrayEquals(net.getOutputShapes(new Shape[] {new Shape(2, 1, 8, 16)}), outputs.getShapes());
            assertEquals(new Box(4, 4, 4, 4), Box.of(outputs.get(3))[5]);
            // the middle of the cell, half of the image each way
            assertEquals(new Box(2, 4, 8, 4), Box.of(outputs.get(1))[10]);
            assertEquals(
                    (1 + 1) * (5 * 2 + 3),
                    Layers.summary(Yolo.of(maxPool(4), 2, 3), new Shape(1, 1, 8, 16))
                            .parameters());
        }
    }

    @Test
    void gridDetection_isThePapersSum_byHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // two cells of 8×8 pixels side by side, two boxes each; a thing of class 1 in the second cell
            NDList outputs = new NDList(
                    manager.create(new float[] {0, 0, 0, 0}, new Shape(1, 2, 2)),
                    manager.create(new float[] {0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 2, 2, 8, 0, 4, 8}, new Shape(1, 2, 2, 4)),
                    manager.create(new float[] {0, 0, 0, 0}, new Shape(1, 2, 2)),
                    manager.create(new float[] {0, 0, 8, 8, 8, 0, 8, 8}, new Shape(1, 2, 4)));
            NDList targets = new NDList(
                    manager.create(new long[] {1, 2}, new Shape(1, 2)),
                    manager.create(new float[] {10, 0, 4, 8, 0, 0, 0, 0}, new Shape(1, 2, 4)));
            // the last box overlaps: its middle is 2 pixels, a quarter of a cell, too far left; its size is right
            double expected = 5 * 0.25 * 0.25 + (1 + 3 * 0.5) * Math.log(2) + Math.log(2);
            assertEquals(expected, gridDetection().evaluate(targets, outputs).getFloat(), 1e-5);
        }
    }

    @Test
    void suppression_keepsTheSurestOfAClass_andOtherClasses() {
        Detection sure = new Detection(0, 0.9, LEFT);
        Detection same = new Detection(0, 0.8, new Box(1, 0, 4, 4));
        Detection other = new Detection(1, 0.7, LEFT);
        Detection far = new Detection(0, 0.6, RIGHT);
        assertEquals(List.of(sure, other, far), Detections.suppressed(List.of(far, other, same, sure), 0.5));
        assertEquals(List.of(sure, same, other, far), Detections.suppressed(List.of(far, other, same, sure), 0.7));
    }

    @Test
    void meanAveragePrecision_byHand() {
        // class 0: hit, miss, hit of two things: ½·1 + ½·⅔; class 1: never found
        Scenes scenes = scenes(
                new SceneObject(0, "", 0, 0, 4, 4),
                new SceneObject(0, "", 8, 0, 4, 4),
                new SceneObject(1, "", 0, 8, 4, 4));
        Detections detections = new Detections(
                List.of(List.of(
                        new Detection(0, 0.9, LEFT), new Detection(0, 0.8, LEFT), new Detection(0, 0.7, RIGHT))),
                scenes);
        assertEquals((0.5 + 0.5 * 2 / 3) / 2, detections.meanAveragePrecision(0.5), 1e-12);
        assertEquals(2 / 3.0, detections.recall(0.5), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> detections.recall(2));
    }

    @Test
    void misfits_areRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray scores = manager.zeros(new Shape(2, 3));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> gridDetection()
                            .evaluate(new NDList(scores), new NDList(scores)))
                    .getMessage()
                    .contains("a detector such as Yolo"));
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Yolo.of(flatten(), 0, 3))
                .getMessage()
                .contains("at least 1"));
    }

    @Test
    void detections_areDrawn_withWhatIsThereAndWhatWasFound() {
        Scenes scenes = scenes(new SceneObject(0, "a zero", 0, 0, 4, 4), new SceneObject(2, "a two", 8, 0, 4, 4));
        Detections none = new Detections(List.of(List.of()), scenes);
        Detections one = new Detections(List.of(List.of(new Detection(2, 0.93, RIGHT))), scenes);
        Figure figure = one.draw();
        assertTrue(figure.alt().contains("1 detection in 1 scene. 50.0 % of the 2 things"), figure.alt());
        assertTrue(figure.text().contains("two: 93 %"), figure.text());
        assertTrue(none.draw().text().contains("found nothing"), none.draw().text());
        assertTrue(figure.svg().orElseThrow().contains(">two: 93 %<"));
    }

    @Test
    void aLocaliser_isADetectorOfOneThing() {
        Scenes scenes = scenes(new SceneObject(1, "a one", 4, 4, 8, 8));
        Block net = Layers.initialize(Localiser.of(flatten(), 3), new Shape(1, 1, 16, 16), 1);
        Detections found = detect(net, scenes, 0);
        assertEquals(1, found.found().get(0).size());
        Detection place = found.found().get(0).get(0);
        // of a black image: no class is more probable, and the box is half of the image, in its middle
        assertEquals(1 / 3.0, place.score(), 1e-6);
        assertEquals(new Box(4, 4, 8, 8), place.box());
        assertEquals(0, detect(net, scenes, 0.5).found().get(0).size());
    }

    @Test
    void mostDigits_ofUnseenScenes_areFound() {
        SceneOptions options = SceneOptions.defaults()
                .withSize(48)
                .withDigits(1, 3)
                .withLengths(12, 18)
                .gray()
                .plain();
        Block net = Yolo.of(
                seq(
                        conv(8, 3),
                        batchNorm(),
                        relu(),
                        maxPool(2),
                        conv(16, 3),
                        batchNorm(),
                        relu(),
                        maxPool(2),
                        conv(32, 3),
                        batchNorm(),
                        relu(),
                        maxPool(2),
                        conv(32, 3),
                        batchNorm(),
                        relu()),
                2,
                10);
        Scenes train = zerosAndOnes(Mnist.load().train(), 400, options);
        Scenes test = zerosAndOnes(Mnist.load().test(), 60, options);
        fit(net, train, test, epochs(8), adam(5e-3), batchSize(20), loss(gridDetection()), quiet());
        double recall = detect(net, test, 0.3).recall(0.5);
        double precision = detect(net, test, 0.01).meanAveragePrecision(0.5);
        assertTrue(recall > 0.6, "found " + recall);
        assertTrue(precision > 0.5, "mean average precision " + precision);
    }

    private static Scenes zerosAndOnes(LabelledImages digits, int n, SceneOptions options) {
        int[] chosen = IntStream.range(0, digits.size())
                .filter(i -> digits.label(i) < 2)
                .toArray();
        return DigitScenes.of(digits.select(chosen), n, options, 1);
    }

    private static Scenes scenes(SceneObject... things) {
        Scene scene = new Scene(16, new byte[256], new byte[256], List.of(things), "black", "");
        return new Scenes(List.of(scene), List.of("zero", "one", "two"), 3, "made: by hand");
    }
}
