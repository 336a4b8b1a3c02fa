package dev.crema.models;

import static dev.crema.models.ModelChecks.refusal;
import static dev.crema.models.ModelsTest.output;
import static dev.crema.training.Training.epochs;
import static dev.crema.training.Training.fit;
import static dev.crema.training.Training.loss;
import static dev.crema.training.Training.quiet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.Reconstruction;
import dev.crema.layers.Layers;
import dev.crema.layers.Summary;
import dev.crema.training.History;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariationalAutoencoderTest {
    private static final Shape DIGIT = new Shape(1, 28, 28);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void summary_hasTheNumbersOfTheTable() {
        Summary summary = Layers.summary(VariationalAutoencoder.of(DIGIT, 500, 2), new Shape(1, 1, 28, 28));
        assertEquals(392_500 + 1_002 + 1_002 + 1_500 + 392_784, summary.parameters());
        assertEquals(new Shape(1, 2), output(summary, "logVariance"));
    }

    @Test
    void variationalAutoencoder_doesWhatEveryModelMustDo() {
        Supplier<Block> maker = () -> VariationalAutoencoder.of(new Shape(1, 5, 6), 30, 8);
        NDArray images =
                ModelChecks.gaussian(manager, new Shape(3, 1, 5, 6)).gt(0).toType(DataType.FLOAT32, false);
        ModelChecks.assertGivesItsShapes(maker, new NDList(images));
        ModelChecks.assertSurvivesSaving(maker, new NDList(images));
        // of what is learned by heart the divergence remains
        Loss pixels = new Loss("pixels") {
            @Override
            public NDArray evaluate(NDList targets, NDList outputs) {
                return Losses.binaryCrossEntropy().evaluate(targets, new NDList(outputs.head()));
            }
        };
        ModelChecks.assertLearnsByHeart(maker, new NDList(images), new NDList(images), pixels, 3e-2);
    }

    @Test
    void divergence_isThatOfAMonteCarloEstimate_andThatByHand() {
        double[] mean = {0.5, -1, 0};
        double[] variance = {0.25, 2, 1};
        double byHand = 0.5 * ((0.25 + 0.25 - Math.log(0.25) - 1) + (2 + 1 - Math.log(2) - 1));
        NDArray closed = Losses.gaussianKlDivergence(
                row(mean), row(Arrays.stream(variance).map(Math::log).toArray()));
        assertEquals(byHand, closed.getFloat(), 1e-6);
        Random random = new Random(1);
        double sum = 0;
        int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            for (int j = 0; j < mean.length; j++) {
                double epsilon = random.nextGaussian();
                double z = mean[j] + Math.sqrt(variance[j]) * epsilon;
                // ln q(z) − ln p(z)
                sum += 0.5 * (z * z - epsilon * epsilon - Math.log(variance[j]));
            }
        }
        assertEquals(sum / draws, closed.getFloat(), 0.02);
    }

    @Test
    void negativeElbo_isTheSumOverPixelsAndTheDivergence_byHand() {
        NDArray scores = manager.create(new float[] {0, 2, -1, 0}, new Shape(2, 2));
        NDArray targets = manager.create(new float[] {1, 1, 0, 1}, new Shape(2, 2));
        NDArray mean = manager.create(new float[] {1, 0}, new Shape(2, 1));
        NDArray logVariance = manager.zeros(new Shape(2, 1));
        double pixels = (2 * Math.log(2) + Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1))) / 2;
        double divergence = 0.5 / 2;
        NDList outputs = new NDList(scores, mean, logVariance);
        assertEquals(
                pixels + divergence,
                Losses.negativeElbo().evaluate(new NDList(targets), outputs).getFloat(),
                1e-5);
        assertEquals(
                pixels + 4 * divergence,
                Losses.negativeElbo(4).evaluate(new NDList(targets), outputs).getFloat(),
                1e-5);
        assertTrue(refusal(() -> Losses.negativeElbo(0)).contains("beta"));
        assertTrue(refusal(() -> Losses.negativeElbo().evaluate(new NDList(targets), new NDList(scores)))
                .contains("three"));
    }

    @Test
    void forward_drawsFromTheDistribution_onlyWhileTraining() {
        VariationalAutoencoder net = new VariationalAutoencoder(Layers.flatten(), 3, Layers.identity());
        Layers.initialize(net, new Shape(1, 5), 1);
        NDArray x = ModelChecks.gaussian(manager, new Shape(1, 5));
        NDList quiet = ModelChecks.run(net, new NDList(x));
        assertArrayEquals(quiet.get(1).toFloatArray(), quiet.head().toFloatArray());
        NDArray many = x.repeat(0, 20_000);
        Engine.getInstance().setRandomSeed(1);
        NDArray z = net.forward(new ParameterStore(manager, false), new NDList(many), true)
                .head();
        float[] mean = z.mean(new int[] {0}).toFloatArray();
        float[] variance =
                z.sub(z.mean(new int[] {0}, true)).square().mean(new int[] {0}).toFloatArray();
        float[] logVariance = quiet.get(2).toFloatArray();
        for (int j = 0; j < 3; j++) {
            double expected = Math.exp(logVariance[j]);
            assertEquals(quiet.get(1).toFloatArray()[j], mean[j], 5 * Math.sqrt(expected / 20_000));
            assertEquals(expected, variance[j], 0.06 * expected);
        }
        Engine.getInstance().setRandomSeed(1);
        NDArray again = net.forward(new ParameterStore(manager, false), new NDList(many), true)
                .head();
        assertArrayEquals(z.toFloatArray(), again.toFloatArray());
    }

    @Test
    void trainedOnDigits_theBoundImproves_andTheLatentPlaneCanBeWalked() {
        ImageDataset digits = Mnist.load();
        NDArray test = digits.test().first(500).images();
        VariationalAutoencoder net = VariationalAutoencoder.of(DIGIT, 128, 2);
        Layers.initialize(net, new Shape(1, 1, 28, 28), 0);
        double untrained = negativeElbo(net, test);
        History history = fit(
                net,
                Reconstruction.of(digits.train()),
                Reconstruction.of(digits.validation()),
                loss(Losses.negativeElbo()),
                Optimizers.adam(2e-3),
                epochs(3),
                quiet());
        double trained = negativeElbo(net, test);
        // 784 coins cost 543 nats; grays of the mean image, without a code, about 206
        assertTrue(untrained > 500, "untrained " + untrained);
        assertTrue(trained < 190, "trained " + trained);
        // the loss of training is the bound, with one draw for each image
        assertEquals(trained, history.epochs().get(2).training().get("loss"), 10);

        NDArray samples = net.sample(manager, 2, 1);
        assertArrayEquals(samples.toFloatArray(), net.sample(manager, 2, 1).toFloatArray());
        assertTrue(difference(samples.get("0:1"), samples.get("1:2")) > 0.01);
        NDArray walk = net.decode(manager.create(new float[] {-1, 0, -0.99f, 0, 1, 0}, new Shape(3, 2)));
        NDArray start = walk.get("0:1");
        assertTrue(difference(start, walk.get("1:2")) < 0.1 * difference(start, walk.get("2:3")), "no smooth walk");
    }

    private static double difference(NDArray one, NDArray other) {
        return one.sub(other).square().mean().getFloat();
    }

    /** The bound of images by ten draws for each, from the network's own parts. */
    private double negativeElbo(VariationalAutoencoder net, NDArray images) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray own = images.duplicate();
            own.attach(scratch);
            NDList code = net.encode(own);
            NDArray deviation = code.get(1).mul(0.5).exp();
            Engine.getInstance().setRandomSeed(7);
            double sum = 0;
            for (int i = 0; i < 10; i++) {
                NDArray noise = scratch.randomNormal(deviation.getShape());
                NDArray p = net.decode(noise.mul(deviation).add(code.get(0))).clip(1e-6f, 1 - 1e-6f);
                NDArray logLikelihood =
                        p.log().mul(own).add(p.neg().add(1).log().mul(own.neg().add(1)));
                sum -= logLikelihood.sum().getFloat() / images.size(0);
            }
            return sum / 10
                    + Losses.gaussianKlDivergence(code.get(0), code.get(1)).getFloat();
        }
    }

    private NDArray row(double... values) {
        return manager.create(values, new Shape(1, values.length)).toType(DataType.FLOAT32, false);
    }
}
