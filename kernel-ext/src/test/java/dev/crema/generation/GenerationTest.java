package dev.crema.generation;

import static dev.crema.generation.Generation.*;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.training.GanSteps.gan;
import static dev.crema.training.Losses.negativeElbo;
import static dev.crema.training.Optimizers.adam;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Reconstruction;
import dev.crema.models.Dcgan;
import dev.crema.models.VariationalAutoencoder;
import dev.crema.training.Learner;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GenerationTest {
    private static final LabelledImages DIGITS = Mnist.load().train().first(1280);

    /** Two latent numbers become the left and the right half of an image of 2×2. */
    private static final Generator HALVES =
            latent -> latent.expandDims(1).expandDims(1).repeat(2, 2).mul(0.1).add(0.5);

    @Test
    void samples_areOfTheSameNoise_beforeTrainingAndAfterEachEpoch() {
        Learner generator = learner(initialize(Dcgan.generator(28, 1, 4), new Shape(1, 8), 1), adam(2e-3, 0.5));
        Learner discriminator =
                learner(initialize(Dcgan.discriminator(28, 4), new Shape(1, 1, 28, 28), 2), adam(2e-3, 0.5));
        SampleHistory samples = sampleHistory(generation(generator.net()), 8, 5, 3);
        fit(
                List.of(generator, discriminator),
                gan(generator, discriminator, 8),
                DIGITS.first(128),
                epochs(2),
                quiet(),
                callback(samples));

        assertEquals(
                List.of(0, 1, 2),
                samples.all().stream().map(SampleHistory.Samples::epoch).toList());
        float[][] last = samples.all().get(2).images().rows();
        SampleHistory again = sampleHistory(generation(generator.net()), 8, 5, 3);
        again.take(2);
        assertArrayEquals(last, again.all().get(0).images().rows(), "the same noise, the same network");
        assertTrue(
                samples.draw().text().contains("epoch 0, epoch 1, epoch 2"),
                samples.draw().text());
        assertArrayEquals(samples.draw().png(), samples.draw().png());
    }

    @Test
    void watching_changesNothing() {
        assertArrayEquals(trained(false), trained(true));
    }

    private static float[] trained(boolean watched) {
        Learner generator = learner(initialize(Dcgan.generator(28, 1, 2), new Shape(1, 4), 1), adam(2e-3));
        Learner judge = learner(initialize(Dcgan.discriminator(28, 2), new Shape(1, 1, 28, 28), 2), adam(2e-3));
        SampleHistory samples = sampleHistory(generation(generator.net()), 4, 2, 3);
        fit(
                List.of(generator, judge),
                gan(generator, judge, 4),
                DIGITS.first(128),
                epochs(2),
                quiet(),
                watched ? callback(samples) : epochs(2));
        return Codes.images(generation(generator.net()), new float[][] {{1, 2, 3, 4}})
                .rows()[0];
    }

    @Test
    void aWalk_isStraight_orOnAnArc() {
        LatentWalk straight = latentWalk(HALVES, new float[] {1, 0}, new float[] {0, 1}, 3);
        assertArrayEquals(new float[][] {{1, 0}, {0.5f, 0.5f}, {0, 1}}, straight.codes());
        assertArrayEquals(
                new float[] {0.55f, 0.55f, 0.55f, 0.55f}, straight.images().rows()[1], 1e-6f);

        float[][] arc =
                sphericalWalk(HALVES, new float[] {1, 0}, new float[] {0, 1}, 3).codes();
        float half = (float) Math.sqrt(0.5);
        assertArrayEquals(new float[] {1, 0}, arc[0], 1e-6f);
        assertArrayEquals(new float[] {half, half}, arc[1], 1e-6f);
        assertArrayEquals(new float[] {0, 1}, arc[2], 1e-6f);
        // opposite ends and zero have no arc
        assertArrayEquals(
                new float[] {0, 0},
                sphericalWalk(HALVES, new float[] {1, 0}, new float[] {-1, 0}, 3)
                        .codes()[1],
                1e-6f);
        assertArrayEquals(
                new float[] {0.5f, 0},
                sphericalWalk(HALVES, new float[] {0, 0}, new float[] {1, 0}, 3).codes()[1],
                1e-6f);
        assertTrue(straight.draw().alt().contains("3 steps"), straight.draw().alt());
    }

    @Test
    void thePlane_runsThroughTheQuantiles_andItsSecondNumberUpwards() {
        LatentPlane plane = latentPlane(HALVES, 4);
        // scipy.stats.norm.ppf([1/8, 3/8, 5/8, 7/8])
        double[] quantiles = {-1.1503493803760083, -0.3186393639643752, 0.3186393639643752, 1.1503493803760083};
        assertArrayEquals(quantiles, plane.quantiles(), 1e-12);
        float low = (float) (0.5 + 0.1 * quantiles[0]);
        float high = (float) (0.5 + 0.1 * quantiles[3]);
        assertArrayEquals(new float[] {low, high, low, high}, plane.images().rows()[0], 1e-6f, "upper left");
        assertArrayEquals(new float[] {high, low, high, low}, plane.images().rows()[15], 1e-6f, "lower right");
        assertTrue(plane.draw().alt().contains("-1.15 to 1.15"), plane.draw().alt());
    }

    @Test
    void thePlaneOfATrainedAutoencoder_changesSmoothly_andShowsMoreThanOneImage() {
        VariationalAutoencoder net = VariationalAutoencoder.of(new Shape(1, 28, 28), 64, 2);
        Reconstruction data = Reconstruction.of(DIGITS);
        fit(net, data, data, epochs(4), adam(3e-3), loss(negativeElbo()), quiet());
        float[][] rows = latentPlane(net::decode, 6).images().rows();
        double neighbours = 0;
        double corners = 0;
        for (int i = 0; i < 784; i++) {
            neighbours += Math.abs(rows[14][i] - rows[15][i]) / 784;
            corners += Math.abs(rows[0][i] - rows[35][i]) / 784;
        }
        assertTrue(neighbours > 0 && corners > 2 * neighbours, neighbours + ", corners " + corners);
    }

    @Test
    void completions_areGivenTheUpperRowsOnly() {
        LabelledImages few = DIGITS.first(3);
        Completions completions = completions(few, 14, 2, (given, rows, seed) -> {
            float[] pixels = given.toFloatArray();
            for (int image = 0; image < 3; image++) {
                for (int i = 0; i < 784; i++) {
                    float truth = i < 14 * 28 ? few.image(image).toFloatArray()[i] : 0;
                    assertEquals(truth, pixels[image * 784 + i]);
                }
            }
            // mirrored about the middle; the second time white
            return seed == 0 ? given.add(given.flip(2)) : given.onesLike();
        });
        assertEquals(2, completions.completions().size());
        float[] mirrored = completions.completions().get(0).rows()[1];
        assertArrayEquals(
                Arrays.copyOfRange(mirrored, 13 * 28, 14 * 28), Arrays.copyOfRange(mirrored, 14 * 28, 15 * 28));
        assertTrue(completions.draw().text().contains("original, given, completion 1, completion 2"));
    }

    @Test
    void badInput_isRefusedInWords() {
        refused("latent is 0", () -> sampleHistory(HALVES, 0, 3, 1));
        refused("n is 11", () -> sampleHistory(HALVES, 2, 11, 1));
        refused("from 2 latent numbers to 3", () -> latentWalk(HALVES, new float[2], new float[3], 4));
        refused("steps is 1", () -> latentWalk(HALVES, new float[2], new float[2], 1));
        refused("must be finite", () -> latentWalk(HALVES, new float[] {Float.NaN, 0}, new float[2], 3));
        refused("side is 31", () -> latentPlane(HALVES, 31));
        refused("rows is 28", () -> completions(DIGITS.first(1), 28, 1, (given, rows, seed) -> given));
        refused("times is 0", () -> completions(DIGITS.first(1), 14, 0, (given, rows, seed) -> given));
        refused("(1, 28, 28)", () -> completions(DIGITS.first(1), 14, 1, (given, rows, seed) -> given.squeeze(0)));
        refused("expected [4, ", () -> latentPlane(latent -> latent.get("0:1"), 2));
        Block other = initialize(linear(4), new Shape(1, 3), 1);
        refused("Layer", () -> latentPlane(generation(other), 2));
        String untrained = assertThrows(
                        IllegalStateException.class, () -> latentPlane(generation(Dcgan.generator(28, 1, 4)), 2))
                .getMessage();
        assertTrue(untrained.contains("no parameters"), untrained);
        String early = assertThrows(IllegalStateException.class, () -> sampleHistory(HALVES, 2, 3, 1)
                        .draw())
                .getMessage();
        assertTrue(early.contains("callback(samples)"), early);
    }

    @Test
    void makingImages_leavesNoArraysBehind() {
        Block net = initialize(Dcgan.generator(28, 1, 4), new Shape(1, 8), 1);
        try (NDManager manager = NDManager.newBaseManager();
                NDArray latent = manager.ones(new Shape(2, 8))) {
            NDArray images = generation(net).images(latent);
            assertEquals(2, manager.getManagedArrays().size(), "codes and images");
            assertEquals(new Shape(2, 1, 28, 28), images.getShape());
        }
    }

    private static void refused(String words, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }
}
