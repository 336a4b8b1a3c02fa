package dev.crema.training;

import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.crema.datasets.Examples;
import dev.crema.datasets.Safetensors;
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Examples TRAIN = rings(96, 1);
    private static final Examples VALIDATION = rings(48, 2);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("rings.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "momentum", "adagrad"})
    void aTrainingThatIsResumed_hasTheCurveAndTheWeights_ofOneThatNeverStopped(String optimizer) {
        Block whole = net();
        History once = train(whole, optimizer, epochs(6));

        train(net(), optimizer, epochs(6), checkpoint(file), stopAfter(3));
        // another process would have a new network, a new optimiser and other random numbers behind it
        Block resumed = Layers.initialize(fresh(), new Shape(1, 2), 99);
        History twice = train(resumed, optimizer, epochs(6), resume(file));

        assertArrayEquals(once.batchLosses(), twice.batchLosses());
        assertEquals(validationLosses(once), validationLosses(twice));
        assertArrayEquals(weights(whole), weights(resumed));
        assertEquals(History.State.FINISHED, twice.state());
        assertTrue(twice.seconds() > 0);
    }

    @Test
    void aTrainingThatIsInterruptedInAnEpoch_goesOnFromItsLastWholeEpoch() {
        History once = train(net(), "adam", epochs(4));
        train(net(), "adam", epochs(4), checkpoint(file), callback(new Callback() {
            @Override
            public void afterBatch(Progress progress) {
                if (progress.epochsDone() > 2.4) {
                    progress.stop();
                }
            }
        }));
        assertArrayEquals(
                once.batchLosses(),
                train(net(), "adam", epochs(4), resume(file)).batchLosses());
    }

    @Test
    void earlyStopping_goesOnCounting_withTheBestWeights() {
        FitOption[] options = {epochs(60), earlyStopping(2)};
        Block whole = net();
        History once = train(whole, "wild", options);
        assertEquals(History.State.STOPPED_EARLY, once.state(), once.summary());
        int stop = once.epochs().size() - 1;

        train(net(), "wild", epochs(60), earlyStopping(2), checkpoint(file), stopAfter(stop));
        Block resumed = net();
        History twice = train(resumed, "wild", epochs(60), earlyStopping(2), resume(file));
        assertEquals(once.epochs().size(), twice.epochs().size());
        assertArrayEquals(weights(whole), weights(resumed));
    }

    @Test
    void aFinishedTraining_canBeResumedForMoreEpochs_andIsNotTrainedAgainForTheSame() {
        Block net = net();
        train(net, "adam", epochs(2), checkpoint(file));
        float[] after = weights(net);
        assertEquals(2, train(net, "adam", epochs(2), resume(file)).epochs().size());
        assertArrayEquals(after, weights(net));
        assertEquals(5, train(net, "adam", epochs(5), resume(file)).epochs().size());
    }

    @Test
    void theWeights_canBeReadByAnythingThatReadsSafetensors() {
        Block net = net();
        train(net, "adam", epochs(1), checkpoint(file));
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> saved = Safetensors.read(file, manager);
            assertArrayEquals(
                    weights(net),
                    Objects.requireNonNull(saved.get("network1/weights/linear1.weight"))
                            .toFloatArray());
            assertNotNull(saved.get("network1/optimizer/0/linear1.weight"));
        }
    }

    @Test
    void aCheckpointOfAnotherNetwork_isRefused_andNothingIsChanged() {
        train(net(), "adam", epochs(1), checkpoint(file));
        Block other =
                Layers.initialize(Layers.seq(Layers.linear(7), Layers.relu(), Layers.linear(2)), new Shape(1, 2), 1);
        float[] before = weights(other);
        String message = refusal(() -> train(other, "adam", epochs(2), resume(file)));
        assertTrue(message.contains("linear1.weight of shape (8, 2)") && message.contains("(7, 2)"), message);
        assertArrayEquals(before, weights(other));
    }

    @Test
    void aCheckpointOfOtherOptions_isRefused() {
        train(net(), "adam", epochs(1), checkpoint(file));
        String message = refusal(() -> train(net(), "momentum", epochs(2), resume(file)));
        assertTrue(message.contains("Adam with") && message.contains("SGD with"), message);
        assertTrue(refusal(() -> train(net(), "adam", seed(5), resume(file))).contains("seed 5"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.99})
    void aCheckpointThatWasCutShort_isRefused_andNothingIsChanged(double share) throws IOException {
        train(net(), "adam", epochs(1), checkpoint(file));
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, (int) (share * content.length)));
        Block net = net();
        float[] before = weights(net);
        String message = refusal(() -> train(net, "adam", epochs(2), resume(file)));
        assertTrue(message.contains("rings.safetensors"), message);
        assertArrayEquals(before, weights(net));
    }

    @Test
    void aCheckpointThatCannotBeWritten_leavesThePreviousOneAndTheWeights() throws IOException {
        train(net(), "adam", epochs(1), checkpoint(file));
        byte[] before = Files.readAllBytes(file);
        Files.createDirectory(directory.resolve("rings.safetensors.part"));
        Block net = net();
        float[] initial = weights(net);
        RuntimeException e =
                assertThrows(RuntimeException.class, () -> train(net, "adam", epochs(3), checkpoint(file)));
        assertTrue(String.valueOf(e.getMessage()).contains("cannot be written"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
        assertTrue(!Arrays.equals(initial, weights(net)), "the epoch before was not for nothing");
    }

    @Test
    void aPartFrozenForATrainingThatIsRefused_isFrozenNoLonger() {
        Block net = net();
        refusal(() -> train(net, "adam", freeze("linear1"), resume(file)));
        assertTrue(Objects.requireNonNull(Parameters.named(net).get("linear1.weight"))
                .getArray()
                .hasGradient());
    }

    @Test
    void missingFilesAndDirectories_areNamed() {
        assertTrue(refusal(() -> train(net(), "adam", resume(file))).contains("There is no checkpoint"));
        Path nowhere = directory.resolve("none").resolve("a.safetensors");
        assertTrue(refusal(() -> train(net(), "adam", checkpoint(nowhere))).contains("There is no directory"));
    }

    @Test
    void anOptimizerThatDoesNotShowItsMemory_isRefused() {
        Optimizer djl =
                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build();
        String message =
                refusal(() -> fit(net(), TRAIN, VALIDATION, batchSize(16), optimizer(djl), checkpoint(file), quiet()));
        assertTrue(message.contains("Sgd of DJL"), message);
    }

    private static FitOption stopAfter(int epochs) {
        return callback(new Callback() {
            @Override
            public void afterEpoch(Progress progress) {
                if (progress.epochsDone() >= epochs) {
                    progress.stop();
                }
            }
        });
    }

    private static History train(Block net, String optimizer, FitOption... options) {
        FitOption chosen = Objects.requireNonNull(
                Map.of("adam", adam(0.01), "momentum", sgd(0.05, 0.9), "adagrad", adagrad(0.1), "wild", adam(0.3))
                        .get(optimizer));
        FitOption[] usual = {chosen, batchSize(16), seed(7), schedule(Schedule.cosine()), quiet()};
        return fit(
                net,
                TRAIN,
                VALIDATION,
                Stream.concat(Stream.of(usual), Stream.of(options)).toArray(FitOption[]::new));
    }

    private static List<Double> validationLosses(History history) {
        return history.epochs().stream().map(Epoch::validationLoss).toList();
    }

    /** With dropout and batch normalisation: random numbers and statistics must go on, too. */
    private static Block fresh() {
        return Layers.seq(Layers.linear(8), Layers.batchNorm(), Layers.relu(), Layers.dropout(0.3), Layers.linear(2));
    }

    private static Block net() {
        return Layers.initialize(fresh(), new Shape(1, 2), 3);
    }

    private static float[] weights(Block net) {
        return Objects.requireNonNull(Parameters.named(net).get("linear1.weight"))
                .getArray()
                .toFloatArray();
    }

    private static Examples rings(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[2 * n];
        long[] label = new long[n];
        for (int i = 0; i < n; i++) {
            label[i] = i % 2;
            double angle = 2 * Math.PI * random.nextDouble();
            x[2 * i] = (float) ((1 + label[i]) * Math.cos(angle) + 0.3 * random.nextGaussian());
            x[2 * i + 1] = (float) ((1 + label[i]) * Math.sin(angle) + 0.3 * random.nextGaussian());
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            return Examples.of(new NDList(manager.create(x, new Shape(n, 2))), new NDList(manager.create(label)));
        }
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
