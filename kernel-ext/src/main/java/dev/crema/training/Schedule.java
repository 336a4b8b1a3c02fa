package dev.crema.training;

import dev.crema.figures.LineChart;
import java.util.stream.IntStream;

/**
 * What the learning rate is multiplied by in the course of a training. It is asked before every batch, so that the rate
 * changes smoothly; at whole epochs the numbers are those of PyTorch's schedulers of the same names.
 *
 * <pre>{@code fit(net, data, epochs(10), sgd(0.1, 0.9), schedule(warmUp(1, cosine())))}</pre>
 */
@FunctionalInterface
public interface Schedule {
    /**
     * Returns the factor at a moment.
     *
     * @param epoch epochs done, with a fraction, from 0 to {@code epochs}
     * @param epochs epochs planned, at least 1
     * @return the factor, 0 or more
     */
    double factor(double epoch, int epochs);

    /**
     * Keeps the learning rate as it is.
     *
     * @return 1 throughout
     */
    static Schedule constant() {
        return (epoch, epochs) -> 1;
    }

    /**
     * Lowers the learning rate in steps: {@code factor^⌊epoch / every⌋}.
     *
     * @param every epochs between two steps, at least 1
     * @param factor what each step multiplies it by, in (0, 1]; 0.1 is usual
     * @return the schedule
     * @throws IllegalArgumentException if a number is out of its range
     */
    static Schedule step(int every, double factor) {
        Choices.requireAtLeastOne("every", every);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor is " + factor + "; it must be in (0, 1]");
        }
        return (epoch, epochs) -> Math.pow(factor, Math.floor(epoch / every));
    }

    /**
     * Lowers the learning rate to 0 along half a cosine: {@code (1 + cos(π·epoch / epochs)) / 2} (Loshchilov and Hutter
     * 2017, arXiv:1608.03983, without restarts).
     *
     * @return the schedule
     */
    static Schedule cosine() {
        return (epoch, epochs) -> (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
    }

    /**
     * Raises the learning rate from 0 in a straight line, then follows another schedule through the rest (Goyal et al.
     * 2017, arXiv:1706.02677).
     *
     * @param warmUpEpochs length of the rise, above 0; the whole training if it is shorter
     * @param then what follows, seen as a training of the epochs that are left
     * @return the schedule
     * @throws IllegalArgumentException if the length is not a positive number
     */
    static Schedule warmUp(double warmUpEpochs, Schedule then) {
        Choices.requirePositive("warmUpEpochs", warmUpEpochs);
        return (epoch, epochs) -> epoch < warmUpEpochs
                ? epoch / warmUpEpochs
                : then.factor((epoch - warmUpEpochs) * epochs / Math.max(epochs - warmUpEpochs, 1e-9), epochs);
    }

    /**
     * Raises the learning rate from a 25th along half a cosine during the first 30 % of the training, then lowers it
     * to a 250 000th (Smith and Topin 2018, arXiv:1708.07120; the numbers are those of fastai and PyTorch). The
     * optimiser's learning rate is the highest.
     *
     * @return the schedule
     */
    static Schedule oneCycle() {
        double rise = 0.3;
        double start = 1 / 25.0;
        double end = start / 1e4;
        return (epoch, epochs) -> {
            double done = epoch / epochs;
            return done < rise ? between(start, 1, done / rise) : between(1, end, (done - rise) / (1 - rise));
        };
    }

    /**
     * Draws the factor over a training.
     *
     * @param epochs length of the training, at least 1
     * @return the chart
     */
    default LineChart curve(int epochs) {
        Choices.requireAtLeastOne("epochs", epochs);
        double[] x = IntStream.rangeClosed(0, 200)
                .mapToDouble(i -> i * epochs / 200.0)
                .toArray();
        double[] y = IntStream.range(0, x.length)
                .mapToDouble(i -> factor(x[i], epochs))
                .toArray();
        return LineChart.of("Learning rate schedule")
                .x("epoch")
                .y("factor of the learning rate")
                .line("factor", x, y)
                .alt("The learning rate's factor is %.3g at the start, %.3g halfway and %.3g at the end of %d epochs."
                        .formatted(y[0], y[100], y[200], epochs));
    }

    private static double between(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
