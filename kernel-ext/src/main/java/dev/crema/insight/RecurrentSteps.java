package dev.crema.insight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.ParameterList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a recurrent layer, written out in plain numbers: its weights are called and laid out as PyTorch's, so that
 * their rows tell what it is: four times as many as units for an LSTM, three times for a GRU, as many for a simple network.
 */
final class RecurrentSteps {
    private final boolean backwards;
    private final double[][] x;
    private final double[][] weightIh;
    private final double[][] weightHh;
    private final double[] bias;
    private final double[] biasHh;
    private final int units;
    private double[] h;
    private double[] c;

    private RecurrentSteps(ParameterList parameters, NDList inputs, boolean backwards) {
        this.backwards = backwards;
        String way = backwards ? "_reverse" : "";
        x = rows(inputs.head().get(0));
        weightIh = rows(parameters.get("weight_ih" + way).getArray());
        weightHh = rows(parameters.get("weight_hh" + way).getArray());
        bias = numbers(parameters.get("bias_ih" + way).getArray());
        biasHh = numbers(parameters.get("bias_hh" + way).getArray());
        units = weightHh[0].length;
        h = state(inputs, 1);
        c = state(inputs, 2);
    }

    static boolean fits(Block layer) {
        return layer.getDirectParameters().contains("weight_ih");
    }

    /** The layer's steps one way, given its inputs: a sequence [1, T, features] and, if it goes on, states [directions, 1, units]. */
    static @Nullable RecurrentSteps of(Block layer, NDList inputs, boolean backwards) {
        ParameterList parameters = layer.getDirectParameters();
        return backwards && !parameters.contains("weight_ih_reverse")
                ? null
                : new RecurrentSteps(parameters, inputs, backwards);
    }

    private double[] state(NDList inputs, int place) {
        return inputs.size() > place ? rows(inputs.get(place).get(backwards ? 1 : 0))[0] : new double[units];
    }

    /** {@code [units][steps]} of each gate and state. */
    Map<String, double[][]> values() {
        Map<String, double[][]> values = new LinkedHashMap<>();
        for (int i = 0; i < x.length; i++) {
            int step = backwards ? x.length - 1 - i : i;
            int column = step;
            step(x[step]).forEach((name, now) -> {
                double[][] all = values.computeIfAbsent(name, any -> new double[units][x.length]);
                for (int unit = 0; unit < units; unit++) {
                    all[unit][column] = now[unit];
                }
            });
        }
        return values;
    }

    double[][] hidden(Map<String, double[][]> values) {
        return values.getOrDefault("hidden state", new double[0][]);
    }

    private Map<String, double[]> step(double[] input) {
        Map<String, double[]> now = new LinkedHashMap<>();
        double[] wx = sums(weightIh, input, bias);
        double[] uh = sums(weightHh, h, biasHh);
        double[] next = new double[units];
        switch (weightHh.length / units) {
            case 4 -> {
                double[] i = sigmoid(wx, uh, 0);
                double[] f = sigmoid(wx, uh, 1);
                double[] g = new double[units];
                double[] o = sigmoid(wx, uh, 3);
                double[] cell = new double[units];
                for (int unit = 0; unit < units; unit++) {
                    g[unit] = Math.tanh(wx[2 * units + unit] + uh[2 * units + unit]);
                    cell[unit] = f[unit] * c[unit] + i[unit] * g[unit];
                    next[unit] = o[unit] * Math.tanh(cell[unit]);
                }
                c = cell;
                now.put("input gate", i);
                now.put("forget gate", f);
                now.put("candidate", g);
                now.put("output gate", o);
                now.put("cell", cell);
            }
            case 3 -> {
                double[] r = sigmoid(wx, uh, 0);
                double[] z = sigmoid(wx, uh, 1);
                double[] n = new double[units];
                for (int unit = 0; unit < units; unit++) {
                    n[unit] = Math.tanh(wx[2 * units + unit] + r[unit] * uh[2 * units + unit]);
                    next[unit] = z[unit] * h[unit] + (1 - z[unit]) * n[unit];
                }
                now.put("reset gate", r);
                now.put("update gate", z);
                now.put("candidate", n);
            }
            default -> {
                for (int unit = 0; unit < units; unit++) {
                    next[unit] = Math.tanh(wx[unit] + uh[unit]);
                }
            }
        }
        h = next;
        now.put("hidden state", next);
        return now;
    }

    private double[] sigmoid(double[] wx, double[] uh, int gate) {
        double[] gates = new double[units];
        for (int unit = 0; unit < units; unit++) {
            gates[unit] = 1 / (1 + Math.exp(-wx[gate * units + unit] - uh[gate * units + unit]));
        }
        return gates;
    }

    private static double[] sums(double[][] weights, double[] x, double[] bias) {
        double[] sums = bias.clone();
        for (int row = 0; row < sums.length; row++) {
            for (int i = 0; i < x.length; i++) {
                sums[row] += weights[row][i] * x[i];
            }
        }
        return sums;
    }

    private static double[] numbers(NDArray vector) {
        float[] flat = vector.toFloatArray();
        return IntStream.range(0, flat.length).mapToDouble(i -> flat[i]).toArray();
    }

    /** The rows of a matrix. */
    private static double[][] rows(NDArray matrix) {
        float[] flat = matrix.toFloatArray();
        int width = flat.length / (int) matrix.size(0);
        double[][] rows = new double[flat.length / width][width];
        for (int i = 0; i < flat.length; i++) {
            rows[i / width][i % width] = flat[i];
        }
        return rows;
    }
}
