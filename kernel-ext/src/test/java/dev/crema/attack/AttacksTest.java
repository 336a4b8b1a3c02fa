package dev.crema.attack;

import static dev.crema.attack.Attacks.*;
import static dev.crema.layers.Layers.*;
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
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.crema.augmentation.Augmentations;
import dev.crema.datasets.DataException;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.layers.Parameters;
import dev.crema.layers.Trace;
import dev.crema.training.Losses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AttacksTest {
    private static final double EPSILON = 0.1;

    private static LabelledImages train;
    private static LabelledImages test;
    private static Block net;

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeAll
    static void trained() {
        train = Mnist.load().train().first(2000);
        test = Mnist.load().test().first(200);
        net = net();
        fit(net, train, test, epochs(4), adam(2e-3), seed(1), quiet());
        assertTrue(predict(net, test).accuracy() > 0.85);
    }

    private static Block net() {
        return initialize(seq(flatten(), linear(64), relu(), linear(10)), new Shape(1, 1, 28, 28), 1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void fgsm_onALinearNetwork_isTheFormulaOfHand() {
        // scores W·x: the loss of class 0 rises along p(1)·(w₁ − w₀), whose sign is known without a gradient
        Block linear = twoScores(new float[] {1, -2, 3, 0.5f}, new float[] {-1, 2, 3.5f, 0.25f});
        float[] x = {0.5f, 0.5f, 0.02f, 0.95f};
        NDArray images = manager.create(x, new Shape(1, 1, 2, 2));
        AdversarialExamples examples = attack(linear, labelled(images, 0), fgsm(), EPSILON);
        assertArrayEquals(
                new float[] {0.4f, 0.6f, 0.12f, 0.85f}, examples.perturbed().rows()[0], 1e-6f);
        assertArrayEquals(x, examples.clean().rows()[0]);
        assertArrayEquals(new float[] {-0.1f, 0.1f, 0.1f, -0.1f}, examples.perturbation(0), 1e-6f);

        AdversarialExamples towards = attack(linear, labelled(images, 0), fgsm().towards(0), EPSILON);
        assertArrayEquals(
                new float[] {0.6f, 0.4f, 0, 1},
                towards.perturbed().rows()[0],
                1e-6f,
                "down the loss of the target, within [0, 1]");
    }

    @Test
    void fgsm_raisesTheLossOfEveryImage_ofALinearNetwork() {
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            Block linear = twoScores(normal(random), normal(random));
            NDArray images = manager.randomUniform(0, 1, new Shape(8, 1, 2, 2));
            LabelledImages data = labelled(images, 0, 1, 0, 1, 0, 1, 0, 1);
            AdversarialExamples examples = attack(linear, data, fgsm(), 0.05);
            for (int j = 0; j < 8; j++) {
                int label = data.label(j);
                float before = examples.before().probabilities()[j][label];
                float after = examples.after().probabilities()[j][label];
                assertTrue(after <= before + 1e-6, after + " > " + before);
            }
        }
    }

    @Test
    void noValue_isEverMoreThanEpsilonFromItsOwn_orOutsideOfTheRange() {
        for (double epsilon : new double[] {1e-4, 0.1, 0.3, 1.0 / 3, 2}) {
            for (Attack attack : List.of(fgsm(), pgd(3), pgd(3).fromClean().towards(2), randomSigns())) {
                AdversarialExamples examples = attack(net, test.first(20), attack, epsilon);
                for (int i = 0; i < 20; i++) {
                    float[] clean = examples.clean().rows()[i];
                    float[] perturbed = examples.perturbed().rows()[i];
                    for (int j = 0; j < clean.length; j++) {
                        double distance = Math.abs((double) perturbed[j] - clean[j]);
                        assertTrue(distance <= epsilon, attack + ": " + distance + " > " + epsilon);
                        assertTrue(perturbed[j] >= 0 && perturbed[j] <= 1);
                    }
                }
            }
        }
    }

    @Test
    void theGradient_isThatOfFiniteDifferences() {
        // a step along each single value raises the loss where FGSM adds, and lowers it where FGSM takes away
        Block smooth = initialize(seq(flatten(), linear(5), tanh(), linear(2)), new Shape(1, 1, 2, 2), 4);
        NDArray image = manager.create(new float[] {0.3f, 0.5f, 0.6f, 0.4f}, new Shape(1, 1, 2, 2));
        float[] signs = attack(smooth, labelled(image, 1), fgsm(), 0.01).perturbation(0);
        for (int i = 0; i < 4; i++) {
            double slope = (loss(smooth, image, i, 0.01f) - loss(smooth, image, i, -0.01f)) / 0.02;
            assertEquals(Math.signum(slope), Math.signum(signs[i]), "value " + i + ", slope " + slope);
        }
    }

    private double loss(Block block, NDArray image, int value, float by) {
        float[] moved = image.toFloatArray();
        moved[value] += by;
        NDArray scores = Trace.run(block, manager.create(moved, image.getShape()), (path, layer, x, y) -> {});
        NDArray label = manager.create(new long[] {1});
        return Losses.crossEntropy()
                .evaluate(new NDList(label), new NDList(scores))
                .getFloat();
    }

    @Test
    void anAttack_leavesGradientsOfWeights_andStatisticsOfBatchNormalisation_alone() {
        Block block = initialize(
                seq(conv(3, 3), batchNorm(), relu(), dropout(0.5), flatten(), linear(10)), new Shape(1, 1, 28, 28), 5);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray scores = Trace.run(block, test.images(), (path, layer, x, y) -> {});
            collector.backward(Losses.crossEntropy().evaluate(new NDList(test.labels()), new NDList(scores)));
        }
        Map<String, float[]> weights = numbers(block, false);
        Map<String, float[]> gradients = numbers(block, true);
        assertTrue(gradients.size() >= 4, gradients.keySet().toString());

        AdversarialExamples first = attack(block, test.first(10), pgd(3), EPSILON);

        weights.forEach((name, before) -> assertArrayEquals(
                before, Objects.requireNonNull(numbers(block, false).get(name)), name));
        gradients.forEach((name, before) -> assertArrayEquals(
                before, Objects.requireNonNull(numbers(block, true).get(name)), name));
        AdversarialExamples second = attack(block, test.first(10), pgd(3), EPSILON);
        assertArrayEquals(first.perturbed().rows(), second.perturbed().rows(), "no dropout");
    }

    @Test
    void pgd_isAtLeastAsStrongAsFgsm_andBothStrongerThanChance() {
        double clean = predict(net, test).accuracy();
        double noise = attack(net, test, randomSigns(), EPSILON).after().accuracy();
        double fgsm = attack(net, test, fgsm(), EPSILON).after().accuracy();
        double pgd = attack(net, test, pgd(10), EPSILON).after().accuracy();
        assertTrue(pgd <= fgsm && fgsm < noise - 0.3, "PGD %s, FGSM %s, noise %s".formatted(pgd, fgsm, noise));
        assertEquals(clean, noise, 0.1);
    }

    @Test
    void aTarget_isReached() {
        LabelledImages sevens = test.where(7);
        AdversarialExamples examples = attack(net, sevens, pgd(20).towards(3), 0.25);
        long reached = Arrays.stream(examples.after().probabilities())
                .filter(row -> row[3] > 0.5)
                .count();
        assertTrue(reached > 0.8 * sevens.size(), reached + " of " + sevens.size());
        assertEquals("PGD-20 towards 3", examples.attack());
    }

    @Test
    void sameSeed_sameImages() {
        LabelledImages few = test.first(5);
        float[][] one = attack(net, few, pgd(4), EPSILON, 7).perturbed().rows();
        assertArrayEquals(one, attack(net, few, pgd(4), EPSILON, 7).perturbed().rows());
        assertFalse(Arrays.deepEquals(
                one, attack(net, few, pgd(4), EPSILON, 8).perturbed().rows()));
    }

    @Test
    void accuracy_fallsWithEpsilon() {
        Robustness robustness = robustness(net, test, new double[] {0, 0.03, 0.06, 0.12}, fgsm(), pgd(5));
        assertEquals(
                List.of("FGSM", "PGD-5"), List.copyOf(robustness.accuracies().keySet()));
        robustness.accuracies().values().forEach(curve -> {
            assertEquals(predict(net, test).accuracy(), curve[0]);
            for (int i = 1; i < curve.length; i++) {
                assertTrue(curve[i] < curve[i - 1], Arrays.toString(curve));
            }
        });
        String alt = robustness.draw().alt();
        assertTrue(alt.contains("FGSM from") && alt.contains("0.12"), alt);
        assertArrayEquals(robustness.draw().png(), robustness.draw().png());
    }

    @Test
    void anInterrupt_endsTheMeasurement_andIsKept() {
        Thread.currentThread().interrupt();
        Robustness robustness = robustness(net, test, new double[] {0, 0.1}, fgsm());
        assertTrue(Thread.interrupted());
        assertTrue(Double.isNaN(Objects.requireNonNull(robustness.accuracies().get("FGSM"))[1]));
        assertFalse(robustness.draw().alt().isBlank());
    }

    @Test
    void trainingOnAttacks_defends() {
        Block defended = net();
        fit(
                defended,
                train,
                test,
                epochs(4),
                adam(3e-3),
                batchSize(32),
                seed(1),
                quiet(),
                augment(adversarial(defended, pgd(3), EPSILON)));
        double with = attack(defended, test, pgd(10), EPSILON).after().accuracy();
        double without = attack(net, test, pgd(10), EPSILON).after().accuracy();
        assertTrue(with > without + 0.3, with + " with, " + without + " without");
        // as every augmentation it can be left out for some images
        try (ImageBatch batch = test.batches(50).iterator().next()) {
            ImageBatch half = Augmentations.sometimes(0.5, adversarial(net, fgsm(), EPSILON))
                    .apply(batch, 1);
            assertEquals(batch.images().getShape(), half.images().getShape());
        }
    }

    @Test
    void corruptions_growWithSeverity_andStayInRange() {
        try (ImageBatch batch = test.batches(50).iterator().next()) {
            float[] clean = batch.images().toFloatArray();
            for (Corruption corruption : Corruption.values()) {
                double before = 0;
                for (int severity = 1; severity <= Corruption.WORST; severity++) {
                    float[] spoilt = corruption
                            .severity(severity)
                            .apply(batch, 1)
                            .images()
                            .toFloatArray();
                    double distance = 0;
                    for (int i = 0; i < clean.length; i++) {
                        assertTrue(spoilt[i] >= 0 && spoilt[i] <= 1);
                        distance += Math.abs(spoilt[i] - clean[i]);
                    }
                    assertTrue(distance > before, corruption + " " + severity + ": " + distance + " after " + before);
                    before = distance;
                }
            }
        }
        Robustness robustness = robustness(net, test, Corruption.GAUSSIAN_NOISE, Corruption.ROTATION);
        assertEquals(6, robustness.strengths().length);
        double[] turned = Objects.requireNonNull(robustness.accuracies().get("rotation"));
        assertTrue(turned[5] < turned[0] - 0.3, Arrays.toString(turned));
    }

    @Test
    void thePanel_saysWhatItShows() {
        AdversarialExamples examples = attack(net, test.select(4, 5, 6, 7), fgsm(), EPSILON);
        String alt = examples.draw().alt();
        long right = Math.round(4 * examples.before().accuracy());
        assertTrue(alt.startsWith("FGSM with ε = 0.1: " + right + " of 4 right before"), alt);
        assertTrue(alt.contains("shown × 10, is at most 0.1"), alt);
        assertTrue(examples.draw().text().contains("%"), examples.draw().text());
        assertFalse(examples.fooled().isEmpty());
        assertArrayEquals(examples.draw().png(), examples.draw().png());
    }

    @Test
    void badInput_isRefusedInWords() {
        LabelledImages few = test.first(2);
        for (double epsilon : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            refused("epsilon is " + epsilon, () -> attack(net, few, fgsm(), epsilon));
            refused("epsilon is " + epsilon, () -> adversarial(net, fgsm(), epsilon));
            refused("epsilon is " + epsilon, () -> attack(net, few, randomSigns(), epsilon));
        }
        refused("steps is 0", () -> pgd(0));
        refused("step is NaN", () -> pgd(2).step(Double.NaN));
        refused("target is -1", () -> pgd(2).towards(-1));
        refused("target is class 10", () -> attack(net, few, fgsm().towards(10), EPSILON));
        refused("must ascend", () -> robustness(net, few, new double[] {0.2, 0.1}, fgsm()));
        refused("at least one", () -> robustness(net, few, new double[] {}, fgsm()));
        refused("severity is 6", () -> Corruption.BLUR.severity(6));
        refused("classes", () -> attack(net, labelled(few.images(), 0, 1), fgsm(), EPSILON));
        NDArray bright = manager.ones(new Shape(1, 1, 28, 28)).mul(2);
        assertThrows(DataException.class, () -> attack(net, labelled(bright, 0), fgsm(), EPSILON));
        assertThrows(DataException.class, () -> attack(net, labelled(few.images(), 0, 99), fgsm(), EPSILON));
        try (ImageBatch batch = few.batches(2).iterator().next()) {
            ImageBatch small = new ImageBatch(batch.images().get(":,:,:14,:14"), batch.labels());
            refused("linear1", () -> fgsm().perturb(net, small, EPSILON, new SplittableRandom(0)));
        }
    }

    private static void refused(String words, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }

    private LabelledImages labelled(NDArray images, long... labels) {
        return LabelledImages.of(images, manager.create(labels), List.of("zero", "one"));
    }

    /** A network of two scores, each a row of weights times the image. */
    private Block twoScores(float[] zero, float[] one) {
        Block block = initialize(seq(flatten(), linear(2)), new Shape(1, 1, 2, 2), 0);
        float[] both = Arrays.copyOf(zero, 8);
        System.arraycopy(one, 0, both, 4, 4);
        NDArray weight = Objects.requireNonNull(Parameters.named(block).get("linear1.weight"))
                .getArray();
        weight.setRequiresGradient(false);
        manager.create(both, weight.getShape()).copyTo(weight);
        return block;
    }

    private static float[] normal(Random random) {
        float[] numbers = new float[4];
        for (int i = 0; i < 4; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Map<String, float[]> numbers(Block block, boolean ofGradients) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> named : Parameters.named(block).entrySet()) {
            NDArray array = named.getValue().getArray();
            if (!ofGradients) {
                numbers.put(named.getKey(), array.toFloatArray());
            } else if (array.hasGradient()) {
                try (NDArray gradient = array.getGradient()) {
                    numbers.put(named.getKey(), gradient.toFloatArray());
                }
            }
        }
        return numbers;
    }
}
