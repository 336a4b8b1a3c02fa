package dev.crema.training;

import static dev.crema.torch.FiniteDifferences.assertGradients;
import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Classes;
import dev.crema.datasets.Episode;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Pairs;
import dev.crema.datasets.Split;
import dev.crema.datasets.Triplets;
import dev.crema.figures.Figure;
import dev.crema.layers.Layers;
import dev.crema.models.PrototypicalNet;
import dev.crema.models.Siamese;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Losses that mine a batch against loops over it; networks on digits that they were never trained on. */
class MetricLearningTest {
    private static final NDManager MANAGER = NDManager.newBaseManager();
    private static final long[] LABELS = {0, 1, 0, 2, 1, 1, 0, 2, 3};
    // 7, 8 and 9 are never trained on
    private static final Split<LabelledImages> DIGITS =
            Classes.split(Mnist.load().train(), 7, 8, 9);

    @AfterAll
    static void close() {
        MANAGER.close();
    }

    @Test
    void batchHardTriplet_isThatOfALoopOverTheBatch() {
        float[][] points = points(LABELS.length, 3);
        double sum = 0;
        int anchors = 0;
        for (int a = 0; a < LABELS.length; a++) {
            double farthest = -1;
            double nearest = Double.MAX_VALUE;
            for (int other = 0; other < LABELS.length; other++) {
                double distance = Math.sqrt(square(points[a], points[other]));
                if (other != a && LABELS[other] == LABELS[a]) {
                    farthest = Math.max(farthest, distance);
                } else if (other != a) {
                    nearest = Math.min(nearest, distance);
                }
            }
            if (farthest >= 0) {
                sum += Math.max(0, farthest - nearest + 0.5);
                anchors++;
            }
        }
        assertEquals(8, anchors, "class 3 has one example, which has no positive");
        assertTrue(sum > 0.1);
        assertEquals(sum / anchors, of(batchHardTriplet(0.5), points, LABELS), 1e-5);
    }

    @Test
    void semiHardTriplet_isThatOfALoopOverTheBatch() {
        float[][] points = points(LABELS.length, 3);
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < LABELS.length; a++) {
            for (int p = 0; p < LABELS.length; p++) {
                if (a == p || LABELS[a] != LABELS[p]) {
                    continue;
                }
                double positive = square(points[a], points[p]);
                double nearest = Double.MAX_VALUE;
                for (int n = 0; n < LABELS.length; n++) {
                    double negative = square(points[a], points[n]);
                    if (LABELS[n] != LABELS[a] && negative > positive) {
                        nearest = Math.min(nearest, negative);
                    }
                }
                if (nearest < Double.MAX_VALUE) {
                    sum += Math.max(0, positive - nearest + 0.5);
                    pairs++;
                }
            }
        }
        assertTrue(sum > 0.1);
        assertEquals(sum / pairs, of(semiHardTriplet(0.5), points, LABELS), 1e-5);
    }

    @Test
    void prototypical_isTheDistanceFromTheMeanOfTheFirstOfEachClass() {
        // class 0: support 0 and 2, mean 1, query 1; class 1: support 4 and 6, mean 5, query 3; class 2: too few
        float[][] points = {{0}, {4}, {2}, {9}, {6}, {3}, {1}, {9}};
        long[] labels = {0, 1, 0, 2, 1, 1, 0, 2};
        double first = -Math.log(1 / (1 + Math.exp(-16)));
        double second = -Math.log(0.5);
        assertEquals((first + second) / 2, of(prototypical(2), points, labels), 1e-5);
    }

    @Test
    void gradients_areThoseOfTheDefinition() {
        NDArray points = MANAGER.create(points(LABELS.length, 3));
        for (Loss loss : List.of(batchHardTriplet(0.5), prototypical(1))) {
            assertGradients(x -> loss.evaluate(new NDList(MANAGER.create(LABELS)), x), points);
        }
    }

    @Test
    void aBatchWithoutTwoOfAClass_givesZeroAndNoGradient() {
        float[][] points = points(3, 2);
        for (Loss loss : List.of(batchHardTriplet(1), semiHardTriplet(1), prototypical(1))) {
            assertEquals(0, of(loss, points, new long[] {0, 1, 2}), loss.getName());
            assertEquals(0, of(loss, points(1, 2), new long[] {0}), loss.getName());
        }
        assertEquals(0, of(batchHardTriplet(1), points, new long[] {1, 1, 1}), "no negative");
        assertEquals(0, of(semiHardTriplet(1), points, new long[] {1, 1, 1}), "no negative");
    }

    @Test
    void embeddingsAtOnePoint_haveAFiniteGradient() {
        NDArray points = MANAGER.zeros(new Shape(4, 2));
        points.setRequiresGradient(true);
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray loss = batchHardTriplet(0.3)
                    .evaluate(new NDList(MANAGER.create(new long[] {0, 0, 1, 1})), new NDList(points));
            assertEquals(0.3, loss.getFloat(), 1e-5);
            gradients.backward(loss);
        }
        for (float g : points.getGradient().toFloatArray()) {
            assertTrue(Float.isFinite(g));
        }
    }

    @Test
    void labelsThatDoNotBelong_areRefusedWithTheShapes() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> of(batchHardTriplet(1), points(3, 2), new long[] {0, 1}))
                .getMessage();
        assertTrue(message.contains("(2)") && message.contains("(3, 2)"), message);
    }

    @Test
    void fewShot_hasTheMarginOfItsEpisodes_andSaysIt() {
        FewShot three = new FewShot(5, 1, new double[] {0.5, 0.7, 0.9});
        assertEquals(0.7, three.accuracy(), 1e-12);
        // standard deviation 0.2
        assertEquals(1.96 * 0.2 / Math.sqrt(3), three.margin(), 1e-12);
        assertEquals("5-way 1-shot: 70.0 % ± 22.6 % (95 % confidence, 3 episodes)", three.toString());
        assertThrows(IllegalArgumentException.class, () -> FewShot.of(Layers.flatten(), DIGITS.test(), 2, 1, 1, 1, 0));
    }

    @Test
    void prototypes_areTheMeansOfPixels_ofANetThatDoesNothing() {
        try (LabelledImages two = LabelledImages.of(
                MANAGER.create(new float[] {0, 0.2f, 1, 0.6f}, new Shape(4, 1, 1, 1)),
                MANAGER.create(new long[] {0, 0, 1, 1}),
                List.of("dark", "light"))) {
            Prototypes prototypes = Prototypes.of(Layers.flatten(), two);
            assertArrayEquals(new float[] {0.1f}, prototypes.means()[0], 1e-6f);
            assertArrayEquals(new float[] {0.8f}, prototypes.means()[1], 1e-6f);
            Predictions predictions = prototypes.predict(Layers.flatten(), two);
            assertEquals(1, predictions.accuracy());
            assertEquals(1 / (1 + Math.exp(0.01 - 0.64)), predictions.probabilities()[0][0], 1e-6);
        }
    }

    @Test
    void anEpisode_isDrawn_withWhatEachQueryIsTakenFor() {
        try (LabelledImages support = LabelledImages.of(
                        MANAGER.create(new float[] {0, 0.2f, 1, 0.8f}, new Shape(4, 1, 1, 1)),
                        MANAGER.create(new long[] {0, 0, 1, 1}),
                        List.of("dark", "light"));
                LabelledImages query = LabelledImages.of(
                        MANAGER.create(new float[] {0.1f, 0.7f, 0.9f, 0.6f}, new Shape(4, 1, 1, 1)),
                        MANAGER.create(new long[] {0, 0, 1, 1}),
                        List.of("dark", "light"))) {
            Figure figure = FewShotEpisode.of(Layers.flatten(), new Episode(support, query))
                    .draw();
            assertEquals("2-way 2-shot episode: 75 % of 4 queries right", figure.title());
            assertTrue(figure.alt().contains("Taken wrongly: light for dark."), figure.alt());
            assertTrue(figure.text().contains("light, not dark"), figure.text());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new FewShotEpisode(
                        List.of(), List.of(), new Predictions(new float[][] {{1}}, new int[1], List.of("one"))));
    }

    @Test
    void fewShotAndPrototypes_areDrawn_withTheirNumbers() {
        Figure bars = new FewShot(5, 1, new double[] {0.5, 0.7, 1}).draw();
        assertTrue(bars.alt().contains("by chance it would be 20.0 %"), bars.alt());
        assertTrue(bars.alt().contains("worst episode has 50.0 %, the best 100.0 %"), bars.alt());
        assertTrue(bars.text().contains("95–100"), bars.text());
        Figure distances = new Prototypes(new float[][] {{0, 0}, {3, 4}, {0, 1}}, List.of("a", "b", "c")).draw();
        assertTrue(distances.alt().contains("The nearest are a and c, 1.00 apart"), distances.alt());
        assertFalse(distances.svg().isEmpty());
    }

    @Test
    void prototypicalNet_tellsDigitsApartThatItWasNeverTrainedOn() {
        assertBetterThanBefore(net -> fit(
                net,
                DIGITS.train().first(3000),
                DIGITS.train().first(100),
                loss(prototypical(2)),
                batchSize(50),
                adam(3e-3),
                seed(1),
                quiet()));
    }

    @Test
    void batchHardTriplets_teachDigitsThatWereNeverTrainedOn() {
        assertBetterThanBefore(net -> fit(
                net,
                DIGITS.train().first(3000),
                DIGITS.train().first(100),
                loss(batchHardTriplet(0.5)),
                batchSize(50),
                adam(3e-3),
                seed(1),
                quiet()));
    }

    @Test
    void aSiameseNet_teachesDigitsThatWereNeverTrainedOn() {
        Pairs pairs = Pairs.of(DIGITS.train(), 1500, 1);
        assertBetterThanBefore(net ->
                fit(Siamese.of(net), pairs, pairs, loss(contrastive(2)), batchSize(50), adam(3e-3), seed(1), quiet()));
    }

    @Test
    void aTripletNet_teachesDigitsThatWereNeverTrainedOn() {
        Triplets triplets = Triplets.of(DIGITS.train(), 1000, 1);
        assertBetterThanBefore(net -> fit(
                Siamese.of(net), triplets, triplets, loss(triplet(1)), batchSize(50), adam(3e-3), seed(1), quiet()));
    }

    private interface Teaching {
        void teach(Block net);
    }

    private static void assertBetterThanBefore(Teaching teaching) {
        Block net = Layers.initialize(PrototypicalNet.of(16), new Shape(1, 1, 28, 28), 1);
        double pixels = accuracy(Layers.flatten());
        double before = accuracy(net);
        teaching.teach(net);
        double after = accuracy(net);
        assertTrue(
                after > before + 0.05 && after > 0.45,
                "accuracy " + after + ", before " + before + ", of raw pixels " + pixels + ", of chance 0.33");
    }

    private static double accuracy(Block net) {
        return FewShot.of(net, DIGITS.test(), 3, 1, 10, 50, 3).accuracy();
    }

    private static double of(Loss loss, float[][] points, long[] labels) {
        return loss.evaluate(new NDList(MANAGER.create(labels)), new NDList(MANAGER.create(points)))
                .toType(DataType.FLOAT32, false)
                .getFloat();
    }

    private static float[][] points(int n, int size) {
        Random random = new Random(7);
        float[][] points = new float[n][size];
        for (float[] point : points) {
            for (int i = 0; i < size; i++) {
                point[i] = (float) random.nextGaussian();
            }
        }
        return points;
    }

    private static double square(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
