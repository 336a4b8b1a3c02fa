package dev.crema.training;

import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.datasets.ArrayExamples;
import dev.crema.datasets.Examples;
import dev.crema.layers.Layers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final Examples TRAIN = line(64, 1);
    private static final Examples VALIDATION = line(32, 2);

    @Test
    void callbacks_seeEveryBatchAndEpoch_inOrder() {
        List<String> events = new ArrayList<>();
        fit(
                net(),
                TRAIN,
                VALIDATION,
                epochs(2),
                batchSize(32),
                loss(meanSquaredError()),
                quiet(),
                callback(new Callback() {
                    @Override
                    public void beforeTraining(Progress progress) {
                        events.add("start");
                    }

                    @Override
                    public void beforeBatch(Progress progress) {
                        events.add("before " + progress.epochsDone());
                    }

                    @Override
                    public void afterBatch(Progress progress) {
                        events.add("after " + progress.epochsDone());
                    }

                    @Override
                    public void afterEpoch(Progress progress) {
                        events.add("epoch " + progress.history().epochs().size());
                    }

                    @Override
                    public void afterTraining(Progress progress) {
                        events.add("end " + progress.history().state());
                    }
                }));
        assertEquals(
                List.of(
                        "start",
                        "before 0.0",
                        "after 0.5",
                        "before 0.5",
                        "after 1.0",
                        "epoch 1",
                        "before 1.0",
                        "after 1.5",
                        "before 1.5",
                        "after 2.0",
                        "epoch 2",
                        "end FINISHED"),
                events);
    }

    @Test
    void aCallback_canStopTheTraining() {
        History history = regression(net(), epochs(10), callback(new Callback() {
            @Override
            public void afterBatch(Progress progress) {
                if (progress.epochsDone() >= 1.5) {
                    progress.stop();
                }
            }
        }));
        assertEquals(History.State.STOPPED, history.state());
        assertEquals(3, history.batchLosses().length);
        assertTrue(history.summary().contains("stopped by a callback after 1.5 of 10 epochs"), history.summary());
    }

    @Test
    void anExceptionInACallback_endsTheTraining_andTheNextOneWorks() {
        Block net = net();
        Callback broken = new Callback() {
            @Override
            public void afterEpoch(Progress progress) {
                throw new IllegalStateException("mine");
            }
        };
        assertEquals(
                "mine",
                assertThrows(IllegalStateException.class, () -> regression(net, callback(broken)))
                        .getMessage());
        assertEquals(History.State.FINISHED, regression(net).state());
    }

    @Test
    void earlyStopping_stopsWhenTheValidationLossRises_andRestoresTheBestWeights() {
        // training data that say the opposite of the validation data: each epoch makes the validation loss larger
        Examples opposite = line(32, -1, 2);
        Block net = net();
        History history = fit(
                net,
                TRAIN,
                opposite,
                epochs(50),
                batchSize(32),
                loss(meanSquaredError()),
                adam(0.05),
                earlyStopping(3),
                quiet());

        assertEquals(History.State.STOPPED_EARLY, history.state());
        int best = history.best().orElseThrow().number();
        assertEquals(best + 3, history.epochs().size());
        assertEquals(
                history.best().orElseThrow().validationLoss(),
                evaluate(net, opposite, meanSquaredError()).loss(),
                1e-6);
        assertTrue(
                history.summary().contains("stopped early after " + (best + 3) + " of 50 epochs")
                        && history.summary().contains("the weights are those of epoch " + best),
                history.summary());
    }

    @Test
    void earlyStopping_leavesATrainingAloneThatImproves() {
        History history = regression(net(), epochs(5), adam(1e-2), earlyStopping(1));
        assertEquals(History.State.FINISHED, history.state());
        assertEquals(5, history.epochs().size());
        assertTrue(!history.summary().contains("weights"), "they are the last ones: " + history.summary());
    }

    @Test
    void earlyStopping_thatNeverStopped_namesTheEpochWhoseWeightsItRestored() {
        Examples opposite = line(32, -1, 2);
        Block net = net();
        History history = fit(
                net,
                TRAIN,
                opposite,
                epochs(5),
                batchSize(32),
                loss(meanSquaredError()),
                adam(0.05),
                earlyStopping(20),
                quiet());

        assertEquals(History.State.FINISHED, history.state());
        int best = history.best().orElseThrow().number();
        assertEquals(best, history.weightsOf());
        assertTrue(best < 5 && history.summary().contains("the weights are those of epoch " + best), history.summary());
        assertEquals(
                history.best().orElseThrow().validationLoss(),
                evaluate(net, opposite, meanSquaredError()).loss(),
                1e-6);
    }

    @Test
    void earlyStopping_withoutValidation_isRefused() {
        Learner learner = learner(net(), adam(1e-3));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> fit(
                                List.of(learner),
                                batch -> java.util.Map.of("mine", 1.0),
                                TRAIN,
                                earlyStopping(2),
                                quiet()))
                .getMessage();
        assertTrue(message.contains("needs a validation loss"), message);
    }

    @Test
    void metrics_areMeasuredOnBothSets_andDrawn() {
        History history = regression(net(), epochs(3), metric("absolute error", (targets, outputs) -> outputs.head()
                .sub(targets.head())
                .abs()
                .mean()));
        Epoch last = history.last().orElseThrow();
        assertTrue(last.validation().containsKey("absolute error"));
        assertTrue(last.training().get("absolute error") > 0);
        assertTrue(Double.isNaN(last.accuracy()), "nothing is classified");
        assertTrue(
                history.draw().alt().contains("Absolute error went from"),
                history.draw().alt());
    }

    private static History regression(Block net, FitOption... options) {
        List<FitOption> all = new ArrayList<>(List.of(batchSize(32), loss(meanSquaredError()), quiet()));
        all.addAll(List.of(options));
        return fit(net, TRAIN, VALIDATION, all.toArray(FitOption[]::new));
    }

    @Test
    void sameSeed_sameDropout() {
        double[] once = regression(dropout(), epochs(2), seed(4)).batchLosses();
        assertArrayEquals(once, regression(dropout(), epochs(2), seed(4)).batchLosses());
    }

    @Test
    void crossValidation_testsOnEveryFoldOnce_withAFreshNetworkAndOptimizer() {
        CrossValidation folds = crossValidate(
                CallbacksTest::net,
                line(60, 4).folds(3, 1),
                epochs(30),
                batchSize(10),
                adam(0.02),
                loss(meanSquaredError()),
                quiet());
        assertEquals(3, folds.histories().size());
        double[] losses = folds.histories().stream()
                .mapToDouble(history -> history.last().orElseThrow().validationLoss())
                .toArray();
        assertTrue(Arrays.stream(losses).max().orElseThrow() < 1, Arrays.toString(losses));
        double mean = (losses[0] + losses[1] + losses[2]) / 3;
        assertEquals(mean, folds.mean(Epoch::validationLoss), 1e-9);
        double squares = Arrays.stream(losses).map(x -> (x - mean) * (x - mean)).sum();
        assertEquals(Math.sqrt(squares / 2), folds.deviation(Epoch::validationLoss), 1e-9);
        assertTrue(folds.draw().alt().contains("over 3 folds"), folds.draw().alt());
        assertThrows(
                IllegalArgumentException.class,
                () -> crossValidate(CallbacksTest::net, line(60, 4).folds(3, 1).subList(0, 1), quiet()));
    }

    @Test
    void augmentation_isRefusedForWhatIsNoImage() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> regression(net(), augment((batch, random) -> batch)))
                .getMessage();
        assertTrue(message.contains("Only images can be augmented"), message);
    }

    private static Block dropout() {
        return Layers.seq(Layers.linear(16), Layers.relu(), Layers.dropout(0.5), Layers.linear(1));
    }

    private static Block net() {
        return Layers.initialize(Layers.seq(Layers.linear(8), Layers.relu(), Layers.linear(1)), new Shape(1, 2), 3);
    }

    private static ArrayExamples line(int n, long seed) {
        return line(n, 1, seed);
    }

    /** Noisy samples of {@code y = slope · (x₁ − 2 x₂)}. */
    private static ArrayExamples line(int n, float slope, long seed) {
        Random random = new Random(seed);
        float[] x = new float[2 * n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[2 * i] = (float) random.nextGaussian();
            x[2 * i + 1] = (float) random.nextGaussian();
            y[i] = slope * (x[2 * i] - 2 * x[2 * i + 1]) + 0.1f * (float) random.nextGaussian();
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray inputs = manager.create(x, new Shape(n, 2));
            return Examples.of(new NDList(inputs), new NDList(manager.create(y, new Shape(n, 1))));
        }
    }
}
