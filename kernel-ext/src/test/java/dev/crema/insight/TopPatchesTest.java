package dev.crema.insight;

import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Examples;
import dev.crema.models.CifarResNet;
import dev.crema.models.LeNet;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopPatchesTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ofABrightnessDetector_areTheSpotsWhereTheyWerePut() {
        Block net = initialize(seq(conv(1, 3)), new Shape(1, 1, 8, 10), 0);
        set(weights(net, "conv1"), 1, 1, 1, 1, 1, 1, 1, 1, 1);
        float[] pixels = new float[300 * 80];
        spot(pixels, 7, 4, 5, 0.9f);
        spot(pixels, 280, 0, 0, 1);
        spot(pixels, 281, 7, 9, 0.5f);

        TopPatches top = Insight.topPatches(net, examples(pixels, 300, 1, 8, 10), "conv1", 0);
        List<TopPatches.Patch> patches = top.patches().get(0);
        assertEquals(3, patches.size(), "all other images leave the channel as it is");
        assertEquals(
                List.of(280, 7, 281),
                patches.stream().map(TopPatches.Patch::image).toList());
        assertEquals(0.9, patches.get(1).activation(), 1e-6);
        // the first of the nine places that see the spot
        assertEquals(List.of(3, 4), List.of(patches.get(1).row(), patches.get(1).column()));
        assertArrayEquals(
                new int[] {0, 0, 0, 0, 0, 0, 0, 0, 230}, greys(patches.get(1).picture()));
        assertArrayEquals(
                new int[] {128, 128, 128, 128, 255, 0, 128, 0, 0},
                greys(patches.get(0).picture()),
                "the rim above and to the left is grey");
    }

    @Test
    void patches_holdAllThatTheNumberDependsOn() {
        // a patch, put into an otherwise black image at its place, excites the unit as its image did
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 1);
        NDArray images = manager.randomUniform(0, 1, new Shape(40, 1, 28, 28));
        float[] bytes = images.mul(255).round().div(255).toFloatArray();
        TopPatches top = Insight.topPatches(net, examples(bytes, 40, 1, 28, 28), "maxPool2");
        assertEquals(TopPatches.USUAL, top.channels().length);
        for (int i = 0; i < top.channels().length; i++) {
            for (TopPatches.Patch patch : top.patches().get(i)) {
                assertEquals(16, patch.picture().getWidth(), "six and ten");
                float[] alone = new float[28 * 28];
                int y = top.field().rows().from(patch.row());
                int x = top.field().columns().from(patch.column());
                int down = y
                        - (int) (top.field().rows().start()
                                + patch.row() * top.field().rows().step());
                int right = x
                        - (int) (top.field().columns().start()
                                + patch.column() * top.field().columns().step());
                for (int row = y; row < top.field().rows().to(patch.row()); row++) {
                    for (int column = x; column < top.field().columns().to(patch.column()); column++) {
                        int grey = patch.picture().getRGB(column - x + right, row - y + down) & 0xFF;
                        alone[row * 28 + column] = grey / 255f;
                    }
                }
                FeatureMaps maps = Insight.featureMaps(net, manager.create(alone, new Shape(1, 28, 28)), "maxPool2");
                float again = maps.maps()[top.channels()[i]][patch.row() * maps.width() + patch.column()];
                assertEquals(patch.activation(), again, 1e-4);
            }
        }
    }

    @Test
    void outputsOfALinearLayer_seeTheWholeImage() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 1);
        Examples data = examples(noise(12), 12, 1, 28, 28);
        TopPatches top = Insight.topPatches(net, data, "linear3", 2, 9);
        assertArrayEquals(new int[] {2, 9}, top.channels());
        assertEquals(28, top.patches().get(1).get(0).picture().getHeight());
        double greatest = Arrays.stream(Insight.features(net, labelled(), "linear3"))
                .mapToDouble(row -> row[9])
                .max()
                .orElseThrow();
        assertEquals(
                greatest,
                Insight.topPatches(net, labelled(), "linear3", 9)
                        .patches()
                        .get(0)
                        .get(0)
                        .activation(),
                1e-5);
    }

    @Test
    void figure_saysWhatItShows_andIsTheSameAgain() {
        Block net = initialize(CifarResNet.of(8, 10), new Shape(1, 3, 16, 16), 0);
        float[] pixels = manager.randomUniform(0, 1, new Shape(10, 3, 16, 16)).toFloatArray();
        Examples data = examples(pixels, 10, 3, 16, 16);
        TopPatches top = Insight.topPatches(net, data, "relu1", 3, 1);
        assertEquals(
                "What excites 2 channels of relu1 most: patches of 3×3 pixels from 10 images",
                top.draw().title());
        assertTrue(
                top.draw().alt().contains("Channel 3 responds most to image "),
                top.draw().alt());
        assertTrue(top.draw().text().contains("channel 1: "), top.draw().text());
        assertArrayEquals(
                top.draw().png(),
                Insight.topPatches(net, data, "relu1", 3, 1).draw().png());
    }

    @Test
    void aChannelThatIsSilent_hasNoPatches() {
        Block net = initialize(seq(conv(2, 1), relu()), new Shape(1, 1, 4, 4), 0);
        set(weights(net, "conv1"), -1, 1);
        TopPatches top = Insight.topPatches(net, examples(new float[] {0, .5f, 1, 1}, 1, 1, 2, 2), "relu1", 0, 1);
        assertEquals(List.of(0, 1), top.patches().stream().map(List::size).toList());
        assertTrue(
                top.draw().alt().contains("1 of the channels respond the same everywhere"),
                top.draw().alt());
    }

    @Test
    void whatCannotBe_isRefused() {
        Block net = initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0);
        Examples data = examples(noise(3), 3, 1, 28, 28);
        assertMessage(
                "There is no channel 16; conv2 has 16, from 0 to 15", () -> Insight.topPatches(net, data, "conv2", 16));
        assertMessage("it has conv", () -> Insight.topPatches(net, data, "conv9"));
        assertMessage(
                "(1, 784), not images",
                () -> Insight.topPatches(
                        net, Examples.of(new NDList(manager.zeros(new Shape(3, 784))), new NDList()), "conv1"));
        assertMessage(
                "conv1 cannot take",
                () -> Insight.topPatches(net, examples(new float[3 * 28 * 28], 1, 3, 28, 28), "conv1"));
        assertMessage("room for 20", () -> Insight.topPatches(net, data, "conv2", new int[21]));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Insight.topPatches(net, data, "conv1"));
    }

    private dev.crema.datasets.LabelledImages labelled() {
        return dev.crema.datasets.LabelledImages.of(
                manager.create(noise(12), new Shape(12, 1, 28, 28)),
                manager.zeros(new Shape(12), ai.djl.ndarray.types.DataType.INT64),
                List.of("a"));
    }

    private float[] noise(int images) {
        java.util.Random random = new java.util.Random(4);
        float[] noise = new float[images * 28 * 28];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat();
        }
        return noise;
    }

    private static void spot(float[] pixels, int image, int row, int column, float value) {
        pixels[image * 80 + row * 10 + column] = value;
    }

    private Examples examples(float[] pixels, int n, int channels, int height, int width) {
        return Examples.of(new NDList(manager.create(pixels, new Shape(n, channels, height, width))), new NDList());
    }

    private static int[] greys(BufferedImage picture) {
        int[] greys = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return Arrays.stream(greys).map(rgb -> rgb & 0xFF).toArray();
    }

    private void set(NDArray weights, float... numbers) {
        weights.setRequiresGradient(false);
        manager.create(numbers, weights.getShape()).copyTo(weights);
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
