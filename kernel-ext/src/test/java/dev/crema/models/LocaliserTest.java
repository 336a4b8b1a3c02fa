package dev.crema.models;

import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.globalAvgPool;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.training.Losses.crossEntropy;
import static dev.crema.training.Losses.localisation;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.metric;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.DigitScenes;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Scene;
import dev.crema.datasets.SceneObject;
import dev.crema.datasets.SceneOptions;
import dev.crema.datasets.Scenes;
import dev.crema.layers.Layers;
import dev.crema.training.Box;
import dev.crema.training.History;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class LocaliserTest {
    private static final Supplier<Block> SMALL = () -> Localiser.of(backbone(), 3);

    @Test
    void localiser_givesItsShapes_survivesSaving_andLearnsABatch() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList images = new NDList(ModelChecks.gaussian(manager, new Shape(2, 1, 16, 16)));
            NDList targets = new NDList(
                    manager.create(new long[] {0, 2}),
                    manager.create(new float[] {2, 3, 4, 5, 8, 7, 6, 6}, new Shape(2, 1, 4)));
            ModelChecks.assertGivesItsShapes(SMALL, images);
            ModelChecks.assertSurvivesSaving(SMALL, images);
            ModelChecks.assertLearnsByHeart(SMALL, images, targets, localisation(0.1), 1e-2);
        }
    }

    @Test
    void untrainedBoxes_lieWithinTheImage_inPixels() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block net = Layers.initialize(Localiser.of(seq(flatten()), 3), 1, new Shape(1, 1, 8, 16));
            // nothing seen: shares of a half, so the middle half of the image
            float[] box = ModelChecks.run(net, new NDList(manager.zeros(new Shape(1, 1, 8, 16))))
                    .get(1)
                    .toFloatArray();
            assertEquals(List.of(4f, 2f, 8f, 4f), List.of(box[0], box[1], box[2], box[3]));
        }
    }

    @Test
    void parameters_areThoseOfTheHeads_besideTheBackbone_beforeAndAfterItHasThem() {
        Shape image = new Shape(1, 1, 8, 8);
        Block net = Localiser.of(flatten(), 10);
        assertEquals((8 * 8 + 1) * (10 + 4), Layers.summary(net, image).parameters());
        Layers.initialize(net, image, 1);
        assertEquals((8 * 8 + 1) * (10 + 4), Layers.summary(net, image).parameters());
    }

    @Test
    void localisation_isCrossEntropyAndSmoothL1_byHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList targets = new NDList(
                    manager.create(new long[] {1}), manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 4)));
            NDList outputs = new NDList(
                    manager.create(new float[] {0, 0}, new Shape(1, 2)),
                    manager.create(new float[] {1, 2.5f, 6, 4}, new Shape(1, 4)));
            // errors 0, ½, 3, 0: (½·¼ + 3 − ½) / 4
            assertEquals(
                    Math.log(2) + 0.2 * 2.625 / 4,
                    localisation(0.2).evaluate(targets, outputs).getFloat(),
                    1e-6);
        }
    }

    @Test
    void intersectionOverUnion_byHand() {
        Box box = new Box(0, 0, 4, 4);
        assertEquals(1, box.intersectionOverUnion(box));
        assertEquals(4 / 28.0, box.intersectionOverUnion(new Box(2, 2, 4, 4)), 1e-12);
        assertEquals(0, box.intersectionOverUnion(new Box(4, 0, 4, 4)));
        assertEquals(0, new Box(1, 1, 0, 0).intersectionOverUnion(new Box(1, 1, 0, 0)));
    }

    @Test
    void misfits_areRefused() {
        Scenes crowded =
                DigitScenes.of(Mnist.load().test(), 3, SceneOptions.defaults().gray(), 1);
        Block net = Localiser.of(backbone(), 10);
        assertTrue(refusal(() -> fit(net, crowded, crowded, loss(localisation(0.1)), batchSize(1)))
                .contains("make scenes of one thing each"));
        assertTrue(refusal(() -> localisation(0)).contains("weight"));
        assertTrue(refusal(() -> Layers.initialize(Localiser.of(conv(3, 3), 2), new Shape(1, 1, 8, 8), 1))
                .contains("end it with flatten()"));
        assertTrue(refusal(() -> fit(net, crowded, crowded, loss(crossEntropy()), batchSize(1)))
                .contains("cannot compare"));
        assertEquals(
                new Shape(1, 2),
                Localiser.of(globalAvgPool(), 2).getOutputShapes(new Shape[] {new Shape(1, 3, 4, 4)})[0]);
    }

    @Test
    void unseenDigits_areFoundFarBetterThanByTheMeanBox() {
        SceneOptions options = SceneOptions.defaults()
                .withSize(32)
                .withDigits(1, 1)
                .withLengths(10, 20)
                .gray();
        Scenes train = DigitScenes.of(Mnist.load().train(), 500, options, 1);
        Scenes test = DigitScenes.of(Mnist.load().test(), 100, options, 2);
        History history = fit(
                Localiser.of(backbone(), 10),
                train,
                test,
                epochs(6),
                adam(3e-3),
                batchSize(20),
                loss(localisation(0.2)),
                metric("IoU", Box.meanIntersectionOverUnion()),
                quiet());
        double found = history.last().orElseThrow().validation().get("IoU");
        Box mean = new Box(
                mean(train, SceneObject::x),
                mean(train, SceneObject::y),
                mean(train, SceneObject::width),
                mean(train, SceneObject::height));
        double guessed = objects(test).stream()
                .mapToDouble(it -> mean.intersectionOverUnion(new Box(it.x(), it.y(), it.width(), it.height())))
                .average()
                .orElseThrow();
        assertTrue(found > guessed + 0.15, "mean IoU " + found + ", that of the mean box " + guessed);
    }

    private static double mean(Scenes scenes, ToDoubleFunction<SceneObject> number) {
        return objects(scenes).stream().mapToDouble(number).average().orElseThrow();
    }

    private static List<SceneObject> objects(Scenes scenes) {
        return scenes.scenes().stream()
                .map(Scene::objects)
                .flatMap(List::stream)
                .toList();
    }

    private static Block backbone() {
        return seq(
                conv(8, 3),
                batchNorm(),
                relu(),
                maxPool(2),
                conv(16, 3),
                batchNorm(),
                relu(),
                maxPool(2),
                flatten(),
                linear(64),
                relu());
    }
}
