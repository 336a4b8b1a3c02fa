package dev.crema.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Layers;
import dev.crema.training.Losses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricModelsTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray images = ModelChecks.gaussian(manager, new Shape(8, 1, 16, 16));
    private final NDList pair = new NDList(images, images.flip(0).mul(0.5));

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void prototypicalNet_hasTheParametersOfTheAuthorsCode() {
        assertEquals(
                111_936,
                Layers.summary(PrototypicalNet.of(64), new Shape(1, 1, 28, 28)).parameters());
    }

    @Test
    void prototypicalNet_doesWhatEveryModelDoes() {
        NDList labels = new NDList(manager.create(new long[] {0, 1, 2, 3, 0, 1, 2, 3}));
        ModelChecks.assertGivesItsShapes(() -> PrototypicalNet.of(4), new NDList(images));
        ModelChecks.assertSurvivesSaving(() -> PrototypicalNet.of(4), new NDList(images));
        ModelChecks.assertLearnsByHeart(
                () -> PrototypicalNet.of(16), new NDList(images), labels, Losses.crossEntropy(), 3e-2);
    }

    @Test
    void prototypicalNet_takesSixteenPixels_andRefusesFifteen() {
        assertEquals(new Shape(1, 4), PrototypicalNet.of(4).getOutputShapes(new Shape[] {new Shape(1, 1, 16, 16)})[0]);
        String refusal =
                ModelChecks.refusal(() -> Layers.initialize(PrototypicalNet.of(4), new Shape(1, 1, 15, 15), 1));
        assertTrue(refusal.contains("maxPool4"), refusal);
    }

    @Test
    void siamese_doesWhatEveryModelDoes() {
        NDList same = new NDList(manager.create(new float[] {1, 0, 1, 0, 1, 0, 1, 0}));
        ModelChecks.assertGivesItsShapes(() -> Siamese.of(Mlp.of(3)), pair);
        ModelChecks.assertGivesItsShapes(() -> Siamese.verifier(Mlp.of(3)), pair);
        ModelChecks.assertSurvivesSaving(() -> Siamese.verifier(Mlp.of(3)), pair);
        ModelChecks.assertLearnsByHeart(
                () -> Siamese.verifier(Mlp.of(64, 64)), pair, same, Losses.binaryCrossEntropy(), 1e-2);
        ModelChecks.assertLearnsByHeart(() -> Siamese.of(Mlp.of(64, 8)), pair, same, Losses.contrastive(1), 1e-2);
    }

    @Test
    void siamese_hasOneTower_whichSeesEachInput() {
        Block net =
                Layers.initialize(Siamese.of(Mlp.of(3)), 1, images.getShape(), images.getShape(), images.getShape());
        assertEquals(2, net.getParameters().size());
        NDList embeddings = ModelChecks.run(net, new NDList(images, images, images));
        assertEquals(3, embeddings.size());
        assertEquals(embeddings.get(0), embeddings.get(2));
    }

    @Test
    void aVerifier_scoresTheAbsoluteDifference_soThatTheOrderDoesNotMatter() {
        Block net = Layers.initialize(Siamese.verifier(Mlp.of(3)), 1, images.getShape(), images.getShape());
        NDList turned = new NDList(pair.get(1), pair.get(0));
        assertEquals(ModelChecks.run(net, pair), ModelChecks.run(net, turned));
        String refusal = ModelChecks.refusal(() -> ModelChecks.run(net, new NDList(images, images, images)));
        assertTrue(refusal.contains("2 images, not 3"), refusal);
    }
}
