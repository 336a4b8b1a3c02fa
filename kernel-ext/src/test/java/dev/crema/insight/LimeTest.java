package dev.crema.insight;

import static dev.crema.insight.AttributionTest.assertFigure;
import static dev.crema.insight.AttributionTest.assertMessage;
import static dev.crema.insight.AttributionTest.set;
import static dev.crema.layers.Layers.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.torch.PyTorchNumbers;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimeTest {
    private static final Target ONE = Target.of(1);

    private final Map<String, float[]> expected = PyTorchNumbers.read(LimeTest.class, "superpixels.csv");
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ridge_isThatOfScikitLearn_andLeast() {
        double[][] x = IntStream.range(0, 30)
                .mapToObj(i -> IntStream.range(0, 4)
                        .mapToDouble(j -> Math.sin(4 * i + j))
                        .toArray())
                .toArray(double[][]::new);
        double[] y = IntStream.range(0, 30)
                .mapToDouble(i -> Math.sin(3 * i) + x[i][1])
                .toArray();
        double[] importance =
                IntStream.range(0, 30).mapToDouble(i -> 1.1 + Math.sin(5 * i)).toArray();
        for (String penalty : List.of("0.5", "20")) {
            double alpha = Double.parseDouble(penalty);
            WeightedRidge fit = WeightedRidge.fit(x, y, importance, alpha);
            float[] reference = Objects.requireNonNull(expected.get("ridge " + penalty));
            for (int j = 0; j < 4; j++) {
                assertEquals(reference[j], fit.weights()[j], 1e-6);
            }
            assertEquals(reference[4], fit.intercept(), 1e-6);
            assertEquals(reference[5], fit.r2(), 1e-6);
            double least = loss(x, y, importance, alpha, fit.weights(), fit.intercept());
            for (int j = 0; j < 4; j++) {
                double[] moved = fit.weights().clone();
                moved[j] += 1e-3;
                assertTrue(loss(x, y, importance, alpha, moved, fit.intercept()) > least);
            }
            assertTrue(loss(x, y, importance, alpha, fit.weights(), fit.intercept() + 1e-3) > least);
        }
    }

    private static double loss(double[][] x, double[] y, double[] importance, double alpha, double[] w, double b) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double error = y[i] - b;
            for (int j = 0; j < w.length; j++) {
                error -= w[j] * x[i][j];
            }
            loss += importance[i] * error * error;
        }
        return loss + alpha * Arrays.stream(w).map(v -> v * v).sum();
    }

    @Test
    void superpixels_areConnected_asManyAndAsAlikeInsideAsScikitImages() {
        BufferedImage image = ripples();
        float[] lab = Objects.requireNonNull(expected.get("lab"));
        int[][] places = {{0, 0}, {30, 40}, {59, 79}};
        for (int i = 0; i < 3; i++) {
            double[] actual = Slic.lab(image.getRGB(places[i][1], places[i][0]));
            for (int j = 0; j < 3; j++) {
                assertEquals(lab[3 * i + j], actual[j], 0.01);
            }
        }
        for (int about : new int[] {20, 60}) {
            Superpixels cut = Superpixels.of(image, about, 10);
            float[] reference = Objects.requireNonNull(expected.get("slic " + about));
            assertEquals(about, cut.count(), Math.abs(about - reference[0]), "no farther from what was asked for");
            assertTrue(variance(cut) < 1.1 * reference[1], variance(cut) + " against " + reference[1]);
            assertConnected(cut);
            int least = Arrays.stream(cut.sizes()).min().orElseThrow();
            assertTrue(least >= 60 * 80 / about / 5, "the smallest has " + least);
            assertEquals(60 * 80, Arrays.stream(cut.sizes()).sum());
        }
        assertTrue(
                variance(Superpixels.of(image, 60, 40)) > variance(Superpixels.of(image, 60, 1)), "compactness costs");
    }

    @Test
    void superpixels_ofTilesAreTheTiles_andOfOneColourAreSquares() {
        BufferedImage tiles = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1600; i++) {
            // not where the first centres' borders would be
            tiles.setRGB(i % 40, i / 40, (i % 40 < 17 ? 0xC02020 : 0x20C020) + (i / 40 < 23 ? 0x80 : 0));
        }
        Superpixels cut = Superpixels.of(tiles, 4, 10);
        assertEquals(4, cut.count());
        assertArrayEquals(new int[] {17 * 23, 23 * 23, 17 * 17, 23 * 17}, cut.sizes());
        assertEquals(0, variance(cut), 1e-9);
        BufferedImage plain = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        assertEquals(16, Superpixels.of(plain, 16, 10).count());
        assertEquals(1, Superpixels.of(plain, 1, 10).count());
        assertConnected(Superpixels.of(noise(), 30, 1));
    }

    @Test
    void ofALinearModel_theWeightsAreWhatEachRegionAdds_andTheFitIsPerfect() {
        Block net = initialize(seq(flatten(), linear(3)), new Shape(1, 1, 24, 24), 0);
        NDArray image = manager.create(brightness(), new Shape(1, 24, 24));
        Lime lime = Insight.lime(net, image, ONE, 16, 600, 1);

        float[] weights = weights(net, "linear1").get(1).toFloatArray();
        float[] pixels = image.toFloatArray();
        double mean = Occlusion.means(pixels, 1)[0];
        double[] added = new double[lime.superpixels().count()];
        double hidden = weights(net, "linear1.bias").getFloat(1);
        for (int i = 0; i < pixels.length; i++) {
            added[lime.superpixels().labels()[i]] += weights[i] * (pixels[i] - mean);
            hidden += weights[i] * mean;
        }
        double most = Arrays.stream(added).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < added.length; i++) {
            assertEquals(added[i], lime.weights()[i], 0.02 * most, "but for the penalty");
        }
        assertEquals(hidden, lime.intercept(), 0.05 * most);
        assertEquals(1, lime.r2(), 1e-3);
        assertEquals(
                lime.score(), lime.intercept() + Arrays.stream(lime.weights()).sum(), 0.05 * most);
        assertEquals(
                lime.supporting().get(0),
                IntStream.range(0, added.length)
                        .reduce((best, i) -> added[i] > added[best] ? i : best)
                        .orElseThrow());
    }

    @Test
    void theOnlyInformativeRegion_getsTheWeight() {
        Block net = initialize(seq(conv(1, 1), relu(), maxPool(24), flatten(), linear(2)), new Shape(1, 1, 24, 24), 0);
        set(weights(net, "conv1"), 1);
        set(weights(net, "linear1"), 0, 3);
        float[] pixels = new float[24 * 24];
        for (int i = 0; i < 36; i++) {
            pixels[(12 + i / 6) * 24 + 6 + i % 6] = 1;
        }
        Lime lime = Insight.lime(net, manager.create(pixels, new Shape(1, 24, 24)), ONE, 16, 300, 0);
        int only = lime.superpixels().labels()[14 * 24 + 8];
        assertEquals(only, lime.supporting().get(0));
        assertEquals(3 * (1 - 36.0 / 576), lime.weights()[only], 0.1);
        assertTrue(lime.r2() > 0.95, "R² " + lime.r2());
    }

    @Test
    void theSameSeed_givesTheSameWeights_andAnotherOthers() {
        Block net = AttributionTest.waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);
        double[] first = Insight.lime(net, image, ONE, 9, 300, 3).weights();
        assertArrayEquals(first, Insight.lime(net, image, ONE, 9, 300, 3).weights());
        assertNotEquals(first[0], Insight.lime(net, image, ONE, 9, 300, 4).weights()[0]);
        assertFigure(Insight.lime(net, image, ONE, 9, 300, 3), "LIME", "R²", "class 1");
        assertFigure(Insight.superpixels(image, 9), "connected segments");
    }

    @Test
    void badInput_isRefusedWithWhatToDo() {
        Block net = AttributionTest.waves();
        NDArray image = PyTorchNumbers.wave(manager, 7, 2, 12, 12);
        assertMessage("needs more samples", () -> Insight.lime(net, image, ONE, 9, 9, 0));
        assertMessage("such as 50", () -> Insight.lime(net, image, ONE, 145, 400, 0));
        assertMessage("such as 50", () -> Insight.superpixels(image, 0));
        assertMessage("batch.get(0)", () -> Insight.superpixels(image.get(0), 4));
        assertMessage("NaN", () -> Insight.superpixels(image.sub(image).div(0), 4));
        assertMessage("from 0 to 2", () -> Insight.lime(net, image, Target.of(3)));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Insight.lime(net, image, ONE));
    }

    /** The image of superpixels.py. */
    private static BufferedImage ripples() {
        BufferedImage image = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 80; x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    double wave = 110 + 40 * Math.sin(0.06 * y + 0.04 * x * (c + 1));
                    double value = Math.rint(wave + (Math.sin(0.2 * y + c) * Math.sin(0.17 * x) > 0.3 ? 50 : 0));
                    rgb = rgb << 8 | (int) Math.max(0, Math.min(255, value));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    private static BufferedImage noise() {
        java.util.Random random = new java.util.Random(1);
        BufferedImage image = new BufferedImage(50, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1500; i++) {
            image.setRGB(i % 50, i / 50, random.nextInt(0x1000000));
        }
        return image;
    }

    private static float[] brightness() {
        float[] pixels = new float[24 * 24];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (0.5 + 0.5 * Math.sin(i / 24 * 0.7) * Math.cos(i % 24 * 0.5));
        }
        return pixels;
    }

    /** Mean squared distance in CIELAB to the mean of the segment. */
    private static double variance(Superpixels cut) {
        double[][] sums = new double[cut.count()][3];
        double squares = 0;
        for (int i = 0; i < cut.labels().length; i++) {
            double[] lab = Slic.lab(cut.image()
                    .getRGB(i % cut.image().getWidth(), i / cut.image().getWidth()));
            for (int j = 0; j < 3; j++) {
                sums[cut.labels()[i]][j] += lab[j];
                squares += lab[j] * lab[j];
            }
        }
        int[] sizes = cut.sizes();
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < 3; j++) {
                squares -= sums[i][j] * sums[i][j] / sizes[i];
            }
        }
        return squares / cut.labels().length;
    }

    /** Each segment is one piece: from its first pixel all others are reached without leaving it. */
    private static void assertConnected(Superpixels cut) {
        int width = cut.image().getWidth();
        Set<Integer> begun = new HashSet<>();
        boolean[] seen = new boolean[cut.labels().length];
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                assertTrue(begun.add(cut.labels()[i]), "segment " + cut.labels()[i] + " is in pieces");
                spread(cut.labels(), width, i, seen);
            }
        }
        assertEquals(cut.count(), begun.size());
    }

    private static void spread(int[] labels, int width, int from, boolean[] seen) {
        java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>(List.of(from));
        seen[from] = true;
        while (!open.isEmpty()) {
            int pixel = open.pop();
            for (int next : new int[] {pixel - 1, pixel + 1, pixel - width, pixel + width}) {
                boolean inside = next >= 0
                        && next < labels.length
                        && (next / width == pixel / width || next % width == pixel % width);
                if (inside && !seen[next] && labels[next] == labels[pixel]) {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
    }
}
