package dev.crema.training;

import static dev.crema.torch.FiniteDifferences.assertGradients;
import static dev.crema.torch.PyTorchNumbers.wave;
import static dev.crema.training.Losses.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import dev.crema.torch.PyTorchNumbers;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Losses against PyTorch (losses.py) and against the definition of the derivative. */
class LossesTest {
    private static final Map<String, float[]> PYTORCH = PyTorchNumbers.read(LossesTest.class, "losses.csv");

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray labels =
            manager.create(LongStream.range(0, 24).map(i -> i * 7 % 5).toArray(), new Shape(2, 3, 4));
    private final NDArray halves = labels.toType(DataType.FLOAT32, false).div(4);
    private final NDArray masks = labels.mod(3);
    private final NDArray probabilities =
            manager.create(new float[] {0.5f, 0.5f, 0, 0.1f, 0.2f, 0.7f, 1, 0, 0}, new Shape(3, 3));
    private final NDArray same = manager.create(new float[] {1, 0, 0, 1, 0});

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void binaryCrossEntropy_isPyTorchs() {
        NDArray scores = wave(manager, 1, 2, 3, 4);
        assertLoss("binary", binaryCrossEntropy(), halves, scores.mul(9));
        assertLoss("huge binary", binaryCrossEntropy(), halves, scores.mul(1000));
        assertGradients(evaluate(binaryCrossEntropy(), halves), scores);
    }

    @Test
    void binaryCrossEntropy_measuresHowManyAnswersAreRight_andKnowsTheDerivativeAtZero() {
        NDArray scores = manager.create(new float[] {2, -1, 3, -4}, new Shape(4, 1));
        NDArray truth = manager.create(new long[] {1, 1, 0, 0});
        Classification loss = (Classification) binaryCrossEntropy();
        assertEquals(0.5, loss.accuracy(new NDList(truth), new NDList(scores)));
        NDArray zero = manager.zeros(new Shape(4, 1));
        assertArrayEquals(
                new float[] {-0.125f, -0.125f, 0.125f, 0.125f}, gradients(binaryCrossEntropy(), truth, zero), 1e-7f);
    }

    @Test
    void klDivergence_isPyTorchs_andZeroForTheTrueDistribution() {
        NDArray scores = wave(manager, 2, 3, 3);
        assertLoss("kl", klDivergence(), probabilities, scores);
        assertLoss("huge kl", klDivergence(), probabilities, scores.mul(1000));
        assertGradients(evaluate(klDivergence(), probabilities), scores);
        NDArray perfect = probabilities.maximum(1e-30f).log();
        assertEquals(0, value(klDivergence(), probabilities, perfect), 1e-6);
    }

    @Test
    void gaussianKlDivergence_isPyTorchs_andZeroForTheStandardNormalDistribution() {
        Loss loss = new Formula("", (targets, outputs) -> gaussianKlDivergence(outputs.get(0), outputs.get(1)));
        NDArray mean = wave(manager, 3, 4, 2);
        NDArray logVariance = wave(manager, 4, 4, 2);
        assertLoss("gaussian", loss, same, mean, logVariance);
        assertGradients(evaluate(loss, same), mean, logVariance);
        NDArray zeros = manager.zeros(new Shape(4, 2));
        assertEquals(0, gaussianKlDivergence(zeros, zeros).getFloat());
    }

    @Test
    void errors_arePyTorchs() {
        NDArray target = wave(manager, 5, 3, 4);
        NDArray output = wave(manager, 1, 3, 4).mul(3);
        assertLoss("squares", meanSquaredError(), target, output);
        assertLoss("huber", huber(0.7), target, output);
        assertLoss("huge huber", huber(0.7), target, wave(manager, 1, 3, 4).mul(1000));
        assertGradients(evaluate(huber(0.7), target), output);
    }

    @Test
    void contrastive_isThatOfItsFormula() {
        NDArray first = wave(manager, 1, 5, 3);
        NDArray second = wave(manager, 4, 5, 3);
        assertLoss("contrastive", contrastive(2), same, first, second);
        assertGradients(evaluate(contrastive(2), same), first, second);
    }

    @Test
    void contrastive_ofEqualEmbeddings_hasFiniteGradients() {
        NDArray one = wave(manager, 1, 5, 3);
        for (float gradient : gradients(contrastive(1), same, one, one.duplicate())) {
            assertEquals(0, gradient, 1e-12f);
        }
        assertEquals(0.5 * 3 / 5, value(contrastive(1), same, one, one), 1e-5, "three pairs that should be apart");
    }

    @Test
    void triplet_isPyTorchs_withSquaredDistances() {
        NDArray anchor = wave(manager, 1, 5, 3);
        NDArray positive = wave(manager, 2, 5, 3);
        NDArray negative = wave(manager, 7, 5, 3);
        assertLoss("triplet", triplet(1.5), null, anchor, positive, negative);
        assertGradients(outputs -> triplet(1.5).evaluate(new NDList(), outputs), anchor, positive, negative);
    }

    @Test
    void dice_isThatOfItsFormula() {
        NDArray scores = wave(manager, 1, 2, 3, 3, 4);
        assertLoss("dice", dice(), masks, scores.mul(3));
        assertLoss("huge dice", dice(), masks, scores.mul(1000));
        assertLoss(
                "sigmoid dice",
                dice(),
                masks.mod(2),
                wave(manager, 1, 2, 1, 3, 4).mul(3));
        assertGradients(evaluate(dice(), masks), scores);
        assertGradients(evaluate(dice(), masks.mod(2)), wave(manager, 1, 2, 1, 3, 4));
    }

    @Test
    void dice_ofTheTrueMasks_isZero_andAllPixelsAreRight() {
        NDArray scores = masks.oneHot(3).transpose(0, 3, 1, 2).mul(1000);
        assertEquals(0, value(dice(), masks, scores), 1e-6);
        assertEquals(1, ((Classification) dice()).accuracy(new NDList(masks), new NDList(scores)));
        NDArray one = masks.mod(2);
        NDArray yes = one.toType(DataType.FLOAT32, false).sub(0.5).expandDims(1);
        assertEquals(1, ((Classification) dice()).accuracy(new NDList(one), new NDList(yes)));
    }

    @Test
    void combined_addsWhatIsWeighed_andKeepsTheAccuracy() {
        NDArray scores = wave(manager, 1, 2, 3, 3, 4);
        Loss sum = combined(crossEntropy(), weighted(0.5, dice()));
        assertEquals(
                value(crossEntropy(), masks, scores) + 0.5 * value(dice(), masks, scores),
                value(sum, masks, scores),
                1e-6);
        assertEquals("cross-entropy + 0.5 · Dice", sum.getName());
        assertEquals(
                ((Classification) crossEntropy()).accuracy(new NDList(masks), new NDList(scores)),
                ((Classification) sum).accuracy(new NDList(masks), new NDList(scores)));
        assertFalse(combined(huber(1), meanSquaredError()) instanceof Classification);
    }

    @Test
    void mixtureDensity_isThatOfItsFormula_alsoFarFromAllComponents() {
        NDArray mixing = wave(manager, 1, 4, 3);
        NDArray means = wave(manager, 2, 4, 3, 2).mul(2);
        NDArray deviations = wave(manager, 3, 4, 3);
        NDArray truth = wave(manager, 4, 4, 2);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double density = 0;
            double scale = 0;
            for (int k = 0; k < 3; k++) {
                double sigma = Math.exp(deviations.getFloat(i, k));
                double first = (truth.getFloat(i, 0) - means.getFloat(i, k, 0)) / sigma;
                double second = (truth.getFloat(i, 1) - means.getFloat(i, k, 1)) / sigma;
                double normal = Math.exp(-(first * first + second * second) / 2) / (2 * Math.PI * sigma * sigma);
                density += Math.exp(mixing.getFloat(i, k)) * normal;
                scale += Math.exp(mixing.getFloat(i, k));
            }
            sum -= Math.log(density / scale);
        }
        assertEquals(sum / 4, value(mixtureDensity(), truth, mixing, means, deviations), 1e-5);
        assertGradients(evaluate(mixtureDensity(), truth), mixing, means, deviations);
        float far = value(mixtureDensity(), truth, mixing, means.add(1000), deviations.mul(0));
        assertTrue(far > 9e5 && far < 1.1e6, "½ · 2 · 1000² is " + far);
        assertRefused(
                "end the network with a MixtureDensity", () -> value(mixtureDensity(), mixing, mixing, means, mixing));
        assertRefused("end the network with a MixtureDensity", () -> value(mixtureDensity(), truth, mixing));
    }

    @Test
    void withHeads_addsAShareOfTheLossOfEachHead_andKeepsTheAccuracyOfTheFirst() {
        NDArray scores = wave(manager, 1, 2, 3, 3, 4);
        NDArray first = wave(manager, 2, 2, 3, 3, 4);
        NDArray second = wave(manager, 3, 2, 3, 3, 4);
        Loss loss = withHeads(0.3, crossEntropy());
        assertEquals(
                value(crossEntropy(), masks, scores)
                        + 0.3 * value(crossEntropy(), masks, first)
                        + 0.3 * value(crossEntropy(), masks, second),
                value(loss, masks, scores, first, second),
                1e-6);
        assertEquals(value(crossEntropy(), masks, scores), value(loss, masks, scores), 1e-7, "no heads");
        assertEquals(
                ((Classification) crossEntropy()).accuracy(new NDList(masks), new NDList(scores)),
                ((Classification) loss).accuracy(new NDList(masks), new NDList(scores, first)));
        assertFalse(withHeads(0.3, huber(1)) instanceof Classification);
        assertGradients(evaluate(loss, masks), scores, first, second);
    }

    @Test
    void whatDoesNotFit_isRefused_withWhatWasExpected() {
        NDArray five = wave(manager, 1, 5, 3);
        assertRefused("[batch] for scores [batch, 1]", () -> value(binaryCrossEntropy(), same, five));
        assertRefused("run from 0.0 to 4.0", () -> value(binaryCrossEntropy(), labels, halves));
        assertRefused("must have the same shape", () -> value(klDivergence(), same, five));
        assertRefused("must have the same shape", () -> value(huber(1), same, five));
        assertRefused("must have the same shape", () -> gaussianKlDivergence(same, five));
        assertRefused("2 embeddings", () -> value(contrastive(1), same, five));
        assertRefused("must have the same shape", () -> value(contrastive(1), five, five, five));
        assertRefused(
                "run from -1.0 to 1.0", () -> value(contrastive(1), same.mul(2).sub(1), five, five));
        assertRefused("3 embeddings", () -> value(triplet(1), same, five, five));
        assertRefused("forward(Pass, NDList)", () -> value(triplet(1), same, five));
        assertRefused("int64", () -> value(dice(), halves, wave(manager, 1, 2, 3, 3, 4)));
        assertRefused("from 0 to 2", () -> value(dice(), labels, wave(manager, 1, 2, 3, 3, 4)));
        assertRefused("delta", () -> huber(0));
        assertRefused("margin", () -> contrastive(-1));
        assertRefused("margin", () -> triplet(Double.NaN));
        assertRefused("weight", () -> weighted(0, dice()));
    }

    private static void assertRefused(String why, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(why), message);
    }

    private static Function<NDList, NDArray> evaluate(Loss loss, NDArray targets) {
        return outputs -> loss.evaluate(
                new NDList(
                        targets.getDataType() == DataType.INT64
                                ? targets
                                : targets.toType(outputs.head().getDataType(), true)),
                outputs);
    }

    private static float value(Loss loss, NDArray target, NDArray... outputs) {
        return loss.evaluate(new NDList(target), new NDList(outputs)).getFloat();
    }

    private static float[] gradients(Loss loss, @Nullable NDArray target, NDArray... outputs) {
        NDList own = new NDList();
        for (NDArray output : outputs) {
            NDArray copy = output.duplicate();
            copy.setRequiresGradient(true);
            own.add(copy);
        }
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.evaluate(target == null ? new NDList() : new NDList(target), own));
        }
        NDList gradients = new NDList();
        own.forEach(output -> gradients.add(output.getGradient().flatten()));
        return NDArrays.concat(gradients).toFloatArray();
    }

    private static void assertLoss(String name, Loss loss, @Nullable NDArray target, NDArray... outputs) {
        float[] expected = Objects.requireNonNull(PYTORCH.get(name), name);
        float value = loss.evaluate(target == null ? new NDList() : new NDList(target), new NDList(outputs))
                .getFloat();
        assertEquals(expected[0], value, 1e-5f * Math.max(1, Math.abs(expected[0])), name);
        float[] gradients = gradients(loss, target, outputs);
        assertEquals(expected.length - 1, gradients.length, name);
        IntStream.range(0, gradients.length)
                .forEach(i -> assertEquals(expected[i + 1], gradients[i], 1e-5f, name + " gradient " + i));
    }
}
