package dev.crema.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.crema.layers.Layers;
import dev.crema.torch.Threads;
import dev.crema.training.FitOption;
import dev.crema.training.History;
import dev.crema.training.Learner;
import dev.crema.training.Training;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What agents do with networks. */
final class Nets {
    private Nets() {}

    static Block initialized(Block net, Environment environment, int outputs, long seed) {
        Shape one = new Shape(1, environment.observationSize());
        Layers.initialize(net, one, seed);
        Shape[] given = net.getOutputShapes(new Shape[] {one});
        if (given.length != 1 || !given[0].equals(new Shape(1, outputs))) {
            throw new IllegalArgumentException("The network gives " + Arrays.toString(given)
                    + " for one observation, expected [(1, " + outputs + ")]");
        }
        return net;
    }

    /** Trains for some episodes, each of which is learned from given its seed. */
    static History fit(
            List<Learner> learners,
            Environment environment,
            int episodes,
            FitOption[] choices,
            LongFunction<Map<String, Double>> learn) {
        FitOption[] all = Stream.concat(
                        Arrays.stream(choices), Stream.of(Training.epochs(episodes), Training.batchSize(1)))
                .toArray(FitOption[]::new);
        Episodes experience = new Episodes(environment.observationSize());
        // a step of a small network takes less than it takes to wake a thread
        return Threads.oneIf(
                true,
                () -> Training.fit(learners, batch -> learn.apply(((Episodes.Start) batch).seed()), experience, all));
    }

    /** Runs a network, not in training mode. */
    static float[][] run(Block net, float[][] observations) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray outputs = net.forward(
                            new ParameterStore(manager, false), new NDList(manager.create(observations)), false)
                    .singletonOrThrow();
            float[] flat = outputs.toFloatArray();
            int columns = flat.length / observations.length;
            return IntStream.range(0, observations.length)
                    .mapToObj(row -> Arrays.copyOfRange(flat, row * columns, (row + 1) * columns))
                    .toArray(float[][]::new);
        }
    }

    static void copy(Block from, Block to) {
        List<Parameter> target = to.getParameters().values();
        List<Parameter> source = from.getParameters().values();
        for (int i = 0; i < source.size(); i++) {
            source.get(i).getArray().copyTo(target.get(i).getArray());
        }
    }

    static int greatest(float[] values) {
        return IntStream.range(0, values.length)
                .reduce((best, i) -> values[i] > values[best] ? i : best)
                .orElseThrow();
    }
}
