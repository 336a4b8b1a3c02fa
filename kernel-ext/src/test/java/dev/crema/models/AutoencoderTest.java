package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelsTest.output;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.Batch;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Reconstruction;
import dev.crema.embedding.Pca;
import dev.crema.insight.Insight;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
    private static final Shape DIGIT = new Shape(1, 28, 28);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void summary_hasTheNumbersOfTheTables() {
        Summary dense = Layers.summary(Autoencoder.dense(DIGIT, 128, 30), new Shape(1, 1, 28, 28));
        assertEquals(100_480 + 3_870 + 3_968 + 101_136, dense.parameters());
        assertEquals(new Shape(1, 30), output(dense, "encoder.linear2"));
        assertEquals(new Shape(1, 784), output(dense, "decoder.block1.linear2"));
        Summary conv = Layers.summary(Autoencoder.convolutional(DIGIT, 30), new Shape(1, 1, 28, 28));
        assertEquals(160 + 4_640 + 47_070 + 48_608 + 8_208 + 257, conv.parameters());
        assertEquals(new Shape(1, 30), output(conv, "encoder.linear1"));
        assertEquals(new Shape(1, 16, 14, 14), output(conv, "decoder.transposedConv1"));
        assertEquals(new Shape(1, 1, 28, 28), output(conv, "decoder.transposedConv2"));
        // the paper's 784-1000-500-250-30 and its mirror image: (inputs + 1) · units, both ways
        assertEquals(
                785 * 1000 + 1001 * 500 + 501 * 250 + 251 * 30 + 31 * 250 + 251 * 500 + 501 * 1000 + 1001 * 784,
                Layers.summary(Autoencoder.dense(DIGIT, 1000, 500, 250, 30), new Shape(1, 1, 28, 28))
                        .parameters());
    }

    @Test
    void autoencoders_doWhatEveryModelMustDo() {
        NDArray images =
                ModelChecks.gaussian(manager, new Shape(3, 2, 8, 12)).gt(0).toType(DataType.FLOAT32, false);
        Shape image = new Shape(2, 8, 12);
        List<Supplier<Block>> makers = List.of(
                () -> Autoencoder.dense(image, 12),
                () -> Autoencoder.dense(image, 64, 16),
                () -> Autoencoder.convolutional(image, 16));
        for (Supplier<Block> maker : makers) {
            NDList inputs = new NDList(images);
            ModelChecks.assertGivesItsShapes(maker, inputs);
            ModelChecks.assertSurvivesSaving(maker, inputs);
            ModelChecks.assertLearnsByHeart(maker, inputs, inputs, Losses.binaryCrossEntropy(), 1e-2);
        }
    }

    @Test
    void reconstruct_isTheDecodedCode_andLeavesNothingElseBehind() {
        Autoencoder net = Autoencoder.convolutional(DIGIT, 5);
        Layers.initialize(net, new Shape(1, 1, 28, 28), 1);
        NDArray images = manager.randomUniform(0, 1, new Shape(4, 1, 28, 28));
        int before = manager.getManagedArrays().size();
        NDArray codes = net.encode(images);
        assertEquals(new Shape(4, 5), codes.getShape());
        NDArray decoded = net.decode(codes);
        NDArray reconstructed = net.reconstruct(images);
        assertEquals(before + 3, manager.getManagedArrays().size());
        assertArrayEquals(decoded.toFloatArray(), reconstructed.toFloatArray());
        assertTrue(decoded.min().getFloat() > 0 && decoded.max().getFloat() < 1);
    }

    @Test
    void imagesAndCodes_thatDoNotFit_areRefused() {
        assertTrue(refusal(() -> Autoencoder.convolutional(new Shape(1, 28, 30), 5))
                .contains("multiples of 4"));
        assertTrue(
                refusal(() -> Autoencoder.convolutional(new Shape(28, 28), 5)).contains("multiples of 4"));
        assertTrue(refusal(() -> Autoencoder.convolutional(DIGIT, 0)).contains("units"));
        assertTrue(refusal(() -> Autoencoder.dense(DIGIT)).contains("no layers"));
        assertEquals(
                new Shape(1, 1, 4, 4),
                Autoencoder.convolutional(new Shape(1, 4, 4), 2)
                        .getOutputShapes(new Shape[] {new Shape(1, 1, 4, 4)})[0]);
        Autoencoder net = Autoencoder.dense(DIGIT, 8, 2);
        assertThrows(IllegalStateException.class, () -> net.encode(manager.ones(new Shape(1, 1, 28, 28))));
        Layers.initialize(net, new Shape(1, 1, 28, 28), 1);
        String message = refusal(() -> net.encode(manager.ones(new Shape(1, 1, 20, 20))));
        assertTrue(message.contains("linear1"), message);
        assertTrue(refusal(() -> net.decode(manager.ones(new Shape(1, 3)))).contains("linear1"));
    }

    @Test
    void trainedOnDigits_beatsTheMeanAndPrincipalComponents_withAsShortACode() {
        ImageDataset digits = Mnist.load();
        NDArray test = digits.test().images();
        NDArray mean = digits.train().images().mean(new int[] {0}, true);
        double ofMean = error(test.sub(mean));
        double ofPca = pcaError(digits, 16);
        for (Autoencoder net : List.of(Autoencoder.dense(DIGIT, 256, 16), Autoencoder.convolutional(DIGIT, 16))) {
            fit(
                    net,
                    Reconstruction.of(digits.train()),
                    Reconstruction.of(digits.validation()),
                    loss(Losses.binaryCrossEntropy()),
                    Optimizers.adam(3e-3),
                    epochs(2),
                    quiet());
            double error = error(net.reconstruct(test).sub(test));
            assertTrue(ofPca < 0.5 * ofMean, ofPca + " and " + ofMean);
            assertTrue(error < 0.95 * ofPca, error + " instead of " + ofPca);
        }
    }

    @Test
    void trainedOnNoisyDigits_removesNoise() {
        ImageDataset digits = Mnist.load();
        Autoencoder net = Autoencoder.dense(DIGIT, 128);
        fit(
                net,
                Reconstruction.of(digits.train().first(4000)).noisy(0.5),
                Reconstruction.of(digits.validation()).noisy(0.5),
                loss(Losses.binaryCrossEntropy()),
                Optimizers.adam(3e-3),
                epochs(2),
                quiet());
        Reconstruction noisy = Reconstruction.of(digits.test().first(500)).noisy(0.5);
        try (Batch batch = noisy.batches(500).iterator().next()) {
            NDArray input = batch.inputs().head();
            NDArray clean = batch.targets().head();
            double noise = error(input.sub(clean));
            double left = error(net.reconstruct(input).sub(clean));
            assertTrue(left < noise / 4, left + " of " + noise);
            // not by giving the mean of all digits
            assertTrue(left < 0.8 * error(clean.sub(clean.mean(new int[] {0}, true))), "left " + left);
        }
    }

    private static double pcaError(ImageDataset digits, int code) {
        Pca pca = Pca.of(Insight.pixels(digits.train()), code);
        float[][] rows = Insight.pixels(digits.test());
        float[][] codes = pca.transform(rows);
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                double pixel = pca.mean()[j];
                for (int k = 0; k < code; k++) {
                    pixel += codes[i][k] * pca.components()[k][j];
                }
                sum += Math.pow(rows[i][j] - pixel, 2);
            }
        }
        return sum / rows.length / rows[0].length;
    }

    private static double error(NDArray difference) {
        return difference.square().mean().getFloat();
    }
}
