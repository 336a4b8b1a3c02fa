package dev.crema.models;

import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.tanh;
import static dev.crema.models.ModelChecks.gaussian;
import static dev.crema.models.ModelChecks.refusal;
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
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Points;
import dev.crema.figures.Figure;
import dev.crema.layers.Layers;
import dev.crema.training.Losses;
import dev.crema.training.Optimizers;
import dev.crema.training.Training;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitsTest {
    private static final float[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void perceptron_learnsAnd_byTheStepsThatAreWorkedOutByHand() {
        Perceptron.Learning learning = Perceptron.learn(CORNERS, new int[] {0, 0, 0, 1}, 20);
        double[][] steps = {
            {1, 1, 1},
            {1, 1, 0},
            {1, 0, -1},
            {2, 1, 0},
            {2, 0, -1},
            {1, 0, -2},
            {2, 1, -1},
            {1, 1, -2},
            {2, 2, -1},
            {2, 1, -2}
        };
        assertEquals(steps.length, learning.corrections().size());
        for (int i = 0; i < steps.length; i++) {
            Perceptron after = learning.corrections().get(i).after();
            assertArrayEquals(Arrays.copyOf(steps[i], 2), after.weights());
            assertEquals(steps[i][2], after.bias());
        }
        assertTrue(learning.converged());
        assertEquals(6, learning.epochs());
        assertEquals(
                10,
                learning.corrections().stream().filter(one -> one.epoch() < 6).count());
        assertTrue(learning.toString().contains("after 10 corrections in 6 epochs"), learning.toString());
    }

    @Test
    void perceptron_ofSeparableClasses_endsWithinNovikoffsBound_withoutAMistake() {
        Random random = new Random(1);
        float[][] points = new float[200][];
        int[] labels = new int[points.length];
        double margin = Double.POSITIVE_INFINITY;
        double radius = 0;
        for (int i = 0; i < points.length; i++) {
            double side;
            do {
                points[i] = new float[] {random.nextFloat() * 2 - 1, random.nextFloat() * 2 - 1};
                side = (0.6 * points[i][0] - 0.8 * points[i][1] + 0.1) / Math.sqrt(1.01);
            } while (Math.abs(side) < 0.05);
            labels[i] = side > 0 ? 1 : 0;
            margin = Math.min(margin, Math.abs(side));
            radius = Math.max(radius, Math.sqrt(1 + Math.pow(points[i][0], 2) + Math.pow(points[i][1], 2)));
        }
        Perceptron.Learning learning = Perceptron.learn(points, labels, 10_000);
        assertTrue(learning.converged());
        assertTrue(learning.corrections().size() <= Math.pow(radius / margin, 2));
        assertArrayEquals(
                labels,
                IntStream.range(0, points.length)
                        .map(i -> learning.unit().classify(points[i]))
                        .toArray());
    }

    @Test
    void perceptronsLearning_isDrawn_withAFrameForEachCorrection() {
        Perceptron.Learning and = Perceptron.learn(CORNERS, new int[] {0, 0, 0, 1}, 20);
        Figure figure = and.draw();
        assertTrue(figure.alt().contains("All points are on their side after"), figure.alt());
        assertTrue(figure.text().contains(and.toString().lines().findFirst().orElseThrow()), figure.text());
        String html = figure.html();
        assertEquals(and.corrections().size(), html.split("\"name\":\"correction ", -1).length - 1, "a frame for each");
        assertArrayEquals(
                figure.png(),
                Perceptron.learn(CORNERS, new int[] {0, 0, 0, 1}, 20).draw().png());

        float[][] flat = {{1, 0, 2}, {-1, 0, 1}};
        String three = Perceptron.learn(flat, new int[] {1, 0}, 5).draw().text();
        assertTrue(three.contains("Mistakes of each epoch") || three.contains("epoch  point"), three);
        // nothing to correct: all are of class 0, as a unit of zeros says
        assertTrue(Perceptron.learn(CORNERS, new int[4], 5).draw().alt().contains("0 corrections in 1 epoch"));
    }

    @Test
    void perceptron_ofExclusiveOr_neverEnds_andIsNeverRight() {
        int[] xor = {0, 1, 1, 0};
        Perceptron.Learning learning = Perceptron.learn(CORNERS, xor, 100);
        assertFalse(learning.converged());
        assertEquals(100, learning.epochs());
        assertTrue(learning.corrections().size() >= 100, "at least one in each round");
        for (Perceptron.Correction one : learning.corrections()) {
            assertTrue(IntStream.range(0, 4).anyMatch(i -> one.after().classify(CORNERS[i]) != xor[i]));
        }
        assertTrue(learning.toString().contains("perhaps no line separates"), learning.toString());
    }

    @Test
    void perceptron_refusesWhatItCannotLearn() {
        assertTrue(refusal(() -> Perceptron.learn(CORNERS, new int[] {0, 1, 2, 0}, 1))
                .contains("[0, 1, 2, 0]"));
        assertTrue(refusal(() -> Perceptron.learn(CORNERS, new int[] {0, 1}, 1)).contains("4 points, 2 labels"));
        Perceptron unit = Perceptron.learn(CORNERS, new int[] {0, 0, 0, 1}, 1).unit();
        assertTrue(refusal(() -> unit.classify(1, 2, 3)).contains("[1.0, 2.0, 3.0]"));
    }

    @Test
    void logisticNeuron_findsTheMostLikelyLine() {
        Points data = Points.willIPass(200, 1);
        NDArray x = manager.create(data.points()).div(10);
        NDArray t = manager.create(data.labels()).toType(x.getDataType(), false);
        Block net = Layers.initialize(LogisticNeuron.of(), new Shape(1, 2), 1);
        fit(net, x, t, Losses.binaryCrossEntropy(), 200, 0.1);
        // where the likelihood is largest, its gradient is zero: the errors sum to nothing, alone and times x
        NDArray errors = Activation.sigmoid(ModelChecks.run(net, x)).squeeze(1).sub(t);
        assertEquals(0, errors.mean().getFloat(), 0.01);
        for (float slope : x.mul(errors.expandDims(1)).mean(new int[] {0}).toFloatArray()) {
            assertEquals(0, slope, 0.01);
        }
    }

    @Test
    void mixtureDensity_givesItsShapes_survivesSaving_andHasThePapersCount() {
        NDList features = new NDList(gaussian(manager, new Shape(4, 5)));
        ModelChecks.assertGivesItsShapes(() -> new MixtureDensity(3, 2), features);
        ModelChecks.assertSurvivesSaving(() -> new MixtureDensity(3, 2), features);
        assertEquals(
                6 * 3 * (2 + 2),
                Layers.summary(new MixtureDensity(3, 2), new Shape(1, 5)).parameters());
        assertThrows(IllegalArgumentException.class, () -> new MixtureDensity(0, 1));
    }

    @Test
    void mixtureDensity_ofTheInverseSine_isLikelierThanAnyNormalDistribution_andDrawsWhatIsTrue() {
        // Bishop's toy problem: x = t + 0.3·sin 2πt + noise; from x there are up to three ways back to t
        Random random = new Random(1);
        float[] inputs = new float[400];
        float[] targets = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            targets[i] = random.nextFloat();
            inputs[i] = (float) (sine(targets[i]) + 0.2 * random.nextFloat() - 0.1);
        }
        NDArray x = manager.create(inputs, new Shape(inputs.length, 1));
        NDArray t = manager.create(targets, new Shape(inputs.length, 1));
        Block mean = Layers.initialize(seq(linear(20), tanh(), linear(1)), new Shape(1, 1), 1);
        Block mixture = Layers.initialize(seq(linear(20), tanh(), new MixtureDensity(3, 1)), new Shape(1, 1), 1);
        fit(mean, x, t, Losses.meanSquaredError(), 150, 0.02);
        fit(mixture, x, t, Losses.mixtureDensity(), 300, 0.02);

        double squares = ModelChecks.run(mean, x).sub(t).square().mean().getFloat();
        double normal = 0.5 * Math.log(2 * Math.PI * Math.E * squares);
        NDList outputs = ModelChecks.run(mixture, new NDList(x));
        double mixed = Losses.mixtureDensity().evaluate(new NDList(t), outputs).getFloat();
        assertTrue(mixed < normal - 0.3, "mean −ln p is " + mixed + ", with one normal distribution " + normal);

        Engine.getInstance().setRandomSeed(1);
        float[] drawn = MixtureDensity.sample(outputs).toFloatArray();
        float[] means = ModelChecks.run(mean, x).toFloatArray();
        assertTrue(near(drawn, inputs) > near(means, inputs) + 0.15, near(drawn, inputs) + ", " + near(means, inputs));
        Engine.getInstance().setRandomSeed(1);
        assertArrayEquals(drawn, MixtureDensity.sample(outputs).toFloatArray(), "the same seed");
    }

    @Test
    void mixtureDensity_drawsComponentsByTheirShares() {
        int n = 10_000;
        NDArray mixing = manager.create(new float[] {(float) Math.log(0.2), (float) Math.log(0.8)});
        NDArray means = manager.create(new float[] {-5, 5}, new Shape(1, 2, 1));
        NDArray deviations = manager.create(new float[] {(float) Math.log(0.1), (float) Math.log(2)});
        Engine.getInstance().setRandomSeed(1);
        float[] drawn = MixtureDensity.sample(new NDList(
                        mixing.broadcast(new Shape(n, 2)),
                        means.broadcast(new Shape(n, 2, 1)),
                        deviations.broadcast(new Shape(n, 2))))
                .toFloatArray();
        double[] first = IntStream.range(0, n)
                .mapToDouble(i -> drawn[i])
                .filter(value -> value < -3)
                .toArray();
        assertEquals(0.2, (double) first.length / n, 0.02);
        double spread = Math.sqrt(
                Arrays.stream(first).map(value -> (value + 5) * (value + 5)).sum() / first.length);
        assertEquals(0.1, spread, 0.01);
    }

    private static double sine(double t) {
        return t + 0.3 * Math.sin(2 * Math.PI * t);
    }

    /** The share of the answers that are no further from the input than noise can be, and a bit. */
    private static double near(float[] answers, float[] inputs) {
        return IntStream.range(0, inputs.length)
                        .filter(i -> Math.abs(sine(answers[i]) - inputs[i]) < 0.15)
                        .count()
                / (double) inputs.length;
    }

    private static void fit(Block net, NDArray x, NDArray t, Loss loss, int epochs, double rate) {
        Examples examples = Examples.of(new NDList(x), new NDList(t));
        Training.fit(
                net,
                examples,
                examples,
                Training.loss(loss),
                Optimizers.adam(rate),
                Training.epochs(epochs),
                Training.batchSize((int) x.size(0)),
                Training.quiet());
    }
}
