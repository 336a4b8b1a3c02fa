package dev.crema.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.crema.datasets.Batch;
import dev.crema.datasets.Examples;
import dev.crema.layers.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The loss of a network whose weights are moved for the time being; closing puts them back. */
final class Displaced implements AutoCloseable {
    private static final int BATCH_SIZE = 256;

    private final Block net;
    private final Examples examples;
    private final Loss loss;
    private final Map<String, Parameter> parameters;
    private final List<NDArray> arrays;
    private final float[][] weights;

    Displaced(Block net, Examples examples, Loss loss) {
        if (!net.isInitialized()) {
            throw new IllegalStateException("The network has no parameters yet; train it with fit(net, …) first");
        }
        this.net = net;
        this.examples = examples;
        this.loss = loss;
        parameters = Parameters.named(net);
        arrays = parameters.values().stream().map(Parameter::getArray).toList();
        weights = arrays.stream().map(NDArray::toFloatArray).toArray(float[][]::new);
    }

    /** A random direction whose filters are as long as the network's; 0 for biases and batch normalisation. */
    float[][] direction(Random random) {
        float[][] direction = new float[weights.length][];
        for (int p = 0; p < weights.length; p++) {
            direction[p] = new float[weights[p].length];
            NDArray array = arrays.get(p);
            if (array.getShape().dimension() > 1) {
                int filter = (int) (array.size() / array.size(0));
                for (int from = 0; from < direction[p].length; from += filter) {
                    fill(direction[p], weights[p], from, from + filter, random);
                }
            }
        }
        return direction;
    }

    private static void fill(float[] direction, float[] weights, int from, int to, Random random) {
        double own = 0;
        double drawn = 0;
        for (int i = from; i < to; i++) {
            direction[i] = (float) random.nextGaussian();
            own += weights[i] * (double) weights[i];
            drawn += direction[i] * (double) direction[i];
        }
        for (int i = from; i < to; i++) {
            direction[i] *= (float) Math.sqrt(own / drawn);
        }
    }

    double loss(float[][] first, double a, float[][] second, double b) {
        float[][] moved = new float[weights.length][];
        for (int p = 0; p < moved.length; p++) {
            moved[p] = weights[p].clone();
            for (int i = 0; i < moved[p].length; i++) {
                moved[p][i] += (float) (a * first[p][i] + b * second[p][i]);
            }
        }
        put(moved);
        return loss();
    }

    /** The loss with two weights set to numbers; each is a parameter's number and an index into it. */
    double loss(int[] first, double a, int[] second, double b) {
        float[][] moved = Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new);
        moved[first[0]][first[1]] = (float) a;
        moved[second[0]][second[1]] = (float) b;
        put(moved);
        return loss();
    }

    /** Finds a weight such as {@code "linear1.weight[3]"}. */
    int[] weight(String name) {
        String[] parts =
                name.endsWith("]") ? name.substring(0, name.length() - 1).split("\\[", 2) : new String[0];
        List<String> names = List.copyOf(parameters.keySet());
        int parameter = parts.length == 2 ? names.indexOf(parts[0]) : -1;
        if (parameter < 0 || !parts[1].matches("\\d{1,9}")) {
            throw new IllegalArgumentException("The network has no weight \"" + name + "\"; name one as \""
                    + (names.isEmpty() ? "linear.weight" : names.get(0)) + "[0]\", of " + String.join(", ", names));
        }
        int index = Integer.parseInt(parts[1]);
        if (index >= weights[parameter].length) {
            throw new IllegalArgumentException(parts[0] + " has the weights 0 to " + (weights[parameter].length - 1)
                    + " of shape " + arrays.get(parameter).getShape() + ", but number " + index + " was asked for");
        }
        return new int[] {parameter, index};
    }

    private double loss() {
        double sum = 0;
        for (Batch batch : examples.batches(BATCH_SIZE)) {
            try (batch) {
                NDList outputs =
                        net.forward(new ParameterStore(batch.manager(), false), new NDList(batch.inputs()), false);
                sum += batch.size()
                        * (double) loss.evaluate(batch.targets(), outputs).toFloatArray()[0];
            }
        }
        return sum / examples.size();
    }

    private void put(float[][] values) {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int p = 0; p < values.length; p++) {
                manager.create(values[p], arrays.get(p).getShape()).copyTo(arrays.get(p));
            }
        }
    }

    @Override
    public void close() {
        put(weights);
    }
}
