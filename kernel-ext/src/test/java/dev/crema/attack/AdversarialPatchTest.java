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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AdversarialPatchTest {
    private static LabelledImages train;
    private static LabelledImages test;
    private static Block net;

    @BeforeAll
    static void trained() {
        train = Mnist.load().train().first(1500);
        test = Mnist.load().test().first(200);
        // one that finds strokes anywhere, as a patch may be anywhere
        net = initialize(
                seq(conv(8, 5), relu(), maxPool(2), conv(16, 5), relu(), maxPool(8), flatten(), linear(10)),
                new Shape(1, 1, 28, 28),
                1);
        fit(net, train, test, epochs(4), adam(3e-3), seed(1), quiet());
        assertTrue(predict(net, test).accuracy() > 0.65);
    }

    @Test
    void patch_hasOtherDigitsTakenForTheTarget_moreOftenThanNoiseInItsPlace() {
        List<float[]> weights = numbers();
        AdversarialPatch patch = adversarialPatch(net, train, test, 8, 12, 120, 0);
        double taken = patch.taken(patch.after());
        String shares = taken + " against " + patch.taken(patch.noise()) + " with noise";
        assertTrue(taken > patch.taken(patch.noise()) + 0.2, shares);
        assertTrue(patch.taken(patch.before()) < 0.15, "nor is it the network's favourite");
        assertTrue(patch.after().accuracy() < patch.noise().accuracy());
        for (int i = 0; i < weights.size(); i++) {
            assertArrayEquals(weights.get(i), numbers().get(i), "the network stays as it is");
        }
    }

    @Test
    void images_areCoveredByThePatch_andNothingElseIsChanged() {
        AdversarialPatch patch = adversarialPatch(net, train, test, 3, 5, 3, 7);
        float[] values = patch.patch().rows()[0];
        for (float value : values) {
            assertTrue(value >= 0 && value <= 1);
        }
        int tried = 0;
        for (int i = 0; i < test.size(); i++) {
            float[] clean = test.image(i).toFloatArray();
            float[] patched = patch.patched().rows()[i];
            int[] changed = IntStream.range(0, clean.length)
                    .filter(j -> clean[j] != patched[j])
                    .toArray();
            int top = Arrays.stream(changed).map(j -> j / 28).min().orElseThrow();
            int left = Arrays.stream(changed).map(j -> j % 28).min().orElseThrow();
            assertTrue(Arrays.stream(changed).allMatch(j -> j / 28 < top + 5 && j % 28 < left + 5), "image " + i);
            boolean whole = Arrays.stream(changed).anyMatch(j -> j / 28 == top + 4)
                    && Arrays.stream(changed).anyMatch(j -> j % 28 == left + 4);
            for (int j = 0; whole && j < 25; j++) {
                assertEquals(values[j], patched[(top + j / 5) * 28 + left + j % 5]);
            }
            tried += whole ? 1 : 0;
        }
        assertTrue(tried > 100, tried + " patches could be compared");
    }

    @Test
    void ofANetworkThatLooksForBrightness_thePatchIsWhiteOrBlack() {
        Block bright = initialize(seq(globalAvgPool(), linear(2)), new Shape(1, 1, 28, 28), 0);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = weights(bright, "linear1");
            array.setRequiresGradient(false);
            manager.create(new float[] {-50, 50}, array.getShape()).copyTo(array);
            LabelledImages two = LabelledImages.of(test.images(), test.labels().mod(2), List.of("dark", "bright"));
            for (int target = 0; target < 2; target++) {
                float[] values = adversarialPatch(bright, two, two, target, 6, 30, 1)
                        .patch()
                        .rows()[0];
                float[] expected = new float[36];
                Arrays.fill(expected, target);
                assertArrayEquals(expected, values, 1e-6f);
            }
        }
    }

    @Test
    void whatIsGathered_isTheSlopeOfWhatWasStuckOn() {
        // the two maps are each other's adjoint: ⟨stuck, slopes⟩ = ⟨values, gathered⟩
        SplittableRandom random = new SplittableRandom(4);
        Sticker sticker = Sticker.noise(3, 4, random);
        int[] places = sticker.places(2, 7, 9, random);
        float[] images = new float[2 * 3 * 7 * 9];
        float[] slopes = new float[images.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) Math.sin(i);
        }
        double[] sums = new double[48];
        for (int i = 0; i < 2; i++) {
            sticker.stick(images, i, places[i], 7, 9);
            sticker.gather(slopes, i, places[i], 7, 9, sums);
        }
        double one = 0;
        for (int i = 0; i < images.length; i++) {
            one += (double) images[i] * slopes[i];
        }
        double other = 0;
        for (int i = 0; i < 48; i++) {
            other += sticker.values()[i] * sums[i];
        }
        assertEquals(one, other, 1e-9);
    }

    @Test
    void theSameSeed_givesTheSamePatch_andFigure() {
        AdversarialPatch first = adversarialPatch(net, train, test, 3, 5, 3, 7);
        AdversarialPatch second = adversarialPatch(net, train, test, 3, 5, 3, 7);
        assertArrayEquals(first.patch().rows()[0], second.patch().rows()[0]);
        assertArrayEquals(first.draw().png(), second.draw().png());
        assertFalse(Arrays.equals(
                first.patch().rows()[0],
                adversarialPatch(net, train, test, 3, 5, 3, 8).patch().rows()[0]));
        String alt = first.draw().alt();
        assertTrue(alt.contains("A patch of 5×5 pixels has") && alt.contains("covers 3 % of the image"), alt);
        assertTrue(alt.contains("with one of noise"), alt);
    }

    @Test
    void accuracy_fallsAsThePatchGrows_andAnInterruptLeavesTheRestOut() {
        Robustness robustness = patchRobustness(net, train, test, 8, 2, 13);
        double[] trained = robustness.accuracies().get("trained patch");
        assertTrue(trained[1] < trained[0] - 0.2, Arrays.toString(trained));
        assertTrue(robustness.draw().alt().contains("side of the patch in pixels, from 2 to 13"));
        Thread.currentThread().interrupt();
        double[] none = patchRobustness(net, train, test, 3, 2, 4).accuracies().get("patch of noise");
        assertTrue(Thread.interrupted() && Double.isNaN(none[0]) && Double.isNaN(none[1]));
    }

    @Test
    void badInput_isRefusedWithWhatToDo() {
        assertMessage("from 1 to 28", () -> adversarialPatch(net, train, test, 3, 29));
        assertMessage("1 step at least", () -> adversarialPatch(net, train, test, 3, 5, 0, 0));
        assertMessage("knows only 10", () -> adversarialPatch(net, train, test, 10, 5));
        assertMessage("must ascend", () -> patchRobustness(net, train, test, 3, 5, 5));
        try (NDManager manager = NDManager.newBaseManager()) {
            LabelledImages small = LabelledImages.of(
                    manager.zeros(new Shape(2, 1, 8, 8)), manager.create(new long[] {0, 1}), List.of("a", "b"));
            assertMessage("must be alike", () -> adversarialPatch(net, train, small, 1, 5));
        }
    }

    private static List<float[]> numbers() {
        return net.getParameters().values().stream()
                .map(parameter -> parameter.getArray().toFloatArray())
                .toList();
    }

    private static void assertMessage(String part, Executable code) {
        String message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(part), message);
    }
}
