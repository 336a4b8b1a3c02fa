package dev.crema.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import dev.crema.training.ModelOptimizer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * The way of one optimiser down a surface.
 *
 * @param name the optimiser with its settings
 * @param places where it was: the start, then after each step
 * @param losses the loss at each place; the way ends where it is not finite any more
 */
public record Descent(String name, double[][] places, double[] losses) {
    private static final AtomicLong RACES = new AtomicLong();
    // central differences err by step² and by the rounding of the loss over step
    private static final double STEP = 1e-4;

    static List<Descent> race(
            ToDoubleFunction<double[]> surface, double[] start, int steps, List<? extends Optimizer> optimizers) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + "; it must be at least 1");
        }
        if (optimizers.isEmpty()) {
            throw new IllegalArgumentException("No optimiser was given; give at least one, such as sgd(0.1)");
        }
        if (!Double.isFinite(surface.applyAsDouble(start))) {
            throw new IllegalArgumentException("The loss at the start, " + Arrays.toString(start) + ", is "
                    + surface.applyAsDouble(start) + "; start where it is a finite number");
        }
        return optimizers.stream().map(one -> of(surface, start, steps, one)).toList();
    }

    private static Descent of(ToDoubleFunction<double[]> surface, double[] start, int steps, Optimizer optimizer) {
        double[][] places = new double[steps + 1][];
        double[] losses = new double[steps + 1];
        // a name of its own: the optimiser remembers nothing of earlier races
        String name = "race " + RACES.incrementAndGet();
        try (NDManager manager = NDManager.newBaseManager();
                NDArray weights = manager.create(floats(start))) {
            for (int step = 0; ; step++) {
                double[] place = place(weights);
                double loss = surface.applyAsDouble(place);
                if (!Double.isFinite(loss)) {
                    return new Descent(label(optimizer), Arrays.copyOf(places, step), Arrays.copyOf(losses, step));
                }
                places[step] = place;
                losses[step] = loss;
                if (step == steps) {
                    return new Descent(label(optimizer), places, losses);
                }
                if (Thread.interrupted()) {
                    throw new CancellationException("The race was stopped by an interrupt");
                }
                try (NDArray gradient = manager.create(gradient(surface, place))) {
                    optimizer.update(name, weights, gradient);
                }
            }
        }
    }

    private static float[] gradient(ToDoubleFunction<double[]> surface, double[] place) {
        float[] gradient = new float[place.length];
        for (int i = 0; i < gradient.length; i++) {
            double step = STEP * Math.max(1, Math.abs(place[i]));
            double[] up = place.clone();
            double[] down = place.clone();
            up[i] += step;
            down[i] -= step;
            gradient[i] = (float) ((surface.applyAsDouble(up) - surface.applyAsDouble(down)) / (up[i] - down[i]));
        }
        return gradient;
    }

    private static String label(Optimizer optimizer) {
        return optimizer instanceof ModelOptimizer
                ? optimizer.toString()
                : optimizer.getClass().getSimpleName();
    }

    private static double[] place(NDArray weights) {
        float[] now = weights.toFloatArray();
        double[] place = new double[now.length];
        for (int i = 0; i < place.length; i++) {
            place[i] = now[i];
        }
        return place;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    double[] along(int axis) {
        return Arrays.stream(places).mapToDouble(place -> place[axis]).toArray();
    }

    double last() {
        return losses[losses.length - 1];
    }

    String words() {
        return "%s reaches %.3g after %d steps".formatted(name, last(), losses.length - 1);
    }
}
