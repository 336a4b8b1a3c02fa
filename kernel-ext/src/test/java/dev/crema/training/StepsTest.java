package dev.crema.training;

import static dev.crema.training.Losses.*;
import static dev.crema.training.Optimizers.*;
import static dev.crema.training.Training.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.crema.layers.Layers;
import dev.crema.layers.Parameters;
import dev.crema.torch.PyTorchNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How steps are taken, against PyTorch (steps.py) doing the same. */
class StepsTest {
    private static final Map<String, float[]> PYTORCH = PyTorchNumbers.read(StepsTest.class, "steps.csv");
    private static final Map<String, float[]> START = Map.of(
            "linear1.weight", new float[] {0.5f, -0.3f, 0.2f, 0.8f},
            "linear1.bias", new float[] {0.1f, -0.1f},
            "linear2.weight", new float[] {1, -0.7f},
            "linear2.bias", new float[] {0.3f});

    @Test
    void schedules_haveTheFactorsOfPyTorch() {
        assertFactors("step", Schedule.step(3, 0.5), 9, 1e-7f);
        assertFactors("cosine", Schedule.cosine(), 10, 1e-7f);
        assertFactors("oneCycle", Schedule.oneCycle(), 10, 1e-3f);
    }

    @Test
    void warmUp_risesInAStraightLine_thenTheRestIsAWholeTraining() {
        Schedule schedule = Schedule.warmUp(2, Schedule.cosine());
        assertEquals(0, schedule.factor(0, 10));
        assertEquals(0.25, schedule.factor(0.5, 10), 1e-12);
        assertEquals(1, schedule.factor(2, 10), 1e-12);
        assertEquals(0.5, schedule.factor(6, 10), 1e-12, "half of what is left");
        assertEquals(0, schedule.factor(10, 10), 1e-12);
        assertEquals(
                0.5, Schedule.warmUp(20, Schedule.cosine()).factor(10, 10), 1e-12, "a rise longer than the training");
    }

    @Test
    void schedule_isDrawnWithItsNumbersInWords() {
        String alt = Schedule.cosine().curve(10).figure().alt();
        assertTrue(alt.contains("1.00 at the start, 0.500 halfway and 0.00 at the end of 10 epochs"), alt);
    }

    @Test
    void weightDecay_isThatOfPyTorch() {
        assertTrained("weightDecay", sgd(0.05, 0.9), weightDecay(0.1));
    }

    @Test
    void clipNorm_isThatOfPyTorch() {
        assertTrained("clipNorm", sgd(0.05), clipNorm(0.5));
    }

    @Test
    void schedule_isAppliedAsInPyTorch() {
        assertTrained("schedule", adam(0.05), schedule(Schedule.cosine()));
    }

    @Test
    void ratesOfParts_areThoseOfPyTorchsParameterGroups() {
        assertTrained("parts", adam(0.05), rateOf("linear1", 0.1));
    }

    @Test
    void aFrozenPart_staysAsItIs_andLearnsAgainInTheNextTraining() {
        Block net = assertTrained("frozen", adam(0.05), freeze("linear1"));
        float[] frozen = weights(net, "linear1.weight");
        fit(net, examples(), examples(), adam(0.05), batchSize(4), loss(meanSquaredError()), quiet());
        assertTrue(Math.abs(frozen[0] - weights(net, "linear1.weight")[0]) > 1e-3);
    }

    @Test
    void anUnknownPart_isRefused_withTheOnesThereAre() {
        String message = refusal(() -> train(net(), adam(0.05), freeze("conv1")));
        assertTrue(message.contains("no part conv1") && message.contains("[linear1, linear2]"), message);
    }

    @Test
    void everythingFrozen_isRefused_andNothingStaysFrozen() {
        Block net = net();
        assertTrue(
                refusal(() -> train(net, freeze("linear1"), freeze("linear2"))).contains("frozen"));
        train(net, adam(0.05));
    }

    @Test
    void aSchedule_isRefusedForAnOptimizerThatKeepsItsRateToItself() {
        Optimizer djl =
                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build();
        String message = refusal(() -> train(net(), optimizer(djl), schedule(Schedule.cosine())));
        assertTrue(message.contains("Sgd of DJL") && message.contains("Tracker"), message);
    }

    @Test
    void numbersOutOfRange_areRefused() {
        List<Executable> bad = List.of(
                () -> weightDecay(-1),
                () -> weightDecay(Double.NaN),
                () -> clipNorm(0),
                () -> rateOf("linear1", -1),
                () -> Schedule.step(0, 0.5),
                () -> Schedule.step(1, 1.5),
                () -> Schedule.warmUp(0, Schedule.cosine()),
                () -> earlyStopping(0));
        bad.forEach(call -> assertTrue(refusal(call).contains("must be")));
    }

    private static void assertFactors(String name, Schedule schedule, int epochs, float tolerance) {
        float[] expected = Objects.requireNonNull(PYTORCH.get(name));
        double[] factors = IntStream.range(0, expected.length)
                .mapToDouble(epoch -> schedule.factor(epoch, epochs))
                .toArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], factors[i], tolerance, name + " before epoch " + i);
        }
    }

    private static Block assertTrained(String name, FitOption... options) {
        Block net = net();
        train(net, options);
        List<Float> weights = new ArrayList<>();
        for (String parameter : List.of("linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias")) {
            for (float weight : weights(net, parameter)) {
                weights.add(weight);
            }
        }
        float[] expected = Objects.requireNonNull(PYTORCH.get(name));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], weights.get(i), 1e-5f, name + " " + weights);
        }
        return net;
    }

    /** Twenty epochs of one batch: twenty steps. */
    private static History train(Block net, FitOption... options) {
        FitOption[] usual = {epochs(20), batchSize(4), loss(meanSquaredError()), quiet()};
        return fit(
                net,
                examples(),
                examples(),
                Stream.concat(Stream.of(usual), Stream.of(options)).toArray(FitOption[]::new));
    }

    private static Block net() {
        Block net = Layers.initialize(Layers.seq(Layers.linear(2), Layers.linear(1)), new Shape(4, 2), 0);
        Parameters.named(net)
                .forEach((name, parameter) -> parameter.getArray().set(Objects.requireNonNull(START.get(name))));
        return net;
    }

    private static float[] weights(Block net, String parameter) {
        return Objects.requireNonNull(Parameters.named(net).get(parameter))
                .getArray()
                .toFloatArray();
    }

    private static Examples examples() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {1, 2, -1, 0.5f, 0.3f, -2, 2, 1}, new Shape(4, 2));
            NDArray y = manager.create(new float[] {3, -1, 0.5f, 2}, new Shape(4, 1));
            return Examples.of(new NDList(x), new NDList(y));
        }
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
