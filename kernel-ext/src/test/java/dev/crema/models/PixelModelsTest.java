package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.training.Training.batchSize;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Reconstruction;
import dev.crema.layers.Layers;
import dev.crema.layers.Layers.MaskType;
import dev.crema.layers.Summary;
import dev.crema.training.History;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PixelModelsTest {
    private static final List<Supplier<Block>> MODELS = List.of(() -> PixelCnn.of(6, 2), () -> PixelRnn.of(6, 2));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void summary_hasTheNumbersOfTheTables() {
        Shape digit = new Shape(1, 1, 28, 28);
        Summary cnn = Layers.summary(PixelCnn.of(16, 2), digit);
        assertEquals(1_600 + 2 * (528 + 2_320 + 544) + 1_056 + 33, cnn.parameters());
        assertEquals(
                1_600 + 2 * (9_344 + 544) + 1_056 + 33,
                Layers.initialize(PixelRnn.of(16, 2), digit, 1).getParameters().values().stream()
                        .mapToLong(parameter -> parameter.getArray().size())
                        .sum());
    }

    @Test
    void pixelModels_doWhatEveryModelMustDo() {
        NDArray images = binary(3, 5, 7);
        for (Supplier<Block> maker : MODELS) {
            ModelChecks.assertGivesItsShapes(maker, new NDList(images));
            ModelChecks.assertSurvivesSaving(maker, new NDList(images));
            assertEquals(new Shape(1, 1, 1, 1), maker.get().getOutputShapes(new Shape[] {new Shape(1, 1, 1, 1)})[0]);
        }
        // the first pixel of each image is a coin that nobody knows: one image can be learned by heart
        NDList one = new NDList(binary(1, 5, 7));
        for (Supplier<Block> maker : MODELS) {
            ModelChecks.assertLearnsByHeart(maker, one, one, Losses.bitsPerDimension(), 2e-2);
        }
    }

    @Test
    void noPixelSeesItselfOrItsFuture_andEachSeesTheOneBefore() {
        int height = 6;
        int width = 5;
        int pixels = height * width;
        for (Supplier<Block> maker : MODELS) {
            Block net = Layers.initialize(maker.get(), new Shape(1, 1, height, width), 3);
            NDArray image = ModelChecks.gaussian(manager, new Shape(1, 1, height, width));
            float[] before = ModelChecks.run(net, image).toFloatArray();
            for (int changed = 0; changed < pixels; changed++) {
                float[] values = image.toFloatArray();
                values[changed] += 10;
                float[] after = ModelChecks.run(net, manager.create(values, image.getShape()))
                        .toFloatArray();
                for (int seen = 0; seen <= changed; seen++) {
                    assertEquals(before[seen], after[seen], "pixel " + seen + " saw pixel " + changed);
                }
                if (changed % width < width - 1) {
                    assertNotEquals(before[changed + 1], after[changed + 1], "right of pixel " + changed);
                }
                if (changed + width < pixels) {
                    assertNotEquals(before[changed + width], after[changed + width], "below pixel " + changed);
                }
            }
        }
    }

    @Test
    void maskedConv_seesItsOwnPixel_onlyWithTypeB() {
        NDArray image = manager.zeros(new Shape(1, 1, 5, 5));
        image.set(new NDIndex("0, 0, 2, 2"), 1f);
        for (MaskType type : MaskType.values()) {
            Block conv = Layers.initialize(Layers.maskedConv(1, 3, 3, type), image.getShape(), 1);
            float[] seen = ModelChecks.run(conv, image).toFloatArray();
            for (int i = 0; i < 25; i++) {
                int row = i / 5 - 2;
                int column = i % 5 - 2;
                boolean after =
                        row == 1 || (row == 0 && column == 1) || (row == 0 && column == 0 && type == MaskType.B);
                boolean near = Math.abs(row) <= 1 && Math.abs(column) <= 1;
                assertEquals(near && after, seen[i] != 0, type + " at row " + row + ", column " + column);
            }
        }
        assertTrue(refusal(() -> Layers.maskedConv(1, 2, 3, MaskType.B)).contains("odd"));
        assertTrue(refusal(() -> Layers.maskedConv(1, 1, 1, MaskType.A)).contains("own pixel"));
    }

    @Test
    void gradientsAndDrawnImages_stayAsTheyAre_whenGarbageIsCollected() throws InterruptedException {
        NDArray images = binary(4, 6, 6);
        for (Supplier<Block> maker : MODELS) {
            Block net = Layers.initialize(maker.get(), images.getShape(), 1);
            Parameter weight = net.getParameters().valueAt(0);
            net.getParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
            float[][] gradients = new float[2][];
            for (int i = 0; i < 2; i++) {
                NDArray scalar;
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    ParameterStore store = new ParameterStore(manager, false);
                    scalar = net.forward(store, new NDList(images), true).head().mean();
                    if (i > 0) {
                        collectGarbage();
                    }
                    collector.backward(scalar);
                }
                NDArray gradient = weight.getArray().getGradient();
                gradients[i] = gradient.toFloatArray();
                gradient.subi(gradient.duplicate());
            }
            assertArrayEquals(gradients[0], gradients[1], 1e-9f);
            NDArray drawn = PixelSampling.sample(net, manager, images.getShape(), 1);
            float[] before = drawn.toFloatArray();
            collectGarbage();
            assertArrayEquals(before, drawn.toFloatArray());
        }
    }

    /** Also writes zeros to what memory of Java's the collection has freed. */
    private static void collectGarbage() throws InterruptedException {
        System.gc();
        Thread.sleep(50);
        // the mask of 7×7, of 3×3 and of 1×3, and the images
        for (int floats : List.of(49, 9, 3, 144)) {
            for (int i = 0; i < 100; i++) {
                ByteBuffer.allocateDirect(4 * floats);
            }
        }
    }

    @Test
    void rowLstm_isTheFormulaOfThePaper_pixelByPixel() {
        Block net = Layers.initialize(new RowLstm(2), new Shape(1, 1, 3, 4), 5);
        NDArray x = ModelChecks.gaussian(manager, new Shape(1, 1, 3, 4));
        float[] image = x.toFloatArray();
        float[][] p = net.getParameters().values().stream()
                .map(parameter -> parameter.getArray().toFloatArray())
                .toArray(float[][]::new);
        double[][] h = new double[2][6];
        double[][] c = new double[2][6];
        float[] actual = ModelChecks.run(net, x).toFloatArray();
        for (int row = 0; row < 3; row++) {
            double[][] next = new double[2][6];
            for (int column = 0; column < 4; column++) {
                double[] gates = new double[8];
                for (int k = 0; k < 8; k++) {
                    // kernels [8, 1, 1, 3] whose last weight is masked, and [8, 2, 3]
                    gates[k] = p[1][k] + p[3][k] + p[0][3 * k + 1] * image[4 * row + column];
                    gates[k] += column > 0 ? p[0][3 * k] * image[4 * row + column - 1] : 0;
                    for (int channel = 0; channel < 2; channel++) {
                        for (int d = 0; d < 3; d++) {
                            gates[k] += p[2][6 * k + 3 * channel + d] * h[channel][column + d];
                        }
                    }
                }
                for (int channel = 0; channel < 2; channel++) {
                    double cell = sigmoid(gates[2 + channel]) * c[channel][column]
                            + sigmoid(gates[4 + channel]) * Math.tanh(gates[6 + channel]);
                    c[channel][column] = cell;
                    next[channel][column + 1] = sigmoid(gates[channel]) * Math.tanh(cell);
                    assertEquals(next[channel][column + 1], actual[12 * channel + 4 * row + column], 1e-5);
                }
            }
            h = next;
        }
    }

    @Test
    void probabilitiesOfAllTinyImages_sumToOne() {
        float[] all = new float[64 * 6];
        for (int i = 0; i < all.length; i++) {
            all[i] = i / 6 >> i % 6 & 1;
        }
        NDArray images = manager.create(all, new Shape(64, 1, 2, 3));
        for (Supplier<Block> maker : MODELS) {
            Block net = Layers.initialize(maker.get(), images.getShape(), 2);
            double sum = 0;
            double least = 1;
            for (int i = 0; i < 64; i++) {
                NDArray image = images.get(i + ":" + (i + 1));
                double probability = Math.pow(2, -6 * bits(net, image));
                sum += probability;
                least = Math.min(least, probability);
            }
            assertEquals(1, sum, 1e-5);
            assertTrue(least < 1 / 65.0, "a net that knows nothing would pass");
        }
    }

    @Test
    void samples_comeAsOftenAsTheirProbability() {
        Block net = Layers.initialize(PixelCnn.of(4, 1), new Shape(1, 1, 1, 3), 4);
        int draws = 4000;
        float[] drawn =
                PixelSampling.sample(net, manager, new Shape(draws, 1, 1, 3), 1).toFloatArray();
        int[] counts = new int[8];
        for (int i = 0; i < draws; i++) {
            counts[(int) (drawn[3 * i] + 2 * drawn[3 * i + 1] + 4 * drawn[3 * i + 2])]++;
        }
        for (int i = 0; i < 8; i++) {
            NDArray image = manager.create(new float[] {i & 1, i >> 1 & 1, i >> 2 & 1}, new Shape(1, 1, 1, 3));
            double p = Math.pow(2, -3 * bits(net, image));
            assertEquals(p, counts[i] / (double) draws, 5 * Math.sqrt(p * (1 - p) / draws));
        }
    }

    @Test
    void complete_keepsItsRows_andDrawsTheSameForTheSameSeed() {
        NDArray images = binary(2, 6, 5);
        for (Supplier<Block> maker : MODELS) {
            Block net = Layers.initialize(maker.get(), images.getShape(), 1);
            float[] one = PixelSampling.complete(net, images, 3, 7).toFloatArray();
            assertArrayEquals(one, PixelSampling.complete(net, images, 3, 7).toFloatArray());
            assertFalse(
                    Arrays.equals(one, PixelSampling.complete(net, images, 3, 8).toFloatArray()));
            float[] given = images.toFloatArray();
            for (int i = 0; i < one.length; i++) {
                if (i / 5 % 6 < 3) {
                    assertEquals(given[i], one[i]);
                }
                assertTrue(one[i] == 0 || one[i] == 1);
            }
            assertArrayEquals(given, PixelSampling.complete(net, images, 6, 1).toFloatArray());
        }
    }

    @Test
    void sample_stopsAfterARow_whenInterrupted_andFreesWhatItComputed() {
        Block net = Layers.initialize(PixelCnn.of(4, 1), new Shape(1, 1, 4, 4), 1);
        int before = manager.getManagedArrays().size();
        PixelSampling.sample(net, manager, new Shape(2, 1, 4, 4), 1);
        assertEquals(before + 1, manager.getManagedArrays().size());
        Thread.currentThread().interrupt();
        NDArray stopped = PixelSampling.sample(net, manager, new Shape(2, 1, 4, 4), 1);
        assertFalse(Thread.interrupted());
        assertEquals(0, stopped.sum().getFloat());
    }

    @Test
    void whatCannotBeDrawn_isRefused() {
        Block net = PixelCnn.of(4, 1);
        assertThrows(IllegalStateException.class, () -> PixelSampling.sample(net, manager, new Shape(1, 1, 4, 4), 1));
        Layers.initialize(net, new Shape(1, 1, 4, 4), 1);
        NDArray images = binary(1, 4, 4);
        assertTrue(refusal(() -> PixelSampling.complete(net, images, 5, 1)).contains("from 0 to the height, 4"));
        assertTrue(refusal(() -> PixelSampling.complete(net, images.mul(0.5), 4, 1))
                .contains("0.5"));
        assertTrue(refusal(() -> PixelSampling.sample(net, manager, new Shape(1, 3, 4, 4), 1))
                .contains("(n, 1,"));
        assertTrue(refusal(() -> PixelSampling.sample(
                        Layers.initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 1),
                        manager,
                        new Shape(1, 1, 28, 28),
                        1))
                .contains("one score for each pixel"));
        assertTrue(refusal(() -> PixelCnn.of(4, 0)).contains("blocks"));
        assertTrue(refusal(() -> PixelRnn.of(0, 1)).contains("filters"));
    }

    @Test
    void trainedOnDigits_bothNeedFarFewerBitsThanIndependentPixels() {
        ImageDataset digits = Mnist.load();
        Reconstruction train = Reconstruction.of(digits.train().first(500)).binarised();
        Reconstruction validation =
                Reconstruction.of(digits.validation().first(100)).binarised();
        double independent = entropy(black(digits.train().images()).mean(new int[] {0}));
        for (Block net : List.of(PixelCnn.of(8, 2), PixelRnn.of(8, 1))) {
            History history = fit(
                    net,
                    train,
                    validation,
                    loss(Losses.bitsPerDimension()),
                    Optimizers.adam(5e-3),
                    batchSize(32),
                    epochs(2),
                    quiet());
            double bits = history.epochs().get(1).validation().get("loss");
            assertTrue(bits < 0.75 * independent, bits + " bits, independent pixels " + independent);
            assertCompletes(net, black(digits.test().first(4).images()));
        }
    }

    /** What is drawn below a digit is as white as digits are, and as likely, as real ones are. */
    private static void assertCompletes(Block net, NDArray images) {
        NDArray drawn = PixelSampling.complete(net, images, 20, 1);
        double white = drawn.get(":, :, 20:").mean().getFloat();
        assertTrue(white > 0.01 && white < 0.3, "share of white pixels " + white);
        NDArray random = images.getManager()
                .randomUniform(0, 1, images.getShape())
                .lt(white)
                .toType(DataType.FLOAT32, false);
        NDArray noise = images.get(":, :, :20").concat(random.get(":, :, 20:"), 2);
        assertTrue(bits(net, drawn) < 0.8 * bits(net, noise), bits(net, drawn) + " and " + bits(net, noise));
    }

    private static double bits(Block net, NDArray images) {
        return Losses.bitsPerDimension()
                .evaluate(new NDList(images), new NDList(ModelChecks.run(net, images)))
                .getFloat();
    }

    /** Bits that a pixel costs if each is drawn by itself, with its own mean. */
    private static double entropy(NDArray means) {
        NDArray p = means.clip(1e-6f, 1 - 1e-6f);
        NDArray q = p.neg().add(1);
        return p.mul(p.log()).add(q.mul(q.log())).mean().getFloat() / -Math.log(2);
    }

    private static NDArray black(NDArray gray) {
        return gray.gt(0.5).toType(DataType.FLOAT32, false);
    }

    private NDArray binary(int n, int height, int width) {
        return ModelChecks.gaussian(manager, new Shape(n, 1, height, width))
                .gt(0)
                .toType(DataType.FLOAT32, false);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
